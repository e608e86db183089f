import { issue, type Actor, type Clock, type Issue } from '@yingji/core';
import type { Hub, Open } from '@yingji/core/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LookAhead } from './look-ahead.js';
import type { Refuse } from './refuse.js';
import type { Slots } from './slots.js';
import type { Form, Speak } from './speak.js';
import type { StillIn } from './standing.js';
import { tooMuchWork, type Work } from './work.js';

export interface HubAnswerOptions {
  readonly hub: Hub;
  readonly speak: Speak;
  readonly actorOf: (request: FastifyRequest) => Actor;
  readonly slots: Slots;
  readonly stillIn: StillIn;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly work: Work;
  readonly lookAhead: LookAhead;
  readonly refuse: Refuse;
}

/** Answers a request with what a hub says to its actor, as long as the client listens and the actor is let in. */
export type HubAnswer = (request: FastifyRequest, reply: FastifyReply, open: Open, form: Form) => Promise<FastifyReply>;

export function createHubAnswer(options: HubAnswerOptions): HubAnswer {
  const { hub, speak, actorOf, slots, stillIn, clock, work, lookAhead, refuse } = options;
  const answer: HubAnswer = async (request, reply, open, form) => {
    const actor = actorOf(request);
    let leave: (why: Issue) => void = () => undefined;
    const full = 'Too many streams are open; close one, or share one between tabs.';
    // A line that swallows everything looks open to us for a quarter of an hour; who comes back must not wait for it.
    const free = slots.take(actor.id, () => leave(issue('too-many-streams', full)), {
      returning: open.resume !== undefined,
    });
    if (!free) return refuse(request, reply, { status: 429, code: 'too-many-streams', message: full });
    leave = speak({ request, reply, open, form, hub, actor, work, gone: free });
    return reply;
  };
  return async (request, reply, open, form) => {
    const { id } = actorOf(request);
    const since = clock.elapsed();
    const turn = await work.inTurn(id, () => undefined);
    if ('waitS' in turn)
      return reply
        .code(429)
        .headers({ 'retry-after': String(turn.waitS), connection: 'close' })
        .send(tooMuchWork(turn.waitS));
    const { queries } = open;
    const letGo = await lookAhead({ queries, once: false, spend: (job) => work.spend(id, job) });
    try {
      const fallen = await stillIn(request, { actor: actorOf(request), since });
      if (fallen) return refuse(request, reply, { status: 401, code: fallen.code, message: fallen.message });
      return await answer(request, reply, open, form);
    } finally {
      // Whoever follows it by now goes on.
      letGo();
    }
  };
}
