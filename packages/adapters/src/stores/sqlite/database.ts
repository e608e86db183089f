import { chmodSync, existsSync } from 'node:fs';
import Database from 'libsql';
import {
  BESIDE,
  YingjiError,
  type EntityId,
  type ErasedNumber,
  type Issue,
  type Keep,
  type Retained,
  type Retried,
  type VaultRow,
  type Whose,
} from '@yingji/core';
import { unpackRows, type Crossing } from './crossing.js';
import type { Erasure } from './erasures.js';
import { logRowsOf } from './log-rows.js';
import type { NamedRow } from './named.js';
import { pragma, prepare } from './schema.js';
import { createSealing, type Sealing } from './sealing.js';
import { headOf, retain, WALK } from './retention.js';
import { secretsOf } from './secrets.js';
import { quarantineOf, type HeldLine } from './quarantine.js';
import { backup, prune, type PruneMark } from './upkeep.js';
import { checkKey } from './right-key.js';
import { vaultKey } from './vault-key.js';

/** How the file is written, read back from the live connection. */
export interface SqliteFacts {
  readonly journalMode: string;
  /** 2 = FULL: a commit is on the disk before it is confirmed. */
  readonly synchronous: number;
  readonly schemaVersion: number;
  readonly positions: number;
}

export interface DatabaseOptions {
  readonly file: string;
  readonly keyFile: string;
  /** Where erasures are kept for backups from before them. */
  readonly erasedFile: string;
  readonly quarantineBytes: number;
  /** Versions of lines that can be read. */
  readonly versions: readonly number[];
}

/** A row of the log; `change` is the JSON text of a Change. */
export interface LogLine {
  readonly position: number;
  readonly recorded_at: string;
  readonly prev: number | null;
  readonly change: string;
}

/**
 * A Commit as it crosses to the thread of the database: times as milliseconds, and lists that may be long as one text, which
 * crosses at a fraction of what their members cost.
 */
export interface Writing {
  readonly fence: number;
  readonly after: number;
  readonly recordedAt: string;
  readonly rows: Crossing;
  readonly vault: readonly VaultRow[];
  readonly quarantine: readonly {
    readonly feed: string;
    readonly key: string;
    readonly sealed: Uint8Array;
    readonly issues: readonly Issue[];
    readonly until: number;
    readonly about: readonly EntityId[];
    readonly receivedAt: number;
    readonly position: number;
    readonly drafts: boolean;
  }[];
  readonly retried: readonly Retried[];
  /** JSON list of feed, key and until. */
  readonly seen: string;
  readonly stamps: readonly (readonly [counter: string, stamp: string])[];
  readonly cursors: readonly (readonly [analyst: string, position: number])[];
  readonly commands: readonly { readonly id: string; readonly result: string; readonly until: number }[];
}

/** What stood at a position, as far as the walk has come; `next` is where it goes on. */
export interface Standing {
  readonly at: number;
  readonly positions: readonly number[];
  readonly next?: number;
}

/** What the log may show of somebody's secrets. */
export interface Shown {
  readonly keys: readonly string[];
  readonly pseudonyms?: readonly string[];
  readonly entities?: readonly string[];
}

/** What an erasure takes, once it is known what it reaches. */
export interface Taken {
  /** Of secrets that go. */
  readonly keys: readonly string[];
  /** Of those that only name one of the numbers. */
  readonly texts: readonly string[];
  readonly numbers: readonly ErasedNumber[];
  /** Messages in quarantine that tell of these go. */
  readonly entities: readonly EntityId[];
}

