import type { DefinedKind } from '@yingji/core';
import type { FastifyInstance } from 'fastify';
import type { CityThresholds } from '../config/thresholds.js';
import { kindSchema, schemaBundle } from '../schema-bundle.js';
import type { Refuse } from './refuse.js';

interface OpenOptions {
  readonly ready: () => boolean;
  readonly refuse: Refuse;
  readonly kinds: readonly DefinedKind[];
  readonly thresholds: CityThresholds;
}

/** What anybody may read: whether we live, and how data is shaped. */
export function routeOpen(app: FastifyInstance, options: OpenOptions): void {
  const { ready, refuse, kinds, thresholds } = options;
  app.get('/healthz', async (_, reply) => {
    const said = { live: true, ready: ready() };
    return reply.code(said.ready ? 200 : 503).send(said);
  });
  app.get('/api/schema', async (_, reply) =>
    reply.type('application/schema+json').send(schemaBundle(kinds, thresholds)),
  );
  app.get<{ Params: { kind: string } }>('/api/schema/:kind', async (request, reply) => {
    const schema = kindSchema(request.params.kind, kinds, thresholds);
    if (schema) return reply.type('application/schema+json').send(schema);
    return refuse(request, reply, {
      status: 404,
      code: 'unknown-kind',
      message: 'There is no such kind; /api/schema lists them.',
    });
  });
}
