import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { YingjiError } from '@yingji/core';

/** What a server needs to speak TLS 1.2 or 1.3. Errors: `tls-broken`, before anything listens. */
export function readTls({ cert, key }: { readonly cert: string; readonly key: string }): {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: 'TLSv1.2';
} {
  try {
    const read = { cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' } as const;
    createSecureContext(read);
    return read;
  } catch (cause) {
    throw new YingjiError(
      'tls-broken',
      `${cert} and ${key} are no certificate and its key, as PEM; check both, and who may read them.`,
      { cause },
    );
  }
}
