import type { Actor, Reader } from '@yingji/core';
import { parseOpen, WIRE_VERSIONS } from '@yingji/core/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Refuse } from './refuse.js';

export interface ViewOptions {
  readonly city: string;
  /** What this actor may read. */
  readonly reader: (actor: Actor) => Pick<Reader, 'find' | 'at' | 'now'>;
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly refuse: Refuse;
}

/**
 * POST /api/view: `{queries}` in, the rows of each query out, once. It asks the view itself and not the hub: a stream is
 * kept for those who come back, and who asks once does not.
 */
export function routeView(app: FastifyInstance, { city, reader, actorOf, refuse }: ViewOptions): void {
  app.post('/api/view', async (request, reply) => {
    const body = request.body as { readonly queries?: unknown } | null;
    const open = parseOpen({ t: 'open', versions: WIRE_VERSIONS, queries: body?.queries });
    if (!('t' in open))
      return refuse(request, reply, { status: 400, code: open.code, message: open.message, issues: [open] });
    const view = reader(actorOf(request));
    const rows = Object.fromEntries(Object.entries(open.queries).map(([key, query]) => [key, view.find(query)]));
    return reply.send({ city, at: view.at, now: view.now, rows });
  });
}