/** What can be asked of the database, each answered at once. `now` is in milliseconds. */
export interface SqliteDatabase {
  lease(holder: string, ms: number, now: number): { readonly fence: number } | { readonly heldUntil: number };
  /** All of it in one transaction, durable when this returns; error `fenced`. */
  commit(writing: Writing): void;
  read(after: number, limit: number): LogLine[];
  /**
   * Positions of what stood at one (default: now), in no order, a step at a time: a walk from there to the end of the log, since
   * each line after it names the one that it replaced. Error `log-cut`.
   */
  standing(asked: number | undefined, from?: number): Standing;
  /** The lines at these positions, in their order; fewer, where some were deleted meanwhile. */
  lines(positions: readonly number[]): LogLine[];
  /** The places that the lines at these positions fill, in the order of the positions. */
  slots(positions: readonly number[]): (string | null)[];
  resume(): {
    readonly head: number;
    readonly stamps: readonly (readonly [string, string])[];
    readonly cursors: readonly (readonly [string, number])[];
    readonly cut?: { readonly at: number; readonly recordedAt: string };
  };
  /** Messages in quarantine after one, without what they hold. */
  held(feed: string | undefined, after: number, limit: number): HeldLine[];
  heldRows(ids: readonly number[]): readonly (HeldLine & { readonly sealed: Uint8Array })[];
  /** Whether one of these is in the list of what was erased. */
  wasErased(whose: readonly Whose[]): boolean;
  /** Which of these message keys (JSON list of feed and key) were taken, and the answers of these commands as JSON text. */
  known(
    keys: string,
    commands: readonly string[],
    now: number,
  ): {
    readonly seen: readonly (readonly [string, string])[];
    readonly results: readonly (readonly [string, string])[];
  };
  reveal(key: string): string | undefined;
  /**
   * The keys of somebody's secrets, the entities they are of and what joins them; the numbers by which he is called, where these are
   * to go from other texts too; and the keys that were erased earlier.
   */
  theirs(whose: Whose): Required<Shown> & {
    readonly entities: readonly EntityId[];
    readonly earlier: readonly string[];
    readonly numbers: readonly ErasedNumber[];
  };
  /** Secrets after a key that name one of these numbers, a step at a time; and where to go on. */
  named(
    numbers: readonly ErasedNumber[],
    after: string,
  ): { readonly found: readonly NamedRow[]; readonly next?: string };
  /** Writes down beside the key that they are erased, before any of it is: it outlives a crash, and reaches backups. */
  note(whose: Whose, erased: Pick<Taken, 'keys' | 'texts'>): Erasure;
  /** Lets lines after a position show nothing of these keys, a step at a time; gives whose they were, and where to go on. */
  forget(keys: readonly string[], after: number): { readonly entities: readonly EntityId[]; readonly next?: number };
  /**
   * How many lines after a position cannot be read and show something of these still, a step at a time; and where to go on.
   */
  naming(shown: Shown, after: number): { readonly unread: number; readonly next?: number };
  /** Deletes rows for good, takes numbers out of texts, and deletes messages that tell of these. Error `erasure-held` while another program keeps the write-ahead log from being emptied. */
  erase(taken: Taken, erasure: Erasure): void;
  backup(to: string): void;
  prune(now: number, from?: PruneMark): ReturnType<typeof prune>;
  /** Begins to forget what is older than it is to be kept. */
  retain(now: number, keep: Keep): void;
  /** One step of that; undefined when all is done. */
  retainStep(): Retained | undefined;
  facts(): SqliteFacts;
  close(): void;
}

/**
 * Opens the file, makes it when it is not there, and brings its tables up to date: WAL, full sync, one transaction a commit.
 * Errors: `version-mismatch`, `vault-key-missing`, `vault-key-wrong`, `erasures-damaged`, `store-failed` (retry), `store-corrupt`.
 */
export function openDatabase(options: DatabaseOptions): SqliteDatabase {
  const { file, keyFile, erasedFile, quarantineBytes, versions } = options;
  const fresh = !existsSync(file);
  const db = guard(() => new Database(file));
  if (fresh) chmodSync(file, 0o600);
  try {
    guard(() => prepare(db, file));
    const holds = (table: string): boolean => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined;
    const sealing = createSealing(vaultKey(keyFile, holds('vault') || holds('quarantine')));
    checkKey(db, sealing, `${keyFile} is not the key that this store was sealed with; put the right file back.`);
    const { catchUp, ...secrets } = secretsOf(db, { sealing, erasedFile, versions });
    // Before anything is read: what was erased is not shown once more, by a copy from before it.
    guard(catchUp);
    return guarded({ ...logOf(db, { sealing, quarantineBytes }), ...secrets, ...upkeepOf(db, versions) });
  } catch (error) {
    db.close();
    throw error;
  }
}

