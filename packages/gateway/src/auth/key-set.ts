import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { YingjiError, type Clock, type Logger } from '@yingji/core';
import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { fetchFixed } from './fixed-fetch.js';
import { watchFile } from './private-file.js';

const MAX_BYTES = 262_144;
/** How long keys are used without asking again, and how soon an unknown key lets us ask again, in milliseconds. */
const FRESH_MS = 600_000;
const AGAIN_MS = 30_000;
/** How long the last keys still serve while their issuer cannot be reached: in a disaster the network goes first. */
const LAST_MS = 24 * 3_600_000;

export interface KeySetOptions {
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly logger: Logger;
}

/** The keys of one issuer, from one place that the configuration names. */
export function createKeySet(source: string, options: KeySetOptions): JWTVerifyGetKey {
  return /^https?:\/\//i.test(source) ? remote(source, options) : local(source);
}

/** Errors: `keys-broken`, at start and whenever the file changed. */
function local(file: string): JWTVerifyGetKey {
  const current = watchFile(file, () => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (cause) {
      throw new YingjiError('keys-broken', `${file} cannot be read; put the JWKS of the issuer there.`, { cause });
    }
    return createLocalJWKSet(publicKeys(text, file));
  });
  current();
  return (header, token) => current()(header, token);
}

function remote(url: string, { clock, logger }: KeySetOptions): JWTVerifyGetKey {
  let last: { readonly text: string; readonly at: number } | undefined;
  async function load(): Promise<Response> {
    try {
      const headers = { accept: 'application/json' };
      const { status, text } = await fetchFixed({ url, method: 'GET', headers, timeoutMs: 5_000, maxBytes: MAX_BYTES });
      if (status !== 200) throw new YingjiError('service-unreachable', `${new URL(url).host} answered ${status}.`);
      publicKeys(text, url);
      last = { text, at: clock.elapsed() };
      return new Response(text);
    } catch (cause) {
      const code = cause instanceof YingjiError ? cause.code : 'keys-broken';
      logger.write('warn', 'keys-not-refreshed', { code, kept: last !== undefined });
      if (!last || clock.elapsed() - last.at > LAST_MS) throw cause;
      return new Response(last.text);
    }
  }
  return createRemoteJWKSet(new URL(url), {
    cacheMaxAge: FRESH_MS,
    cooldownDuration: AGAIN_MS,
    timeoutDuration: 6_000,
    [customFetch]: load,
  });
}

/** A set of public keys; one with a private or shared key in it is a leak, and not used. */
function publicKeys(text: string, from: string): JSONWebKeySet {
  let set: unknown;
  try {
    set = text.length <= MAX_BYTES ? JSON.parse(text) : undefined;
  } catch {
    set = undefined;
  }
  const keys = set !== null && typeof set === 'object' && 'keys' in set && Array.isArray(set.keys) ? set.keys : [];
  if (keys.length === 0)
    throw new YingjiError('keys-broken', `${from} is no JWKS with a key in it; put the JWKS of the issuer there.`);
  for (const key of keys as { readonly kty?: unknown; readonly d?: unknown; readonly k?: unknown }[])
    if (key === null || typeof key !== 'object' || key.kty === 'oct' || key.d !== undefined || key.k !== undefined)
      throw new YingjiError(
        'keys-broken',
        `${from} holds a private or shared key; put public keys alone there, and take that key out of use: it was seen.`,
      );
  return { keys } as JSONWebKeySet;
}

/** What a token without a name of its own is called. */
export const nameOf = (token: string): string => `h-${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
