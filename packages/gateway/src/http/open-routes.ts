import { isKindName, jsonSchema } from '@yingji/core/schemas';
import type { FastifyInstance } from 'fastify';
import { schemaBundle } from '../schema-bundle.js';
import { version } from '../version.js';
import type { Refuse } from './refuse.js';

/** What anybody may read: whether we live, and how data is shaped. */
export function routeOpen(
  app: FastifyInstance,
  { ready, refuse }: { readonly ready: () => boolean; readonly refuse: Refuse },
): void {
  app.get('/healthz', async (_, reply) =>
    reply.code(ready() ? 200 : 503).send({ live: true, ready: ready(), version }),
  );
  app.get('/api/schema', async (_, reply) => reply.type('application/schema+json').send(schemaBundle()));
  app.get<{ Params: { kind: string } }>('/api/schema/:kind', async (request, reply) => {
    const { kind } = request.params;
    if (isKindName(kind)) return reply.type('application/schema+json').send(jsonSchema(kind));
    return refuse(request, reply, {
      status: 404,
      code: 'unknown-kind',
      message: 'There is no such kind; /api/schema lists them.',
    });
  });
}
