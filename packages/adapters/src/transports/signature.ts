import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { millis, type Instant } from '@yingji/core/feed';

/** What a request says of its signature, before its body is here. */
export interface Signed {
  /** Seconds since 1970, as written. */
  readonly timestamp: string;
  readonly nonce: string;
  /** 64 hex digits, lower case. */
  readonly signature: string;
}

const NONCE = /^[\w.:-]{8,128}$/;

/** Why a request is none; with what it says, where only its time is not ours. */
interface Refused {
  readonly refused: string;
  readonly signed?: Signed;
}

/** The three headers of a signed request, as long as its time is ours; else why not. */
export function readSigned(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { now, windowS }: { readonly now: Instant; readonly windowS: number },
): Signed | Refused {
  const read = (name: string): string => {
    const value = headers[`x-yingji-${name}`];
    return typeof value === 'string' ? value : '';
  };
  const [timestamp, nonce, signature] = [read('timestamp'), read('nonce'), read('signature').toLowerCase()];
  if (!/^\d{10}$/.test(timestamp) || !NONCE.test(nonce) || !/^[0-9a-f]{64}$/.test(signature))
    return { refused: 'not-signed' };
  const off = Math.abs(Number(timestamp) * 1_000 - millis(now));
  const signed = { timestamp, nonce, signature };
  return off > windowS * 1_000 ? { refused: 'timestamp-off', signed } : signed;
}

/** What is signed: `POST`, path with query, timestamp, nonce and the SHA-256 of the body in hex, a line each. */
export function signatureOf(
  { timestamp, nonce }: Pick<Signed, 'timestamp' | 'nonce'>,
  { target, body, secret }: { readonly target: string; readonly body: Uint8Array; readonly secret: string },
): string {
  const sum = createHash('sha256').update(body).digest('hex');
  const text = ['POST', target, timestamp, nonce, sum].join('\n');
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Whether one of the keys made the signature; compared in constant time, every key each time. */
export function checkSigned(
  signed: Signed,
  {
    target,
    body,
    secrets,
  }: { readonly target: string; readonly body: Uint8Array; readonly secrets: readonly string[] },
): boolean {
  const given = Buffer.from(signed.signature, 'hex');
  let right = false;
  for (const secret of secrets) {
    const due = Buffer.from(signatureOf(signed, { target, body, secret }), 'hex');
    right = timingSafeEqual(due, given) || right;
  }
  return right;
}
