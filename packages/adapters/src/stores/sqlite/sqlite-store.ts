import {
  entryVersions,
  millis,
  readOrTell,
  readStored,
  readVersions,
  toInstant,
  type Clock,
  type CommandResult,
  type Commit,
  type Entry,
  type EntryVersions,
  type Erased,
  type ErasedNumber,
  type HearUnread,
  type Held,
  type Instant,
  type JsonObject,
  type Keep,
  type Position,
  type Quarantine,
  type Retained,
  type Stamp,
  type Store,
  type Vault,
  type Whose,
} from '@yingji/core';
import { packRows } from './crossing.js';
import type { LogLine, SqliteDatabase, SqliteFacts, Writing } from './database.js';
import type { NamedRow } from './named.js';
import type { HeldLine } from './quarantine.js';
import { createSealing } from './sealing.js';
import { startDatabaseThread, type DatabaseThread } from './thread.js';
import { isUnread } from './unread.js';
import type { PruneMark, Pruned } from './upkeep.js';
import { vaultKey } from './vault-key.js';

export interface SqliteOptions {
  /** The database file; made when it is not there. */
  readonly file: string;
  /** The vault's key, a file of its own, kept and backed up apart from the database. */
  readonly keyFile: string;
  /**
   * What was erased, for backups from before it: nothing personal, kept and backed up beside the key; the newest copy is the one to
   * keep. Default: `<keyFile>.erased`.
   */
  readonly erasedFile?: string;
  readonly clock: Clock;
  /** Bytes of quarantine kept for each feed; the oldest go first. Default 256 MB. */
  readonly quarantineBytes?: number;
  /** How long what is in the log is kept. Default: for ever. */
  readonly keep?: Keep;
  /** How lines are read. Default: as this version writes them, and those before. */
  readonly versions?: EntryVersions;
}

export interface SqliteStore {
  readonly store: Store;
  readonly vault: Vault;
  readonly quarantine: Quarantine;
  facts(): Promise<SqliteFacts>;
  /** Writes a whole, checked copy to a new file (mode 0600). The key is not in it: keep it apart. */
  backup(file: string): Promise<void>;
  /** Deletes what has run out (quarantine, message keys, command results), and of the log what is no longer to be kept. Default: `keep`. */
  prune(keep?: Keep): Promise<Pruned & Retained>;
  /** Ends the thread; later calls wait for the first. */
  close(): Promise<void>;
}

const QUARANTINE_BYTES = 256 * 1024 * 1024;

/**
 * The log, what stands by it, and the vault, in one SQLite file through libsql: WAL, full sync, one transaction a commit, in a
 * thread of its own. Errors: `version-mismatch`, `vault-key-missing`, `vault-key-wrong`, `erasures-damaged`, `store-failed` (retry),
 * `store-corrupt`, `store-lost`.
 */
export async function createSqliteStore(options: SqliteOptions): Promise<SqliteStore> {
  const { file, keyFile, erasedFile = `${keyFile}.erased`, clock } = options;
  const { quarantineBytes = QUARANTINE_BYTES, keep = {}, versions = entryVersions } = options;
  const thread = await startDatabaseThread({
    file,
    keyFile,
    erasedFile,
    quarantineBytes,
    versions: readVersions(versions),
  });
  // The thread has made the key, or found it right.
  const sealing = createSealing(vaultKey(keyFile, true));
  let closing: Promise<void> | undefined;
  return {
    store: storeOver(thread, { clock, versions }),
    vault: {
      reveal: (key) => thread.ask('reveal', key),
      wasErased: (whose) => thread.ask('wasErased', whose),
      erase: (whose) => eraseInSteps(thread, whose),
      pseudonym: (field, text) => sealing.pseudonym(field, text),
      seal: (bytes) => sealing.seal('quarantine', bytes),
      unseal: (sealed) => sealing.unseal('quarantine', sealed),
    },
    quarantine: {
      list: async ({ feed, after = 0, limit }) => (await thread.ask('held', feed, after, limit)).map(toHeld),
      read: async (ids) =>
        (await thread.ask('heldRows', ids)).map(({ sealed, ...line }) => ({ ...toHeld(line), sealed })),
    },
    facts: () => thread.ask('facts'),
    backup: (to) => thread.ask('backup', to),
    prune: (other = keep) => pruneInSteps(thread, millis(clock.now()), other),
    close: () => (closing ??= thread.ask('close').then(() => thread.ended)),
  };
}