type Log = Pick<
  SqliteDatabase,
  'lease' | 'commit' | 'read' | 'standing' | 'lines' | 'slots' | 'resume' | 'known' | 'held' | 'heldRows' | 'wasErased'
>;

function logOf(db: Database.Database, options: { sealing: Sealing; quarantineBytes: number }): Log {
  const { sealing } = options;
  const putRows = logRowsOf(db);
  const put = {
    vault: db.prepare('INSERT INTO vault (key, field, entity, pseudonym, sealed) VALUES (?, ?, ?, ?, ?)'),
    seen: db.prepare(
      `INSERT INTO seen (feed, key, until) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
       ON CONFLICT DO UPDATE SET until = excluded.until`,
    ),
    stamp: db.prepare(
      'INSERT INTO stamps (counter, stamp) VALUES (?, ?) ON CONFLICT DO UPDATE SET stamp = excluded.stamp',
    ),
    cursor: db.prepare(
      'INSERT INTO cursors (analyst, position) VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
    ),
    command: db.prepare('INSERT INTO commands (id, result, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    lease: db.prepare(
      'INSERT INTO lease (one, holder, fence, until) VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE SET holder = excluded.holder, fence = excluded.fence, until = excluded.until',
    ),
  };
  const get = {
    lease: db.prepare('SELECT holder, fence, until FROM lease'),
    cut: db.prepare('SELECT cut AS at, cut_at AS recordedAt FROM retention'),
    lines: db.prepare(
      'SELECT position, recorded_at, prev, change FROM json_each(?) JOIN log ON position = value ORDER BY position',
    ),
    replaced: db.prepare('SELECT prev FROM log WHERE position > ? AND position <= ? AND prev <= ?'),
    after: db.prepare(
      'SELECT position, recorded_at, prev, change FROM log WHERE position > ? ORDER BY position LIMIT ?',
    ),
    // What stood beside a line that could not be read is replaced in the place of that line, and may be forgotten with it.
    live: db.prepare(
      `SELECT position FROM live WHERE position <= ?
       AND (slot NOT GLOB '${BESIDE}*' OR EXISTS (SELECT 1 FROM log WHERE log.position = live.position))`,
    ),
    slots: db.prepare(
      'SELECT slot FROM json_each(?) AS asked LEFT JOIN log ON position = asked.value ORDER BY asked.key',
    ),
    seen: db.prepare(
      `SELECT feed, seen.key FROM json_each(?) AS asked JOIN seen ON feed = asked.value ->> 0 AND seen.key = asked.value ->> 1
       WHERE until > ?`,
    ),
    command: db.prepare('SELECT result FROM commands WHERE id = ? AND until > ?'),
  };
  const { write: writeQuarantine, ...quarantine } = quarantineOf(db, options);
  const cutNow = () => get.cut.get() as { at: number; recordedAt: string };
  const kept = (position: number): void => {
    const { at, recordedAt } = cutNow();
    if (position < at)
      throw new YingjiError(
        'log-cut',
        `the log is kept from position ${at} on (${recordedAt}); ask for that or later.`,
        {
          recovery: 'skip',
        },
      );
  };
  const leaseNow = () => get.lease.get() as { holder: string; fence: number; until: number } | undefined;
  const head = (): number => headOf(db);

  function write(commit: Writing): void {
    const have = { fence: leaseNow()?.fence ?? 0, head: head() };
    if (commit.fence !== have.fence || commit.after !== have.head)
      throw new YingjiError(
        'fenced',
        `this writer builds on position ${commit.after} with fence ${commit.fence}; the store is at ${have.head} with ${have.fence}.`,
      );
    putRows(commit.after, commit.recordedAt, unpackRows(commit.rows));
    for (const { key, field, entity, pseudonym, secret } of commit.vault)
      put.vault.run(key, field, entity, pseudonym, sealing.seal('row', Buffer.from(secret), `${key} ${field}`));
    writeQuarantine(commit);
    if (commit.seen !== '[]') put.seen.run(commit.seen);
    for (const row of commit.stamps) put.stamp.run(...row);
    for (const row of commit.cursors) put.cursor.run(...row);
    for (const { id, result, until } of commit.commands) put.command.run(id, result, until);
  }
  const transact = db.transaction(write);

  return {
    lease(holder, ms, now) {
      const have = leaseNow();
      if (have && have.holder !== holder && have.until > now) return { heldUntil: have.until };
      const fence = (have?.fence ?? 0) + 1;
      put.lease.run(holder, fence, now + ms);
      return { fence };
    },
    commit: (writing) => void transact.immediate(writing),
    ...quarantine,
    read(after, limit) {
      kept(after);
      return get.after.all(after, limit) as LogLine[];
    },
    standing(asked, from) {
      const end = head();
      const at = asked ?? end;
      kept(at);
      const start = from ?? at;
      const to = Math.min(start + WALK, end);
      const positions = get.replaced.raw().all(start, to, at).flat() as number[];
      if (to < end) return { at, positions, next: to };
      // Taken in one go with the last lines: what a commit in between replaces is in neither, or in both.
      return { at, positions: positions.concat(get.live.raw().all(at).flat() as number[]) };
    },
    lines: (positions) => get.lines.all(JSON.stringify(positions)) as LogLine[],
    slots: (positions) => get.slots.raw().all(JSON.stringify(positions)).flat() as (string | null)[],
    resume: () => ({
      ...(cutNow().at > 0 && { cut: { at: cutNow().at, recordedAt: cutNow().recordedAt } }),
      head: head(),
      stamps: pairs(db, 'SELECT counter, stamp FROM stamps'),
      cursors: pairs(db, 'SELECT analyst, position FROM cursors'),
    }),
    known: (keys, commands, now) => ({
      seen: keys === '[]' ? [] : (get.seen.raw().all(keys, now) as [string, string][]),
      results: commands.flatMap((id): [string, string][] => {
        const row = get.command.get(id, now) as { result: string } | undefined;
        return row ? [[id, row.result]] : [];
      }),
    }),
  };
}

