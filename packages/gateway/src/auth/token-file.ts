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
import { YingjiError, type Actor } from '@yingji/core';
import * as z from 'zod';

const word = z.string().min(1).max(128);

const TokenFile = z.strictObject({
  v: z.literal(1),
  tokens: z
    .array(
      z.strictObject({
        /** SHA-256 of the token, hexadecimal. The token itself is stored nowhere. */
        hash: z.string().regex(/^[0-9a-f]{64}$/),
        actor: z.strictObject({
          id: word,
          masked: word,
          roles: z.array(word).max(64),
          scope: z.array(word).max(1_000),
        }),
        createdAt: z.string().max(64),
      }),
    )
    .max(10_000),
});

export interface StoredToken {
  readonly hash: string;
  readonly actor: Actor;
  readonly createdAt: string;
}

/**
 * Reads a tokens file. An absent file has no tokens.
 * Errors: `tokens-readable` (others than the owner may read it), `tokens-broken` (not of this form).
 */
export function readTokens(file: string): readonly StoredToken[] {
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new YingjiError('tokens-readable', `Others may read ${file}; run: chmod 600 ${file}`);
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof YingjiError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new YingjiError('tokens-broken', `${file} cannot be read; check who owns it.`, { cause });
  }
  const parsed = TokenFile.safeParse(json(text));
  if (!parsed.success)
    throw new YingjiError(
      'tokens-broken',
      `${file} is no tokens file; move it away and make tokens with: yingji token create`,
    );
  return parsed.data.tokens;
}

const WAIT_MS = { step: 20, most: 5_000 };

/**
 * Replaces the list by what `change` makes of it, durable, readable by its owner alone: a reader sees the old list or the new
 * one. The new list is written to `FILE.lock`, which only one process can make, so that two that add at once both count.
 * Errors: those of {@link readTokens}, `tokens-locked`, `tokens-unwritable`.
 */
export function changeTokens(file: string, change: (tokens: readonly StoredToken[]) => readonly StoredToken[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.lock`;
  const handle = lock(file, draft);
  try {
    writeSync(handle, `${JSON.stringify({ v: 1, tokens: change(readTokens(file)) }, null, 2)}\n`);
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

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