/** The rows go last: what is broken off half way can still be asked for again. */
async function eraseInSteps(thread: DatabaseThread, whose: Whose): Promise<Erased> {
  const { keys, entities, pseudonyms, earlier, numbers } = await thread.ask('theirs', whose);
  const named = await namedIn(thread, numbers);
  const gone = [...new Set([...keys, ...named.flatMap(({ key, whole }) => (whole ? [key] : []))])];
  const texts = named.flatMap(({ key, whole }) => (whole ? [] : [key]));
  const own = [...gone, ...texts];
  const every = [...new Set([...earlier, ...own])];
  const erasure = await thread.ask('note', whose, { keys: gone, texts });
  const shown = new Set([...entities, ...named.map(({ entity }) => entity)]);
  if (every.length > 0)
    for (let from: number | undefined = 0; from !== undefined;) {
      const step: ReturnType<SqliteDatabase['forget']> = await thread.ask('forget', every, from);
      for (const id of step.entities) shown.add(id);
      from = step.next;
    }
  const told = 'entity' in whose ? [whose.entity, ...entities] : entities;
  let unread = 0;
  const joined = [...pseudonyms, ...named.map(({ pseudonym }) => pseudonym)];
  const left = { keys: every, pseudonyms: joined, entities: told };
  if (every.length > 0)
    for (let from: number | undefined = 0; from !== undefined;) {
      const step: ReturnType<SqliteDatabase['naming']> = await thread.ask('naming', left, from);
      unread += step.unread;
      from = step.next;
    }
  // Asked for again, it empties what could not be emptied the first time.
  const about = [...new Set([...told, ...named.map(({ entity }) => entity)])];
  await thread.ask('erase', { keys: gone, texts, numbers, entities: about }, erasure);
  return {
    keys: own,
    entities: [...shown],
    ...(texts.length > 0 && { texts: texts.length }),
    ...(unread > 0 && { unread }),
  };
}

/** All that name one of these numbers, a step at a time. */
async function namedIn(thread: DatabaseThread, numbers: readonly ErasedNumber[]): Promise<readonly NamedRow[]> {
  const all: NamedRow[] = [];
  if (numbers.length > 0)
    for (let from: string | undefined = ''; from !== undefined;) {
      const step: ReturnType<SqliteDatabase['named']> = await thread.ask('named', numbers, from);
      all.push(...step.found);
      from = step.next;
    }
  return all;
}

/** A step at a time, so that commits and questions come in between. */
async function pruneInSteps(thread: DatabaseThread, now: number, keep: Keep): Promise<Pruned & Retained> {
  const sum = { quarantine: 0, seen: 0, commands: 0, observations: 0, log: 0, secrets: 0 };
  let from: PruneMark | undefined;
  do {
    const { pruned, next } = await thread.ask('prune', now, from);
    for (const table of ['quarantine', 'seen', 'commands'] as const) sum[table] += pruned[table];
    from = next;
  } while (from);
  await thread.ask('retain', now, keep);
  for (let step = await thread.ask('retainStep'); step; step = await thread.ask('retainStep'))
    for (const what of ['observations', 'log', 'secrets'] as const) sum[what] += step[what];
  return sum;
}

/** Positions whose lines are asked for at once. */
const LINES = 2_000;

/** A step at a time, so that commits come in between. */
async function standingIn(
  thread: DatabaseThread,
  asked: number | undefined,
): Promise<{ readonly at: number; readonly lines: readonly LogLine[] }> {
  let step = await thread.ask('standing', asked);
  const { at } = step;
  const positions = [...step.positions];
  while (step.next !== undefined) {
    step = await thread.ask('standing', at, step.next);
    for (const position of step.positions) positions.push(position);
  }
  positions.sort((a, b) => a - b);
  const lines: LogLine[] = [];
  for (let i = 0; i < positions.length; i += LINES)
    for (const line of await thread.ask('lines', positions.slice(i, i + LINES))) lines.push(line);
  // Some were forgotten in between: what stands in their places now is found by another walk.
  return lines.length === positions.length ? { at, lines } : standingIn(thread, at);
}

function storeOver(
  thread: DatabaseThread,
  { clock, versions }: { readonly clock: Clock; readonly versions: EntryVersions },
): Store {
  return {
    async lease(holder, ms) {
      const got = await thread.ask('lease', holder, ms, millis(clock.now()));
      return 'fence' in got ? got : { heldUntil: toInstant(got.heldUntil) };
    },
    async commit(commit) {
      await thread.ask('commit', toWriting(commit));
    },
    async *read(after, limit, unread) {
      const lines = await thread.ask('read', after, limit);
      const slots = await slotsOf(thread, lines, versions);
      for (const line of lines) {
        const slot = slots.get(line.position);
        const entry = readOrTell(storedIn(line), { versions, slot, unread });
        if (entry) yield entry;
      }
    },
    async snapshot(asked, unread) {
      const { at, lines } = await standingIn(thread, asked);
      const readable = await inPlaceOf(lines, { thread, versions, unread });
      return { at: at as Position, entries: each(readable, { clock, versions }) };
    },
    async resume() {
      const { head, stamps, cursors, cut } = await thread.ask('resume');
      return {
        ...(cut && { cut: { at: cut.at as Position, recordedAt: cut.recordedAt as Instant } }),
        head: head as Position,
        version: versions.current,
        stamps: Object.fromEntries(stamps.map(([counter, stamp]) => [counter, JSON.parse(stamp) as Stamp])),
        cursors: Object.fromEntries(cursors) as { [analyst: string]: Position },
      };
    },
    async known({ keys, commands }) {
      const { seen, results } = await thread.ask(
        'known',
        JSON.stringify(keys.map(({ feed, key }) => [feed, key])),
        commands,
        millis(clock.now()),
      );
      const taken = new Set(seen.map(([feed, key]) => `${feed}\n${key}`));
      const answers = new Map(results.map(([id, result]) => [id, JSON.parse(result) as CommandResult]));
      return { seen: (feed, key) => taken.size > 0 && taken.has(`${feed}\n${key}`), result: (id) => answers.get(id) };
    },
    close: () => Promise.resolve(),
  };
}

