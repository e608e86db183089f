import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'libsql';
import { readVersions, YingjiError } from '@yingji/core';
import { copyInto } from './copy.js';
import { openDatabase } from './database.js';
import { erasuresIn, readErasures } from './erasures.js';
import { pragma, STEPS } from './schema.js';
import { checkKey } from './right-key.js';
import { createSealing } from './sealing.js';
import { vaultKey } from './vault-key.js';

export interface RestoreOptions {
  /** The copy; it is only read. */
  readonly from: string;
  /** Where the database is to stand; nothing may be there. */
  readonly file: string;
  /** The key that the copy was sealed with. */
  readonly keyFile: string;
  /** Default: `<keyFile>.erased`. */
  readonly erasedFile?: string;
}

/** What a restored database holds. */
export interface Restored {
  /** Position of its last line, and when that was recorded; 0 and absent of an empty one. */
  readonly head: number;
  readonly recordedAt?: string;
  /** Erasures that were noted beside the key after the copy was made, and are done in it now; absent: there is no such list. */
  readonly erased?: number;
}

const QUARANTINE_BYTES = Number.MAX_SAFE_INTEGER;

/**
 * Puts a checked backup where no database is: reads it through, opens a secret in it with the key, brings it up to this version,
 * and erases in it what was erased since, all in a file beside the place, which gets its name last. Errors: `store-exists`,
 * `backup-missing`, `backup-damaged`, `vault-key-missing`, `vault-key-wrong`, `version-mismatch`, `erasures-damaged`.
 */
export function restoreSqlite(options: RestoreOptions): Restored {
  const { from, file, keyFile, erasedFile = `${keyFile}.erased` } = options;
  // A journal that another left would be rolled back into this one.
  for (const path of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`])
    if (existsSync(path))
      throw new YingjiError('store-exists', `${path} is there, and is not written over; put it aside first.`);
  if (!existsSync(from)) throw new YingjiError('backup-missing', `${from} is not there.`);
  const key = vaultKey(keyFile, true);
  const half = `${file}.restoring`;
  const remains = (): void => {
    // What preparing an older one puts aside holds what is erased in the restored one.
    for (const end of ['', '-wal', '-shm', ...STEPS.map((_, n) => `.v${n}.bak`)]) rmSync(half + end, { force: true });
  };
  remains();
  try {
    copyChecked(from, half);
    const before = lookAt(half, key);
    const noted = existsSync(erasedFile) ? readErasures(erasedFile) : undefined;
    openDatabase({
      file: half,
      keyFile,
      erasedFile,
      quarantineBytes: QUARANTINE_BYTES,
      versions: readVersions(),
    }).close();
    renameSync(half, file);
    const { erasures, ...rest } = before;
    return { ...rest, ...(noted && { erased: noted.filter(({ id }) => !erasures.has(id)).length }) };
  } finally {
    remains();
  }
}

/** Page by page, as the backup was made: what is broken in it breaks this. */
function copyChecked(from: string, to: string): void {
  const damaged = (why: string): YingjiError =>
    new YingjiError('backup-damaged', `${from} is no whole backup: ${why}. Take another copy.`);
  let verdict: string;
  try {
    const given = new Database(from, { readonly: true });
    try {
      verdict = String(pragma(given, 'integrity_check'));
      if (verdict === 'ok' && Number(pragma(given, 'user_version')) === 0) verdict = 'it is no database of ours';
      if (verdict === 'ok') copyInto(given, to);
    } finally {
      given.close();
    }
  } catch (cause) {
    throw damaged((cause as Error).message);
  }
  if (verdict !== 'ok') throw damaged(verdict);
}

/** What it holds, once it is known that the key is its own. */
function lookAt(file: string, key: Uint8Array): Omit<Restored, 'erased'> & { readonly erasures: ReadonlySet<string> } {
  const db = new Database(file, { readonly: true });
  try {
    const first = (sql: string): unknown => db.prepare(sql).get();
    checkKey(db, createSealing(key), 'the key is not the one that this backup was sealed with.');
    const last = first('SELECT position, recorded_at FROM log ORDER BY position DESC LIMIT 1') as
      { position: number; recorded_at: string } | undefined;
    const lists = first("SELECT 1 FROM sqlite_master WHERE name = 'erasures'") !== undefined;
    return {
      head: last?.position ?? 0,
      ...(last && { recordedAt: last.recorded_at }),
      erasures: new Set(lists ? erasuresIn(db).map(({ id }) => id) : []),
    };
  } finally {
    db.close();
  }
}
