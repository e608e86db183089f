import { signatureOf } from '../src/transports/index.js';

let count = 0;

interface Signed {
  readonly secret: string;
  readonly nonce?: string;
  /** Milliseconds since 1970 at which it says it was signed. */
  readonly at?: number;
}

/** A POST to `/` as a source signs it; sent again as it is, it is a replay. */
export function signPush(body: string | Uint8Array, { secret, nonce, at = Date.now() }: Signed) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signed = { timestamp: String(Math.floor(at / 1_000)), nonce: nonce ?? `nonce-of-message-${(count += 1)}` };
  const headers = {
    'x-yingji-timestamp': signed.timestamp,
    'x-yingji-nonce': signed.nonce,
    'x-yingji-signature': signatureOf(signed, { target: '/', body: bytes, secret }),
  };
  return { method: 'POST', body: bytes as never, headers };
}