function toWriting(commit: Commit): Writing {
  const { fence, after, recordedAt, rows, vault, quarantine, retried = [], seen, stamps, cursors, commands } = commit;
  return {
    fence,
    after,
    recordedAt,
    rows: packRows(rows),
    vault,
    // A copy of its own: what is sent carries the whole memory it is cut from.
    quarantine: quarantine.map((row) => ({
      ...row,
      sealed: Uint8Array.from(row.sealed),
      until: millis(row.until),
      about: row.about ?? [],
      receivedAt: millis(row.receivedAt ?? recordedAt),
      position: row.position ?? 0,
      drafts: row.drafts ?? false,
    })),
    retried,
    seen: JSON.stringify(seen.map(({ feed, key, until }) => [feed, key, millis(until)])),
    stamps: Object.entries(stamps).map(([counter, stamp]) => [counter, JSON.stringify(stamp)]),
    cursors: Object.entries(cursors),
    commands: commands.map(({ id, result, until }) => ({ id, result: JSON.stringify(result), until: millis(until) })),
  };
}

const toHeld = ({ issues, until, received_at: receivedAt, drafts, ...row }: HeldLine): Held => ({
  ...row,
  position: row.position as Position,
  issues: JSON.parse(issues) as Held['issues'],
  until: toInstant(until),
  receivedAt: toInstant(receivedAt),
  drafts: drafts === 1,
});

const storedIn = ({ position, recorded_at: recordedAt, change }: LogLine): JsonObject => ({
  ...(JSON.parse(change) as JsonObject),
  position,
  recordedAt,
});

/** The places of those lines that cannot be read. */
async function slotsOf(
  thread: DatabaseThread,
  lines: readonly LogLine[],
  versions: EntryVersions,
): Promise<ReadonlyMap<number, string | null>> {
  const known = readVersions(versions);
  const positions = lines.filter(({ change }) => isUnread(change, known)).map(({ position }) => position);
  const slots = positions.length > 0 ? await thread.ask('slots', positions) : [];
  return new Map(positions.map((position, i) => [position, slots[i]!]));
}

/** These lines, in their order; in place of each that cannot be read, the last before it in its place that can. */
async function inPlaceOf(
  lines: readonly LogLine[],
  options: {
    readonly thread: DatabaseThread;
    readonly versions: EntryVersions;
    readonly unread: HearUnread | undefined;
  },
): Promise<readonly LogLine[]> {
  const { thread, versions, unread } = options;
  const slots = await slotsOf(thread, lines, versions);
  if (slots.size === 0) return lines;
  const known = readVersions(versions);
  const readable: LogLine[] = [];
  let before: number[] = [];
  for (const line of lines) {
    const slot = slots.get(line.position);
    if (slot === undefined) readable.push(line);
    else {
      readOrTell(storedIn(line), { versions, slot, unread });
      if (line.prev !== null) before.push(line.prev);
    }
  }
  while (before.length > 0) {
    const found: LogLine[] = [];
    for (let i = 0; i < before.length; i += LINES)
      for (const line of await thread.ask('lines', before.slice(i, i + LINES))) found.push(line);
    before = [];
    for (const line of found)
      if (!isUnread(line.change, known)) readable.push(line);
      else if (line.prev !== null) before.push(line.prev);
  }
  return readable.sort((a, b) => a.position - b.position);
}

/** Lets others have their turn now and then: a picture of a large city is read beside one that is live. */
async function* each(
  lines: readonly LogLine[],
  { clock, versions }: { readonly clock: Clock; readonly versions: EntryVersions },
): AsyncIterable<Entry> {
  const never = new AbortController().signal;
  for (const [i, line] of lines.entries()) {
    if (i % LINES === LINES - 1) await clock.sleep(0, never);
    yield Promise.resolve(readStored(storedIn(line), versions));
  }
}
