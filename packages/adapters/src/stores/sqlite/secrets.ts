import type Database from 'libsql';
import {
  forgetLine,
  numbersIn,
  parseId,
  YingjiError,
  type EntityId,
  type ErasedNumber,
  type Gone,
  type Whose,
} from '@yingji/core';
import type { Shown, SqliteDatabase, Taken } from './database.js';
import { addErasures, erasureOf, erasuresIn, hashOf, readErasures, type Erasure } from './erasures.js';
import { textsOf, type Sealed } from './named.js';
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

type Secrets = Pick<SqliteDatabase, 'reveal' | 'theirs' | 'named' | 'note' | 'forget' | 'naming' | 'erase'> & {
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
  const columns = 'key, field, entity, pseudonym, sealed';
  const of = {
    entity: db.prepare(`SELECT ${columns} FROM vault WHERE entity = ?`),
    pseudonym: db.prepare(`SELECT ${columns} FROM vault WHERE pseudonym = ?`),
  };
  const texts = textsOf(db, sealing);
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
  const deleting = db.transaction(({ keys, entities, ...cut }: Taken, erasures: readonly Erasure[]) => {
    for (const key of keys) deletion.run(key);
    texts.cut(cut);
    for (const entity of entities) unread.run(hashOf({ entity }, sealing));
    for (const erasure of erasures) {
      unread.run(erasure.whose);
      done.run(erasure.id, JSON.stringify(erasure));
    }
  });
  const emptied = (): boolean => Number(pragma(db, 'wal_checkpoint(TRUNCATE)')) === 0;

  /** The numbers by which people are called among these. */
  const numbersOf = (rows: Iterable<Sealed>): ErasedNumber[] =>
    numbersIn(
      [...rows].flatMap((row) => {
        const secret = texts.open(row);
        return secret === undefined ? [] : [{ field: row.field, secret }];
      }),
    );

  /** What of this database these erasures were of, by then or by what only this one holds. */
  function reached(erasures: readonly Erasure[]): Taken {
    const keys = new Set(erasures.flatMap((each) => each.keys));
    const named = new Set(erasures.flatMap((each) => each.texts ?? []));
    const hashes = new Set(erasures.map(({ whose }) => whose));
    const known = new Map<string, boolean>();
    const isOf = (whose: Whose): boolean => {
      const name = JSON.stringify(whose);
      const have = known.get(name) ?? hashes.has(hashOf(whose, sealing));
      known.set(name, have);
      return have;
    };
    const entities = new Set<EntityId>();
    const joined: Sealed[] = [];
    for (const row of db.prepare(`SELECT ${columns} FROM vault`).iterate() as Iterable<Sealed>) {
      const { key, entity, pseudonym } = row;
      const byNumber = isOf({ pseudonym });
      if (named.has(key)) entities.add(entity);
      if (!keys.has(key) && !isOf({ entity }) && !byNumber) continue;
      keys.add(key);
      entities.add(entity);
      if (byNumber) joined.push(row);
    }
    const numbers = numbersOf(joined);
    const cut = new Set<string>();
    if (numbers.length > 0)
      for (let from: string | undefined = ''; from !== undefined;) {
        const step: ReturnType<Secrets['named']> = texts.named(numbers, from);
        for (const { key, entity, whole } of step.found) {
          (whole ? keys : cut).add(key);
          entities.add(entity);
        }
        from = step.next;
      }
    // A text that named a number which this copy does not know goes as a whole.
    for (const key of named) if (!cut.has(key)) keys.add(key);
    return { keys: [...keys], texts: [...cut].filter((key) => !keys.has(key)), numbers, entities: [...entities] };
  }

  return {
    reveal(key) {
      const row = get.get(key) as { field: string; sealed: Buffer } | undefined;
      return row && Buffer.from(sealing.unseal('row', row.sealed, `${key} ${row.field}`)).toString('utf8');
    },
    named: texts.named,
    theirs(whose: Whose) {
      const rows = ('entity' in whose ? of.entity.all(whose.entity) : of.pseudonym.all(whose.pseudonym)) as Sealed[];
      const own = hashOf(whose, sealing);
      return {
        keys: rows.map(({ key }) => key),
        entities: [...new Set(rows.map(({ entity }) => entity))],
        pseudonyms: [
          ...new Set([...rows.map(({ pseudonym }) => pseudonym), ...('entity' in whose ? [] : [whose.pseudonym])]),
        ],
        numbers: 'entity' in whose ? [] : numbersOf(rows),
        // Asked for again, by a program that can read more of the log, it finds what was left of the rows that are gone.
        earlier: erasuresIn(db).flatMap((each) => (each.whose === own ? [...each.keys, ...(each.texts ?? [])] : [])),
      };
    },
    note(whose, erased) {
      const erasure = erasureOf(whose, erased, sealing);
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
    erase(taken, erasure) {
      deleting.immediate(taken, [erasure]);
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
      const taken = reached(pending);
      const bare = [...taken.keys, ...taken.texts];
      for (let from: number | undefined = 0; from !== undefined;)
        from = (stepping.immediate(bare, from) as ReturnType<typeof forgetStep>).next;
      deleting.immediate(taken, pending);
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
