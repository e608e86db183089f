import type { Actor } from '@yingji/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createCounts } from './counts.js';

export interface RatesOptions {
  readonly perAddress: number;
  readonly perActor: number;
  readonly elapsed: () => number;
}

/** Counts requests of each address, before anything is asked of whoever knows its credentials. */
export function limitAddresses(app: FastifyInstance, { perAddress, elapsed }: RatesOptions): void {
  const counts = createCounts(perAddress, elapsed);
  app.addHook('onRequest', async (request, reply) => tooMany(reply, counts.add(request.ip)));
}

/** Counts requests of each actor, wherever they come from. */
export function limitActors(
  app: FastifyInstance,
  { perActor, elapsed, actorOf }: RatesOptions & { readonly actorOf: (request: FastifyRequest) => Actor },
): void {
  const counts = createCounts(perActor, elapsed);
  app.addHook('onRequest', async (request, reply) => tooMany(reply, counts.add(actorOf(request).id)));
}

function tooMany(reply: FastifyReply, waitS: number | undefined): FastifyReply | undefined {
  if (waitS === undefined) return undefined;
  return reply
    .code(429)
    .headers({ 'retry-after': String(waitS), connection: 'close' })
    .send({ code: 'too-many-requests', message: `Too many requests; come back in ${waitS} s.` });
}
