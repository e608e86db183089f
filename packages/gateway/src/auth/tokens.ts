import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { statSync } from 'node:fs';
import { issue, type Actor, type Authenticator, type Clock, type Issue } from '@yingji/core';
import { changeTokens, readTokens, type StoredToken } from './token-file.js';

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,256})$/i;

/** Makes a token for an actor, adds its hash to the file, and gives the token, which is stored nowhere. */
export function createToken(file: string, actor: Actor, clock: Pick<Clock, 'now'>): string {
  const token = `yj_${randomBytes(32).toString('base64url')}`;
  const made = { hash: digest(token).toString('hex'), actor, createdAt: clock.now() };
  changeTokens(file, (tokens) => [...tokens, made]);
  return token;
}

/**
 * Knows actors by static bearer tokens. The file is read again when it changed, so that a token made or removed while the
 * gateway runs counts at once.
 */
export function createTokenAuthenticator(file: string): Authenticator & { readonly size: number } {
  let known: readonly { readonly hash: Buffer; readonly actor: Actor }[] = [];
  let stamp = '';

  function refresh(): void {
    const now = stampOf(file);
    if (now === stamp) return;
    known = readTokens(file).map(decode);
    stamp = now;
  }
  refresh();

  return {
    get size() {
      refresh();
      return known.length;
    },
    async authenticate(headers): Promise<Actor | Issue> {
      const token = BEARER.exec(headers['authorization'] ?? '')?.[1];
      if (token === undefined)
        return issue(
          'token-missing',
          'Send a token in the header "Authorization: Bearer …"; make one with: yingji token create',
        );
      refresh();
      const presented = digest(token);
      // Every hash is compared, so that the time taken tells nothing about which one came near.
      let actor: Actor | undefined;
      for (const one of known) if (timingSafeEqual(one.hash, presented)) actor = one.actor;
      return actor ?? issue('token-unknown', 'This token is not known here; ask for a new one.');
    },
  };
}

const decode = (token: StoredToken): { hash: Buffer; actor: Actor } => ({
  hash: Buffer.from(token.hash, 'hex'),
  actor: token.actor,
});

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return 'absent';
  }
}
