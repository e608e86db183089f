import type Database from 'libsql';
import { forget, YingjiError, type Json, type Whose } from '@yingji/core';
import type { SqliteDatabase } from './database.js';
import { pragma } from './schema.js';
import type { Sealing } from './sealing.js';

/** Lines looked at in one step: some milliseconds, since commits wait behind it. */
const STEP = 2_000;

interface Line {
  readonly position: number;
  readonly change: string;
}

/** What is asked of the vault's rows, and of what the log shows of them. */
export function secretsOf(
  db: Database.Database,
  sealing: Sealing,
): Pick<SqliteDatabase, 'reveal' | 'theirs' | 'forget' | 'erase'> {
  const get = db.prepare('SELECT field, sealed FROM vault WHERE key = ?');
  const of = {
    entity: db.prepare('SELECT key, entity FROM vault WHERE entity = ?'),
    pseudonym: db.prepare('SELECT key, entity FROM vault WHERE pseudonym = ?'),
  };
  const lines = db.prepare(
    `SELECT position, change FROM log WHERE instr(change, '"$vault"') > 0 AND position > ? ORDER BY position LIMIT ?`,
  );
  const write = db.prepare('UPDATE log SET change = ? WHERE position = ?');
  const deletion = db.prepare('DELETE FROM vault WHERE key = ?');

  function forgetStep(keys: readonly string[], after: number): ReturnType<SqliteDatabase['forget']> {
    const known = new Set(keys);
    const found = lines.all(after, STEP) as Line[];
    const entities = new Set<string>();
    for (const { position, change } of found) {
      const before = JSON.parse(change) as { readonly id: string; readonly body: Json };
      const body = forget(before.body, known);
      if (body === before.body) continue;
      write.run(JSON.stringify({ ...before, body }), position);
      entities.add(before.id);
    }
    return { entities: [...entities], ...(found.length === STEP && { next: found.at(-1)!.position }) };
  }
  const stepping = db.transaction(forgetStep);
  const deleting = db.transaction((keys: readonly string[]) => keys.forEach((key) => deletion.run(key)));

  return {
    reveal(key) {
      const row = get.get(key) as { field: string; sealed: Buffer } | undefined;
      return row && Buffer.from(sealing.unseal('row', row.sealed, `${key} ${row.field}`)).toString('utf8');
    },
    theirs(whose: Whose) {
      const rows = ('entity' in whose ? of.entity.all(whose.entity) : of.pseudonym.all(whose.pseudonym)) as {
        key: string;
        entity: string;
      }[];
      return { keys: rows.map(({ key }) => key), entities: [...new Set(rows.map(({ entity }) => entity))] };
    },
    forget: (keys, after) => stepping.immediate(keys, after) as ReturnType<typeof forgetStep>,
    erase(keys) {
      deleting.immediate(keys);
      // What was erased must not stay behind in the write-ahead log.
      if (Number(pragma(db, 'wal_checkpoint(TRUNCATE)')) !== 0)
        throw new YingjiError(
          'erasure-held',
          'it is erased, but another program reads the database and keeps the old pages in the write-ahead log; ask again.',
          { recovery: 'retry' },
        );
    },
  };
}
