import { createHash } from 'node:crypto';
import { millis, toInstant, YingjiError, type Actor, type Authenticator, type Clock } from '@yingji/core';
import type { PortalConfig } from '../config/auth.schema.js';
import { actorOf } from './claimed.js';
import { fetchFixed } from './fixed-fetch.js';
import { OPEN_MS } from './jwt.js';
import { missing, refused, type Refused } from './refused.js';

const TICKET = /^CAS +([A-Za-z0-9._~-]{1,512})$/i;
const MAX_BYTES = 16_384;
const MOST_KEPT = 10_000;
const MOST_ASKED = 64;

interface Shown {
  readonly cookie: string;
  readonly ticket: string | undefined;
}

export interface PortalOptions {
  readonly config: PortalConfig;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
}

/**
 * Knows actors by asking the portal whose session they have: POST to the one address of the configuration, with the named
 * cookies and `{"ticket"}`. 200 with `{id, name, roles, scope}` lets in, 401, 403 or 404 does not; anything else is the portal's trouble.
 * Answers are kept for at most a minute, so that a portal under load is not asked for every request of every tab.
 * Error `service-unreachable`: nobody new comes in while the portal does not answer.
 */
export function createPortalAuthenticator({ config, clock }: PortalOptions): Authenticator & {
  presents(headers: { readonly [name: string]: string | undefined }): boolean;
} {
  const { url, timeoutMs, cacheS, map } = config;
  const kept = new Map<string, { readonly answer: Promise<Actor | Refused>; readonly at: number }>();
  let asked = 0;

  function shown(headers: { readonly [name: string]: string | undefined }): Shown | undefined {
    const wanted = new Set(config.cookies);
    const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim());
    const cookie = pairs.filter((pair) => wanted.has(pair.slice(0, Math.max(0, pair.indexOf('='))))).join('; ');
    const ticket = config.tickets ? TICKET.exec(headers['authorization'] ?? '')?.[1] : undefined;
    return cookie === '' && ticket === undefined ? undefined : { cookie, ticket };
  }

  async function ask({ cookie, ticket }: Shown): Promise<Actor | Refused> {
    if (asked >= MOST_ASKED)
      throw new YingjiError('service-unreachable', 'The portal is asked too much already.', { recovery: 'retry' });
    asked += 1;
    try {
      const { status, text } = await fetchFixed({
        url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(cookie !== '' && { cookie }),
        },
        body: JSON.stringify({ ticket }),
        timeoutMs,
        maxBytes: MAX_BYTES,
      });
      if ([401, 403, 404].includes(status)) return refused('portal');
      // A portal that sends to its log-in page has no session for this one either.
      if (status >= 300 && status < 400) return refused('portal-redirects');
      if (status !== 200)
        throw new YingjiError('service-unreachable', `The portal answered ${status}.`, { recovery: 'retry' });
      const said = parse(text);
      const made = actorOf(
        { id: said['id'], name: said['name'], roles: said['roles'], scope: said['scope'] },
        { issuer: 'portal', map },
      );
      if ('reason' in made) return refused(made.reason);
      return { ...made, expiresAt: toInstant(millis(clock.now()) + OPEN_MS) };
    } finally {
      asked -= 1;
    }
  }

  return {
    presents: (headers) => shown(headers) !== undefined,
    async authenticate(headers) {
      const mine = shown(headers);
      if (!mine) return missing();
      // Kept by a hash: what is in memory is no credential.
      const key = createHash('sha256')
        .update(`${mine.ticket ?? ''}\n${mine.cookie}`)
        .digest('base64url');
      const now = clock.elapsed();
      const have = kept.get(key);
      if (have && now - have.at < cacheS * 1_000) return have.answer;
      const answer = ask(mine);
      kept.delete(key);
      kept.set(key, { answer, at: now });
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
      answer.catch(() => kept.get(key)?.answer === answer && kept.delete(key));
      return answer;
    },
  };
}

function parse(text: string): { readonly [name: string]: unknown } {
  try {
    const said: unknown = JSON.parse(text);
    if (said !== null && typeof said === 'object' && !Array.isArray(said)) return said as { [name: string]: unknown };
  } catch {
    // Told below.
  }
  throw new YingjiError('service-unreachable', 'The portal answered 200 with something else than JSON.', {
    recovery: 'retry',
  });
}