function upkeepOf(
  db: Database.Database,
  versions: readonly number[],
): Pick<SqliteDatabase, 'backup' | 'prune' | 'retain' | 'retainStep' | 'facts' | 'close'> {
  let steps: ReturnType<typeof retain> | undefined;
  return {
    backup: (to) => backup(db, to),
    prune: (now, from) => prune(db, now, from),
    retain: (now, keep) => void (steps = retain(db, now, { ...keep, versions })),
    retainStep() {
      const step = steps?.next();
      if (step?.done === false) return step.value;
      // What was deleted goes from the write-ahead log too, unless a reader holds it: then by the next time.
      db.exec('PRAGMA busy_timeout = 0');
      pragma(db, 'wal_checkpoint(TRUNCATE)');
      db.exec('PRAGMA busy_timeout = 5000');
      return undefined;
    },
    facts: () => ({
      journalMode: String(pragma(db, 'journal_mode')),
      synchronous: Number(pragma(db, 'synchronous')),
      schemaVersion: Number(pragma(db, 'user_version')),
      positions: headOf(db),
    }),
    close: () => void db.close(),
  };
}

const pairs = <V>(db: Database.Database, sql: string): [string, V][] => db.prepare(sql).raw().all() as [string, V][];

/** The same calls, whose failures say what to do. */
function guarded(database: SqliteDatabase): SqliteDatabase {
  const calls = Object.entries(database) as [string, (...args: unknown[]) => unknown][];
  return Object.fromEntries(
    calls.map(([name, call]) => [name, (...args: unknown[]) => guard(() => call(...args))]),
  ) as unknown as SqliteDatabase;
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof YingjiError) throw cause;
    const code = String((cause as { code?: unknown }).code ?? '');
    const broken = code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB');
    throw broken
      ? new YingjiError(
          'store-corrupt',
          'the database file is damaged; stop, and restore the last backup beside its key.',
          { cause },
        )
      : new YingjiError(
          'store-failed',
          `the database did not take it (${code || 'no code'}); check space and rights of the disk.`,
          { recovery: 'retry', cause },
        );
  }
}
