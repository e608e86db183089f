import type { DefinedKind } from '@yingji/core';
import type { FastifyInstance } from 'fastify';
import { kindSchema, schemaBundle } from '../schema-bundle.js';
import { version } from '../version.js';
import type { Refuse } from './refuse.js';

/** What anybody may read: whether we live, and how data is shaped. */
export function routeOpen(
  app: FastifyInstance,
  {
    ready,
    kinds,
    refuse,
  }: { readonly ready: () => boolean; readonly kinds: readonly DefinedKind[]; readonly refuse: Refuse },
): void {
  app.get('/healthz', async (_, reply) =>
    reply.code(ready() ? 200 : 503).send({ live: true, ready: ready(), version }),
  );
  app.get('/api/schema', async (_, reply) => reply.type('application/schema+json').send(schemaBundle(kinds)));
  app.get<{ Params: { kind: string } }>('/api/schema/:kind', async (request, reply) => {
    const schema = kindSchema(request.params.kind, kinds);
    if (schema) return reply.type('application/schema+json').send(schema);
    return refuse(request, reply, {
      status: 404,
      code: 'unknown-kind',
      message: 'There is no such kind; /api/schema lists them.',
    });
  });
}
