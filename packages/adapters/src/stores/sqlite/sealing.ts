import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { YingjiError } from '@yingji/core';

/** AES-256-GCM: nonce 12 bytes, tag 16 bytes, then the text. A purpose and a binding keep one row from standing in for another. */
export interface Sealing {
  seal(purpose: 'row' | 'quarantine', bytes: Uint8Array, binding?: string): Uint8Array;
  /** Error `vault-damaged` when the bytes were not sealed so, with this key. */
  unseal(purpose: 'row' | 'quarantine', sealed: Uint8Array, binding?: string): Uint8Array;
  /** HMAC-SHA-256, 22 characters of base64url. */
  pseudonym(field: string, text: string): string;
}

export function createSealing(key: Uint8Array): Sealing {
  const sub = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', `yingji/${purpose}`, 32));
  const keys = { row: sub('row'), quarantine: sub('quarantine'), pseudonym: sub('pseudonym') };
  return {
    seal(purpose, bytes, binding = '') {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keys[purpose], nonce).setAAD(Buffer.from(binding));
      const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    unseal(purpose, sealed, binding = '') {
      try {
        const decipher = createDecipheriv('aes-256-gcm', keys[purpose], sealed.subarray(0, 12))
          .setAAD(Buffer.from(binding))
          .setAuthTag(sealed.subarray(12, 28));
        return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
      } catch (cause) {
        throw new YingjiError(
          'vault-damaged',
          'a sealed row does not open with this key; check that key and store belong together.',
          { recovery: 'skip', cause },
        );
      }
    },
    pseudonym: (field, text) =>
      createHmac('sha256', keys.pseudonym)
        .update(JSON.stringify([field, text]))
        .digest('base64url')
        .slice(0, 22),
  };
}
