import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { YingjiError } from '@yingji/core';

/**
 * Reads a list that its owner alone may read, as JSON. What is no JSON is given as `undefined`.
 * Errors: `tokens-readable` (others than the owner may read it), `tokens-broken` (it cannot be read).
 */
export function readPrivate(file: string): { readonly there: boolean; readonly json: unknown } {
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new YingjiError('tokens-readable', `Others may read ${file}; run: chmod 600 ${file}`);
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof YingjiError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { there: false, json: undefined };
    throw new YingjiError('tokens-broken', `${file} cannot be read; check who owns it.`, { cause });
  }
  try {
    return { there: true, json: JSON.parse(text) };
  } catch {
    return { there: true, json: undefined };
  }
}

const WAIT_MS = { step: 20, most: 5_000 };

/**
 * Replaces a list by what `make` gives, durable, readable by its owner alone: a reader sees the old list or the new one. The
 * new list is written to `FILE.lock`, which only one process can make, so that two that add at once both count.
 * Errors: those of `make`, `tokens-locked`, `tokens-unwritable`.
 */
export function replacePrivate(file: string, make: () => unknown): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.lock`;
  const handle = lock(file, draft);
  try {
    writeSync(handle, `${JSON.stringify(make(), null, 2)}\n`);
    fsyncSync(handle);
    chmodSync(draft, 0o600);
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause instanceof YingjiError ? cause : unwritable(file, cause);
  } finally {
    closeSync(handle);
  }
}

function lock(file: string, path: string): number {
  for (let waited = 0; ; waited += WAIT_MS.step) {
    try {
      return openSync(path, 'wx', 0o600);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(file, cause);
      if (waited >= WAIT_MS.most)
        throw new YingjiError(
          'tokens-locked',
          `${path} is there: another process changes the tokens, or one was killed while it did. If none runs, delete it and try again.`,
        );
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS.step);
    }
  }
}

const unwritable = (file: string, cause: unknown): YingjiError =>
  new YingjiError('tokens-unwritable', `${file} cannot be written; check the folder.`, { cause });

/** Reads a file again when it is another one than before: told by its time, size and inode. */
export function watchFile<T>(file: string, read: () => T): () => T {
  let stamp: string | undefined;
  let value: T;
  return () => {
    const now = stampOf(file);
    if (now !== stamp) {
      value = read();
      stamp = now;
    }
    return value;
  };
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch {
    return 'absent';
  }
}
