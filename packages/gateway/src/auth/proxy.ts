import { createHash, timingSafeEqual } from 'node:crypto';
import { millis, toInstant, type Authenticator, type Clock, type Peer } from '@yingji/core';
import type { ProxyConfig } from '../config/auth.schema.js';
import { actorOf } from './claimed.js';
import { OPEN_MS } from './jwt.js';
import { missing, refused } from './refused.js';

export interface ProxyOptions {
  readonly config: ProxyConfig;
  /** Whether an address is a proxy of ours; from any other its headers are as if they were not there. */
  readonly isProxy: (address: string) => boolean;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Knows actors by what a reverse proxy that has let them in says of them. The proxy must take these headers out of what it
 * gets before it sets them; where it sends a secret too, whoever reaches us past it gains nothing.
 */
export function createProxyAuthenticator({ config, isProxy, clock }: ProxyOptions): Authenticator & {
  presents(headers: { readonly [name: string]: string | undefined }, peer: Peer | undefined): boolean;
} {
  const { user, name, roles, scope, secret, map } = config;
  const presents = (headers: { readonly [name: string]: string | undefined }, peer: Peer | undefined): boolean =>
    headers[user] !== undefined && peer !== undefined && isProxy(peer.address);
  return {
    presents,
    async authenticate(headers, peer) {
      if (!presents(headers, peer)) return missing();
      if (secret !== undefined && !same(headers[SECRET] ?? '', secret)) return refused('proxy-secret');
      const made = actorOf(
        { id: decoded(headers[user]), name: decoded(headers[name]), roles: headers[roles], scope: headers[scope] },
        { issuer: 'proxy', map },
      );
      if ('reason' in made) return refused(made.reason);
      return { ...made, expiresAt: toInstant(millis(clock.now()) + OPEN_MS) };
    },
  };
}

export const SECRET = 'x-yingji-secret';

/** Hashed first: comparing texts of different lengths would tell the length. */
function same(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** A header holds Latin letters alone; a Chinese name comes percent-encoded. */
function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
