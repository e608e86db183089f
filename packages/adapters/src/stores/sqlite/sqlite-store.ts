import { chmodSync, existsSync } from 'node:fs';
import Database from 'libsql';
import {
  millis,
  toInstant,
  YingjiError,
  type Clock,
  type CommandResult,
  type Commit,
  type Entry,
  type Position,
  type Stamp,
  type Store,
  type Vault,
} from '@yingji/core';
import { pragma, prepare } from './schema.js';
import { createSealing } from './sealing.js';
import { boundedQuarantine, prune, type Pruned } from './upkeep.js';
import { vaultKey } from './vault-key.js';

export interface SqliteOptions {
  /** The database file; made when it is not there. */
  readonly file: string;
  /** The vault's key, a file of its own, kept and backed up apart from the database. */
  readonly keyFile: string;
  readonly clock: Clock;
  /** Bytes of quarantine kept for each feed; the oldest go first. Default 256 MB. */
  readonly quarantineBytes?: number;
}

/** How the file is written, read back from the live connection. */
export interface SqliteFacts {
  readonly journalMode: string;
  /** 2 = FULL: a commit is on the disk before it is confirmed. */
  readonly synchronous: number;
  readonly schemaVersion: number;
  readonly positions: number;
}

export interface SqliteStore {
  readonly store: Store;
  readonly vault: Vault;
  facts(): SqliteFacts;
  /** Writes a whole, checked copy to a new file (mode 0600). The key is not in it: keep it apart. */
  backup(file: string): void;
  /** Deletes what has run out: quarantine, message keys, command results. Nothing else. */
  prune(): Pruned;
  close(): void;
}

interface LogLine {
  readonly position: number;
  readonly recorded_at: string;
  readonly prev: number | null;
  readonly change: string;
}

const QUARANTINE_BYTES = 256 * 1024 * 1024;

/**
 * The log, what stands by it, and the vault, in one SQLite file through libsql: WAL, full sync, one transaction a commit.
 * Errors: `version-mismatch`, `vault-key-missing`, `vault-key-wrong`, `store-failed` (retry), `store-corrupt`.
 */
