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
    mayLookBack('view-past', { actor, request, acts });
    const then = placeOf('at', when, head());
    if (held >= MOST_OPEN) throw pastBusy();
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

export const pastBusy = (): YingjiError =>
  new YingjiError('past-busy', 'others are looking at the past of this city; come back in a moment.', {
    recovery: 'skip',
  });

/** Errors `not-permitted`: the past is for roles that decide, and for auditors. */
export function mayLookBack(
  what: string,
  { actor, request, acts }: { readonly actor: Actor; readonly request: FastifyRequest } & Pick<PastOptions, 'acts'>,
): void {
  if (mayDecide(actor.roles) || actor.roles.includes('auditor')) return;
  acts?.refused({ what, code: 'not-permitted', who: actor.id }, request.ip);
  throw new YingjiError('not-permitted', 'your role sees what is, and not what was; ask for another if it should.', {
    recovery: 'skip',
  });
}

/** A place of the log by its position or an instant, as a query says it. Errors `bad-position`, `not-recorded` (it lies ahead). */
export function placeOf(
  name: string,
  text: unknown,
  { at, now }: { readonly at: Position; readonly now: Instant },
): Position | Instant {
  const then = whenOf(text);
  if (then === undefined)
    throw new YingjiError(
      'bad-position',
      `"${name}" is a position of the log, or an RFC 3339 time with its offset (+ written %2B).`,
      { recovery: 'skip' },
    );
  if (typeof then === 'number' ? then > at : Date.parse(then) > Date.parse(now))
    throw new YingjiError('not-recorded', `the log goes to ${at}, at ${now}; ask for that place or an earlier one.`, {
      recovery: 'skip',
    });
  return then;
}

function whenOf(when: unknown): Position | Instant | undefined {
  if (typeof when !== 'string') return undefined;
  return /^\d{1,15}$/.test(when) ? (Number(when) as Position) : parseInstant(when);
}
