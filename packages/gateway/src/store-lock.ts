import { closeSync, openSync } from 'node:fs';
import Database from 'libsql';
import { YingjiError } from '@yingji/core';

/**
 * Makes this process the only gateway over a store file, by a lock of the operating system on `FILE.lock`: it is gone the
 * moment the process is, killed or not, so that the next start need not wait for a lease to run out, while a second start
 * by mistake is refused instead of pushing the first one out. Error `store-taken`.
 */
export function lockStore(file: string): { release(): void } {
  const path = `${file}.lock`;
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw new YingjiError('store-unwritable', `${path} cannot be written; check that the folder is there and yours.`, {
      cause,
    });
  }
  const lock = new Database(path);
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new YingjiError('store-taken', `another gateway runs over ${file}; stop that one first.`, { cause });
  }
  return { release: () => void lock.close() };
}
