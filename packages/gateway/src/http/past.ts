import { mayDecide, parseInstant, YingjiError, type Actor, type Instant, type Position } from '@yingji/core';
import type { FastifyRequest } from 'fastify';
import type { Acts } from '../audit/acts.js';
import type { Reading } from './view.js';

/** Pictures of the past that are held at once: each is a whole city in memory. */
const MOST_OPEN = 2;

export interface PastOptions {
  /** What this actor may read of how it stood then; closed once it is answered. */
  readonly open: (when: Position | Instant, actor: Actor) => Promise<{ readonly reading: Reading; close(): void }>;
  /** How far the log goes by now. */
  readonly head: () => { readonly at: Position; readonly now: Instant };
  readonly acts: Acts | undefined;
}

/**
 * Answers from the past, once it is written down who looked. Errors `not-permitted`, `bad-position`, `not-recorded` (it lies
 * ahead), `log-cut`, `past-busy`.
 */
export type Past = <T>(
  when: unknown,
  by: { readonly actor: Actor; readonly request: FastifyRequest },
  answer: (view: Reading) => T,
) => Promise<T>;

export function createPast({ open, head, acts }: PastOptions): Past {
  let held = 0;
  return async (when, { actor, request }, answer) => {
    if (!mayDecide(actor.roles) && !actor.roles.includes('auditor')) {
      acts?.refused({ what: 'view-past', code: 'not-permitted', who: actor.id }, request.ip);
      throw new YingjiError(
        'not-permitted',
        'your role sees what is, and not what was; ask for another if it should.',
        { recovery: 'skip' },
      );
    }
    const then = whenOf(when);
    if (then === undefined)
      throw new YingjiError(
        'bad-position',
        '"at" is a position of the log, or an RFC 3339 time with its offset (+ written %2B).',
        { recovery: 'skip' },
      );
    const { at, now } = head();
    if (typeof then === 'number' ? then > at : Date.parse(then) > Date.parse(now))
      throw new YingjiError('not-recorded', `the log goes to ${at}, at ${now}; ask for that place or an earlier one.`, {
        recovery: 'skip',
      });
    if (held >= MOST_OPEN)
      throw new YingjiError('past-busy', 'others are looking at the past of this city; come back in a moment.', {
        recovery: 'skip',
      });
    held += 1;
    try {
      const { reading, close } = await open(then, actor);
      try {
        await acts?.past({ actor, address: request.ip }, reading.at);
        return answer(reading);
      } finally {
        close();
      }
    } finally {
      held -= 1;
    }
  };
}

function whenOf(when: unknown): Position | Instant | undefined {
  if (typeof when !== 'string') return undefined;
  return /^\d{1,15}$/.test(when) ? (Number(when) as Position) : parseInstant(when);
}
