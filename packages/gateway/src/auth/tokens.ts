import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { millis, systemClock, type Actor, type Authenticator, type Clock } from '@yingji/core';
import { watchFile } from './private-file.js';
import { missing, refused } from './refused.js';
import { changeTokens, jtiOf, readTokens, type StoredToken } from './token-file.js';

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,256})$/i;

/** Makes a token for an actor, adds its hash to the file, and gives the token, which is stored nowhere. */
export function createToken(file: string, actor: Actor, clock: Pick<Clock, 'now'>): string {
  const token = `yj_${randomBytes(32).toString('base64url')}`;
  const { id, masked, roles, scope, expiresAt } = actor;
  const made: StoredToken = {
    hash: digest(token).toString('hex'),
    actor: { id, masked, roles, scope },
    createdAt: clock.now(),
    ...(expiresAt !== undefined && { expiresAt }),
  };
  changeTokens(file, (tokens) => [...tokens, made]);
  return token;
}

/**
 * Knows actors by static bearer tokens. The file is read again when it changed, so that a token made or removed while the
 * gateway runs counts at once.
 */
export function createTokenAuthenticator(
  file: string,
  clock: Pick<Clock, 'now'> = systemClock,
): Authenticator & { readonly size: number } {
  const known = watchFile(file, () => readTokens(file).map(decode));
  known();
  return {
    get size() {
      return known().length;
    },
    async authenticate(headers) {
      const token = BEARER.exec(headers['authorization'] ?? '')?.[1];
      if (token === undefined) return missing();
      const presented = digest(token);
      // Every hash is compared, so that the time taken tells nothing about which one came near.
      let actor: Actor | undefined;
      for (const one of known()) if (timingSafeEqual(one.hash, presented)) actor = one.actor;
      if (!actor) return refused('unknown');
      if (actor.expiresAt !== undefined && millis(actor.expiresAt) <= millis(clock.now())) return refused('expired');
      return actor;
    },
  };
}

const decode = (token: StoredToken): { hash: Buffer; actor: Actor } => ({
  hash: Buffer.from(token.hash, 'hex'),
  actor: {
    ...token.actor,
    jti: jtiOf(token),
    ...(token.expiresAt !== undefined && { expiresAt: token.expiresAt }),
  },
});

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
