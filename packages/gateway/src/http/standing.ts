import { issue, millis, type Actor, type Authenticator, type Clock, type Issue } from '@yingji/core';
import type { FastifyRequest } from 'fastify';
import { OPEN_MS } from '../auth/jwt.js';
import { isActor } from '../auth/refused.js';

/** What an Authenticator is asked with, kept for as long as a stream is open. */
export interface Presented {
  readonly headers: { readonly [name: string]: string | undefined };
  readonly peer: { readonly address: string };
}

/** The credentials of a request. Repeats of a header that may repeat are joined as HTTP says. */
export function presented(request: FastifyRequest): Presented {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return { headers, peer: { address: plainAddress(request.socket.remoteAddress) } };
}

/** An IPv4 address that came in on an IPv6 socket, as IPv4. */
export const plainAddress = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');

/**
 * Resolves with the reason once the actor of an open stream is no longer let in: at `expiresAt` of the credential that opened
 * it, after `openMs` at most (default 10 min, for credentials without an end too), and within `recheckMs` of being taken back
 * or given other rights. Resolves with nothing when stopped.
 */
export async function untilFallen(
  actor: Actor,
  options: {
    /** Absent where nobody is asked who they are. */
    readonly authenticator: Authenticator | undefined;
    readonly presented: Presented;
    readonly clock: Clock;
    readonly recheckMs: number;
    readonly openMs?: number | undefined;
    readonly stop: AbortSignal;
  },
): Promise<Issue | undefined> {
  const { authenticator, clock, recheckMs, openMs = OPEN_MS, stop } = options;
  const { headers, peer } = options.presented;
  const began = clock.elapsed();
  // By the clock that never runs backwards: setting the other one back must not lengthen a credential.
  const good = actor.expiresAt === undefined ? Infinity : millis(actor.expiresAt) - millis(clock.now());
  const endsIn = Math.min(good, openMs);
  for (;;) {
    const left = endsIn - (clock.elapsed() - began);
    if (left <= 0)
      return issue('credential-ended', 'This has been open for as long as its credential allows; come back with it.', {
        level: 'info',
      });
    await clock.sleep(Math.min(recheckMs, Math.ceil(left)), stop);
    if (stop.aborted) return undefined;
    const why = await fallen(actor, { authenticator, headers, peer });
    if (stop.aborted) return undefined;
    if (why) return why;
  }
}

/**
 * Why an actor who had to wait for a turn is not let in any more, if so: asked when the wait was longer than somebody who was taken
 * back may go on.
 */
export type StillIn = (
  request: FastifyRequest,
  waited: { readonly actor: Actor; readonly since: number },
) => Promise<Issue | undefined>;

export function createStillIn(options: {
  readonly authenticator: Authenticator | undefined;
  readonly clock: Clock;
  readonly recheckMs: number;
}): StillIn {
  const { authenticator, clock, recheckMs } = options;
  return async (request, { actor, since }) => {
    if (clock.elapsed() - since < recheckMs) return undefined;
    if (actor.expiresAt !== undefined && millis(actor.expiresAt) <= millis(clock.now()))
      return issue('credential-ended', 'The credential ended while this waited for its turn; come with a fresh one.');
    return fallen(actor, { authenticator, ...presented(request) });
  };
}

async function fallen(
  actor: Actor,
  { authenticator, headers, peer }: Presented & { readonly authenticator: Authenticator | undefined },
): Promise<Issue | undefined> {
  // A broken tokens file lets nobody in anew, but does not throw out who is in: an alarm screen stays.
  const found = await authenticator?.authenticate(headers, peer).catch(() => undefined);
  if (!found) return undefined;
  if (!isActor(found)) return issue(found.code, found.message);
  if (rightsOf(found) === rightsOf(actor)) return undefined;
  return issue('credential-ended', 'Other rights go with this credential by now; come back with it.', {
    level: 'info',
  });
}

const rightsOf = ({ id, roles, scope }: Actor): string => JSON.stringify([id, roles, scope]);
