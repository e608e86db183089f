import type { Actor, AsideSum, Role } from '@yingji/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Acts } from '../audit/acts.js';
import { version } from '../version.js';
import type { Refuse } from './refuse.js';

interface AsideOptions {
  /** What the log holds that nobody here can read. */
  readonly aside: () => readonly AsideSum[];
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly acts: Acts | undefined;
  readonly refuse: Refuse;
}

/** Who sees what nobody can place sees that something is lacking too, and has somebody mend it; an auditor asks whether they did. */
const TOLD: ReadonlySet<Role> = new Set(['duty-desk', 'commander', 'auditor']);

/** GET /api/aside: which lines the picture lacks, by kind and version, and which program lacks them. Refusal `not-permitted`. */
export function routeAside(app: FastifyInstance, { aside, actorOf, acts, refuse }: AsideOptions): void {
  app.get('/api/aside', async (request, reply) => {
    const actor = actorOf(request);
    if (!actor.roles.some((role) => TOLD.has(role))) {
      acts?.refused({ what: 'aside', code: 'not-permitted', who: actor.id }, request.ip);
      return refuse(request, reply, {
        status: 403,
        code: 'not-permitted',
        message: 'What the picture lacks is told to duty desks, commanders and auditors; ask one of them.',
      });
    }
    const lines = aside().map(({ issue: { code, message }, ...sum }) => ({ ...sum, code, message }));
    return reply.send({ version, aside: lines });
  });
}
