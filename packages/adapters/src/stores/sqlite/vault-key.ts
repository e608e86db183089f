import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { YingjiError } from '@yingji/core';

const BYTES = 32;

/**
 * Reads the vault's key, or makes it once (mode 0600). A key is never replaced: beside a store that holds sealed rows a
 * missing key is fatal, because a new one would turn every secret into noise while looking well.
 */
export function vaultKey(keyFile: string, needed: boolean): Buffer {
  if (!existsSync(keyFile)) {
    if (needed)
      throw new YingjiError(
        'vault-key-missing',
        `${keyFile} is gone, and the store holds what it sealed. Put the key back from where it is kept apart.`,
      );
    writeFileSync(keyFile, randomBytes(BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
    // The mask of the process may have taken bits away, never added any; this states what is meant.
    chmodSync(keyFile, 0o600);
  }
  const text = readFileSync(keyFile, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new YingjiError('vault-key-wrong', `${keyFile} is no vault key (64 hex digits); put the right file back.`);
  return Buffer.from(text, 'hex');
}
