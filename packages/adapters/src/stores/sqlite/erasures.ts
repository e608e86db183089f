import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomBytes } from 'node:crypto';
import type Database from 'libsql';
import { YingjiError, type Whose } from '@yingji/core';
import type { Sealing } from './sealing.js';

/** One erasure, as it is kept for backups from before it: nothing in it is personal, and without the vault's key nothing is told by it. */
export interface Erasure {
  readonly v: 1;
  /** Random: the file and the database know by it which of them lacks it. */
  readonly id: string;
  /** What the log held in place of each secret. */
  readonly keys: readonly string[];
  /** The same of texts that named an erased number: it was taken out of them. A copy that does not know the number erases them. */
  readonly texts?: readonly string[];
  /** Keyed hash of whose they were: a backup may hold more of his than the database did by then. */
  readonly whose: string;
}

/** Whose secrets, as a keyed hash. */
export const hashOf = (whose: Whose, sealing: Sealing): string =>
  'entity' in whose
    ? sealing.pseudonym('erased entity', whose.entity)
    : sealing.pseudonym('erased pseudonym', whose.pseudonym);

export const erasureOf = (
  whose: Whose,
  { keys, texts }: { readonly keys: readonly string[]; readonly texts: readonly string[] },
  sealing: Sealing,
): Erasure => ({
  v: 1,
  id: randomBytes(16).toString('base64url'),
  keys,
  ...(texts.length > 0 && { texts }),
  whose: hashOf(whose, sealing),
});

/**
 * The erasures that a file keeps, oldest first; none where there is no file. What a crash left of a last line was never answered
 * for, and is no erasure. Error `erasures-damaged`.
 */
export function readErasures(file: string): Erasure[] {
  if (!existsSync(file)) return [];
  const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return whole.map((line, i) => {
    const erasure = parse(line);
    if (erasure) return erasure;
    throw new YingjiError(
      'erasures-damaged',
      `line ${i + 1} of ${file} tells of no erasure; put a whole copy of it back. Without it a restored backup shows again what was erased.`,
    );
  });
}

function parse(line: string): Erasure | undefined {
  try {
    const { v, id, keys, texts, whose } = JSON.parse(line) as { readonly [member in keyof Erasure]?: unknown };
    const told = typeof id === 'string' && typeof whose === 'string' && areKeys(keys);
    if (v !== 1 || !told || (texts !== undefined && !areKeys(texts))) return undefined;
    return { v, id, keys, ...(texts && { texts }), whose };
  } catch {
    return undefined;
  }
}

const areKeys = (given: unknown): given is string[] =>
  Array.isArray(given) && given.every((key) => typeof key === 'string');

/** Adds erasures at the end, on the disk when this returns; whole or not at all. Called within a transaction, so by one program at a time. */
export function addErasures(file: string, erasures: readonly Erasure[]): void {
  if (erasures.length === 0) return;
  const made = !existsSync(file);
  const fd = openSync(file, 'a+', 0o600);
  try {
    const before = readFileSync(file);
    const end = before.lastIndexOf(0x0a) + 1;
    if (end < before.length) ftruncateSync(fd, end);
    const bytes = Buffer.from(erasures.map((each) => `${JSON.stringify(each)}\n`).join(''));
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
      fsyncSync(fd);
    } catch (cause) {
      ftruncateSync(fd, end);
      throw cause;
    }
  } finally {
    closeSync(fd);
  }
  // A new name is on the disk once its folder is; where folders cannot be opened, the system sees to it.
  if (made && process.platform !== 'win32') syncFolder(dirname(file));
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Erasures that the database has done, by id. */
export const erasuresIn = (db: Database.Database): Erasure[] =>
  (db.prepare('SELECT line FROM erasures').raw().all() as [string][]).map(([line]) => JSON.parse(line) as Erasure);
