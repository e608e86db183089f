import type Database from 'libsql';
import { forgetLine, parseId, YingjiError, type EntityId, type Gone, type Whose } from '@yingji/core';
import type { Shown, SqliteDatabase } from './database.js';
import { addErasures, erasureOf, erasuresIn, hashOf, readErasures, type Erasure } from './erasures.js';
import { headOf, WALK } from './retention.js';
import { pragma } from './schema.js';
import { isUnread, unreadIn } from './unread.js';
import type { Sealing } from './sealing.js';

/** Lines looked at in one step: some milliseconds, since commits wait behind it. */
const STEP = 2_000;

interface Line {
  readonly position: number;
  readonly change: string;
}

type Secrets = Pick<SqliteDatabase, 'reveal' | 'theirs' | 'note' | 'forget' | 'naming' | 'erase'> & {
  /** Does here what was erased since this file, or the copy that it is, was written; tells those that other copies need. */
  catchUp(): void;
};

/** What is asked of the vault's rows, of what the log shows of them, and of the erasures kept in a file beside the key. */
export function secretsOf(
  db: Database.Database,
  {
    sealing,
    erasedFile,
    versions,
  }: { readonly sealing: Sealing; readonly erasedFile: string; readonly versions: readonly number[] },
): Secrets {
  const get = db.prepare('SELECT field, sealed FROM vault WHERE key = ?');
  const of = {
    entity: db.prepare('SELECT key, entity, pseudonym FROM vault WHERE entity = ?'),
    pseudonym: db.prepare('SELECT key, entity, pseudonym FROM vault WHERE pseudonym = ?'),
  };
  const lines = db.prepare(
    `SELECT position, change FROM log WHERE instr(change, '"$vault"') > 0 AND position > ? ORDER BY position LIMIT ?`,
  );
  const others = db.prepare(`SELECT change FROM log WHERE position > ? AND position <= ? AND ${unreadIn(versions)}`);
  const write = db.prepare('UPDATE log SET change = ? WHERE position = ?');
  const deletion = db.prepare('DELETE FROM vault WHERE key = ?');
  const unread = db.prepare('DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine_of WHERE whose = ?)');
  const done = db.prepare('INSERT INTO erasures (id, line) VALUES (?, ?) ON CONFLICT DO NOTHING');

  function forgetStep(keys: readonly string[], after: number): ReturnType<SqliteDatabase['forget']> {
    const gone = goneOf({ keys });
    const found = lines.all(after, STEP) as Line[];
    const entities = new Set<EntityId>();
    for (const { position, change } of found) {
      const before = JSON.parse(change) as { readonly id?: unknown };
      const { line } = forgetLine(before, gone, !isUnread(change, versions));
      if (line === before) continue;
      write.run(JSON.stringify(line), position);
      if (typeof before.id === 'string' && parseId(before.id)) entities.add(before.id as EntityId);
    }
    return { entities: [...entities], ...(found.length === STEP && { next: found.at(-1)!.position }) };
  }
  const stepping = db.transaction(forgetStep);
  const noting = db.transaction((erasure: Erasure) => addErasures(erasedFile, [erasure]));
  const deleting = db.transaction(
    (keys: readonly string[], entities: readonly EntityId[], erasures: readonly Erasure[]) => {
      for (const key of keys) deletion.run(key);
      for (const entity of entities) unread.run(hashOf({ entity }, sealing));
      for (const erasure of erasures) {
        unread.run(erasure.whose);
        done.run(erasure.id, JSON.stringify(erasure));
      }
    },
  );
  const emptied = (): boolean => Number(pragma(db, 'wal_checkpoint(TRUNCATE)')) === 0;

  /** What of this database these erasures were of, by then or by what only this one holds. */
  function reached(erasures: readonly Erasure[]): { readonly keys: string[]; readonly entities: EntityId[] } {
    const keys = new Set(erasures.flatMap((each) => each.keys));
    const hashes = new Set(erasures.map(({ whose }) => whose));
    const known = new Map<string, boolean>();
    const isOf = (whose: Whose): boolean => {
      const name = JSON.stringify(whose);
      const have = known.get(name) ?? hashes.has(hashOf(whose, sealing));
      known.set(name, have);
      return have;
    };
    const entities = new Set<EntityId>();
    const rows = db.prepare('SELECT key, entity, pseudonym FROM vault').iterate() as Iterable<{
      readonly key: string;
      readonly entity: EntityId;
      readonly pseudonym: string;
    }>;
    for (const { key, entity, pseudonym } of rows) {
      if (!keys.has(key) && !isOf({ entity }) && !isOf({ pseudonym })) continue;
      keys.add(key);
      entities.add(entity);
    }
    return { keys: [...keys], entities: [...entities] };
  }

  return {
    reveal(key) {
      const row = get.get(key) as { field: string; sealed: Buffer } | undefined;
      return row && Buffer.from(sealing.unseal('row', row.sealed, `${key} ${row.field}`)).toString('utf8');
    },
    theirs(whose: Whose) {
      const rows = ('entity' in whose ? of.entity.all(whose.entity) : of.pseudonym.all(whose.pseudonym)) as {
        key: string;
        entity: EntityId;
        pseudonym: string;
      }[];
      const own = hashOf(whose, sealing);
      return {
        keys: rows.map(({ key }) => key),
        entities: [...new Set(rows.map(({ entity }) => entity))],
        pseudonyms: [
          ...new Set([...rows.map(({ pseudonym }) => pseudonym), ...('entity' in whose ? [] : [whose.pseudonym])]),
        ],
        // Asked for again, by a program that can read more of the log, it finds what was left of the rows that are gone.
        earlier: erasuresIn(db).flatMap((each) => (each.whose === own ? each.keys : [])),
      };
    },
    note(whose, keys) {
      const erasure = erasureOf(whose, keys, sealing);
      noting.immediate(erasure);
      return erasure;
    },
    forget: (keys, after) => stepping.immediate(keys, after) as ReturnType<typeof forgetStep>,
    naming(shown, after) {
      const gone = goneOf(shown);
      const lines = others.raw().all(after, after + WALK) as [string][];
      const unread = lines.filter(([change]) => forgetLine(JSON.parse(change) as object, gone, false).names).length;
      return { unread, ...(after + WALK < headOf(db) && { next: after + WALK }) };
    },
    erase(keys, entities, erasure) {
      deleting.immediate(keys, entities, [erasure]);
      // What was erased must not stay behind in the write-ahead log.
      if (!emptied())
        throw new YingjiError(
          'erasure-held',
          'it is erased, but another program reads the database and keeps the old pages in the write-ahead log; ask again.',
          { recovery: 'retry' },
        );
    },
    catchUp() {
      const [there, here] = [readErasures(erasedFile), erasuresIn(db)];
      const [inFile, inDatabase] = [there, here].map((all) => new Set(all.map(({ id }) => id))) as [
        Set<string>,
        Set<string>,
      ];
      const unknown = here.filter(({ id }) => !inFile.has(id));
      if (unknown.length > 0) db.transaction(() => addErasures(erasedFile, unknown)).immediate();
      const pending = there.filter(({ id }) => !inDatabase.has(id));
      if (pending.length === 0) return;
      const { keys, entities } = reached(pending);
      for (let from: number | undefined = 0; from !== undefined;)
        from = (stepping.immediate(keys, from) as ReturnType<typeof forgetStep>).next;
      deleting.immediate(keys, entities, pending);
      // Held by a reader, it is emptied by the next that prunes or erases: no reason to keep a city from starting.
      emptied();
    },
  };
}

const goneOf = ({ keys, pseudonyms = [], entities = [] }: Shown): Gone => ({
  keys: new Set(keys),
  pseudonyms: new Set(pseudonyms),
  entities: new Set(entities),
});