export function createSqliteStore(options: SqliteOptions): SqliteStore {
  const { file, keyFile, clock, quarantineBytes = QUARANTINE_BYTES } = options;
  const fresh = !existsSync(file);
  const db = guard(() => new Database(file));
  if (fresh) chmodSync(file, 0o600);
  try {
    guard(() => prepare(db, file));
    const count = (table: string): number =>
      Number((db.prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${table} LIMIT 1)`).get() as { n: number }).n);
    const sealing = createSealing(vaultKey(keyFile, count('vault') + count('quarantine') > 0));
    const head = (): Position =>
      Number((db.prepare('SELECT max(position) AS n FROM log').get() as { n: number | null }).n ?? 0) as Position;
    const store = createStore(db, { clock, sealing, quarantineBytes, head: head() });
    return {
      store,
      vault: createVault(db, sealing),
      facts: () => ({
        journalMode: String(pragma(db, 'journal_mode')),
        synchronous: Number(pragma(db, 'synchronous')),
        schemaVersion: Number(pragma(db, 'user_version')),
        positions: head(),
      }),
      backup: (to) => guard(() => backup(db, to)),
      prune: () => guard(() => prune(db, millis(clock.now()))),
      close: () => void db.close(),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

type Sealing = ReturnType<typeof createSealing>;

function createStore(
  db: Database.Database,
  options: { clock: Clock; sealing: Sealing; quarantineBytes: number; head: Position },
): Store {
  const { clock, sealing, quarantineBytes } = options;
  let { head } = options;
  const put = {
    // Many rows in one call, as a JSON list: half as dear as a call for each row.
    log: db.prepare(
      'INSERT INTO log (position, recorded_at, slot, prev, change) SELECT value ->> 0, ?1, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?2)',
    ),
    live: db.prepare(
      `INSERT INTO live (slot, position) SELECT value ->> 1, value ->> 0 FROM json_each(?) WHERE value ->> 1 IS NOT NULL
       ON CONFLICT (slot) DO UPDATE SET position = excluded.position`,
    ),
    vault: db.prepare('INSERT INTO vault (key, field, sealed) VALUES (?, ?, ?)'),
    quarantine: db.prepare('INSERT INTO quarantine (feed, key, sealed, issues, until) VALUES (?, ?, ?, ?, ?)'),
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
    head: db.prepare('SELECT max(position) AS n FROM log'),
    line: db.prepare('SELECT position, recorded_at, prev, change FROM log WHERE position = ?'),
    after: db.prepare(
      'SELECT position, recorded_at, prev, change FROM log WHERE position > ? ORDER BY position LIMIT ?',
    ),
    live: db.prepare(
      'SELECT log.position, recorded_at, prev, change FROM live JOIN log USING (position) ORDER BY log.position',
    ),
    seen: db.prepare('SELECT 1 FROM seen WHERE feed = ? AND key = ? AND until > ?'),
    command: db.prepare('SELECT result FROM commands WHERE id = ? AND until > ?'),
  };
  const quarantine = boundedQuarantine(db, quarantineBytes);
  const leaseNow = () => get.lease.get() as { holder: string; fence: number; until: number } | undefined;

  /** All of a commit in one transaction; what it logs is made into Entries here, not read back. */
  function write(commit: Commit): Entry[] {
    const fence = leaseNow()?.fence ?? 0;
    if (commit.fence !== fence || commit.after !== head)
      throw new YingjiError(
        'fenced',
        `this writer builds on position ${commit.after} with fence ${commit.fence}; the store is at ${head} with ${fence}.`,
      );
    const { after, recordedAt } = commit;
    if (commit.rows.length > 0) {
      const lines = JSON.stringify(
        commit.rows.map(({ change, slot, prev }, i) => [
          after + i + 1,
          slot ?? null,
          prev ?? null,
          JSON.stringify(change),
        ]),
      );
      put.log.run(recordedAt, lines);
      put.live.run(lines);
    }
    for (const { key, field, secret } of commit.vault)
      put.vault.run(key, field, sealing.seal('row', Buffer.from(secret), `${key} ${field}`));
    for (const { feed, key, sealed, issues, until } of commit.quarantine) {
      put.quarantine.run(feed, key, sealed, JSON.stringify(issues), millis(until));
      quarantine.added(feed, sealed.byteLength);
    }
    if (commit.seen.length > 0)
      put.seen.run(JSON.stringify(commit.seen.map(({ feed, key, until }) => [feed, key, millis(until)])));
    for (const [counter, stamp] of Object.entries(commit.stamps)) put.stamp.run(counter, JSON.stringify(stamp));
    for (const [analyst, position] of Object.entries(commit.cursors)) put.cursor.run(analyst, position);
    for (const { id, result, until } of commit.commands) put.command.run(id, JSON.stringify(result), millis(until));
    return commit.rows.map(({ change }, i): Entry => ({
      ...change,
      position: (after + i + 1) as Position,
      recordedAt,
    }));
  }
  const transact = db.transaction(write);

  /** The line that filled a slot as of a position, found by walking back. */
  function asOf(line: LogLine, at: Position): LogLine | undefined {
    let here: LogLine | undefined = line;
    while (here && here.position > at) here = here.prev === null ? undefined : (get.line.get(here.prev) as LogLine);
    return here;
  }

  return {
    lease: (holder, ms) =>
      settled(() => {
        const now = millis(clock.now());
        const have = leaseNow();
        if (have && have.holder !== holder && have.until > now) return { heldUntil: toInstant(have.until) };
        const fence = (have?.fence ?? 0) + 1;
        put.lease.run(holder, fence, now + ms);
        return { fence };
      }),
    commit: (commit) =>
      settled(() => {
        const entries = transact.immediate(commit) as Entry[];
        head = (commit.after + entries.length) as Position;
        return entries;
      }),
    async *read(after, limit) {
      for (const line of await settled(() => get.after.all(after, limit) as LogLine[])) yield toEntry(line);
    },
    snapshot: (at) =>
      settled(() => {
        const asked = at ?? head;
        const lines = get.live.all() as LogLine[];
        const standing =
          asked >= head
            ? lines
            : lines.flatMap((line) => asOf(line, asked) ?? []).sort((a, b) => a.position - b.position);
        return { at: asked, entries: each(standing) };
      }),
    resume: () =>
      settled(() => {
        // After a failed commit the file, not this process, knows how far the log goes.
        head = Number((get.head.get() as { n: number | null }).n ?? 0) as Position;
        const stamps = db.prepare('SELECT counter, stamp FROM stamps').all() as { counter: string; stamp: string }[];
        const cursors = db.prepare('SELECT analyst, position FROM cursors').all() as {
          analyst: string;
          position: number;
        }[];
        return {
          head,
          stamps: Object.fromEntries(stamps.map(({ counter, stamp }) => [counter, JSON.parse(stamp) as Stamp])),
          cursors: Object.fromEntries(cursors.map(({ analyst, position }) => [analyst, position as Position])),
          seen: (feed, key) => guard(() => get.seen.get(feed, key, millis(clock.now())) !== undefined),
          command: (id) => {
            const row = guard(() => get.command.get(id, millis(clock.now()))) as { result: string } | undefined;
            return row && (JSON.parse(row.result) as CommandResult);
          },
        };
      }),
    close: () => Promise.resolve(),
  };
}

function createVault(db: Database.Database, sealing: Sealing): Vault {
  const get = db.prepare('SELECT field, sealed FROM vault WHERE key = ?');
  const erase = db.prepare('DELETE FROM vault WHERE key = ?');
  return {
    reveal: (key) =>
      settled(() => {
        const row = get.get(key) as { field: string; sealed: Buffer } | undefined;
        return row && Buffer.from(sealing.unseal('row', row.sealed, `${key} ${row.field}`)).toString('utf8');
      }),
    erase: (keys) =>
      settled(() => {
        const all = db.transaction(() => keys.reduce((sum, key) => sum + erase.run(key).changes, 0));
        const erased = all.immediate() as number;
        // What was erased must not stay behind in the write-ahead log.
        db.pragma('wal_checkpoint(TRUNCATE)');
        return erased;
      }),
    pseudonym: (field, text) => sealing.pseudonym(field, text),
    seal: (bytes) => sealing.seal('quarantine', bytes),
    unseal: (sealed) => sealing.unseal('quarantine', sealed),
  };
}

function backup(db: Database.Database, to: string): void {
  if (existsSync(to)) throw new YingjiError('backup-exists', `${to} is there already; name a new file.`);
  db.prepare('VACUUM INTO ?').run(to);
  chmodSync(to, 0o600);
  const copy = new Database(to, { readonly: true });
  try {
    const verdict = String(pragma(copy, 'integrity_check'));
    if (verdict !== 'ok')
      throw new YingjiError('backup-damaged', `${to} is not whole: ${verdict}. Check the disk and try another place.`);
  } finally {
    copy.close();
  }
}

function toEntry({ position, recorded_at, change }: LogLine): Entry {
  return {
    ...(JSON.parse(change) as Entry),
    position: position as Position,
    recordedAt: recorded_at as Entry['recordedAt'],
  };
}

async function* each(lines: readonly LogLine[]): AsyncIterable<Entry> {
  for (const line of lines) yield Promise.resolve(toEntry(line));
}

/** The driver is synchronous; callers hear of it as they would of any store. */
function settled<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(guard(work)));
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
