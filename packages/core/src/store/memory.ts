import type { CommandResult } from '../command/command.js';
import { YingjiError } from '../error.js';
import { canonical, type JsonObject } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Commit, HearUnread, QuarantineRow, Stamp, Store, VaultRow } from '../ports/store.js';
import type { Vault } from '../ports/vault.js';
import { forgetLine } from './forget.js';
import { retain, type Kept, type Logged } from './forgetting.js';
import { HOUR_MS, type Keep, type Retained } from './keep.js';
import { namedBy, numbersIn } from './named.js';
import { entryVersions, isRead, readOrTell, type EntryVersions } from './upcast.js';

/**
 * A Store and Vault in memory, for pages without a server and for tests. Nothing outlives the process. There is no
 * cryptography: pseudonyms are random names kept in a table, and sealing only copies. With `keep` it forgets by itself what is
 * older, and what has run out, at the first commit of each hour; without, it grows for as long as it is used. Errors, as of any
 * Store: `fenced`, `log-cut`.
 */
export function createMemoryStore({
  clock,
  ids,
  keep,
  versions = entryVersions,
}: {
  clock: Clock;
  ids: Ids;
  keep?: Keep;
  /** How Entries are read. Default: as this version writes them, and those before. */
  versions?: EntryVersions;
}): {
  store: Store;
  vault: Vault;
  readonly quarantine: readonly QuarantineRow[];
  /** Deletes what has run out, and of the log what is no longer to be kept. Default: `keep`. */
  prune(keep?: Keep): Retained;
} {
  const kept: Kept = { log: [], secrets: new Map(), cursors: {}, thinned: 0, reads: ({ v }) => isRead(v, versions) };
  const { log, secrets } = kept;
  const live = new Map<string, Position>();
  const pseudonyms = new Map<string, string>();
  /** The keys of what was erased, by whose it was. */
  const erasures = new Map<string, ReadonlySet<string>>();
  const quarantine: QuarantineRow[] = [];
  /** The id of each row of quarantine. */
  const numbers = new WeakMap<QuarantineRow, number>();
  let numbered = 0;
  const seen = new Map<string, Instant>();
  const commands = new Map<string, { result: CommandResult; until: Instant }>();
  let stamps: Readonly<Record<string, Stamp>> = {};
  let pruned = Math.floor(millis(clock.now()) / HOUR_MS);
  let lease = { holder: '', fence: 0, until: 0 };
  const fresh = (until: Instant | undefined): boolean => until !== undefined && millis(until) > millis(clock.now());
  const seenKey = (feed: string, key: string): string => `${feed}\n${key}`;

  function write(commit: Commit): void {
    const entries = commit.rows.map(({ change, slot, prev }, i): Logged => ({
      ...change,
      position: (commit.after + i + 1) as Position,
      recordedAt: commit.recordedAt,
      ...(slot === undefined ? {} : { slot }),
      ...(prev === undefined ? {} : { prev }),
    }));
    for (const entry of entries) {
      log.push(entry);
      if (entry.slot !== undefined) live.set(entry.slot, entry.position);
    }
    for (const row of commit.vault) secrets.set(row.key, row);
    for (const row of commit.quarantine) {
      numbers.set(row, (numbered += 1));
      quarantine.push(row);
    }
    for (const { id, stays } of commit.retried ?? []) {
      const at = quarantine.findIndex((row) => numbers.get(row) === id);
      if (at < 0) continue;
      const row = stays && { ...quarantine[at]!, ...stays };
      if (row) numbers.set(row, id);
      quarantine.splice(at, 1, ...(row ? [row] : []));
    }
    for (const { feed, key, until } of commit.seen) seen.set(seenKey(feed, key), until);
    for (const { id, result, until } of commit.commands) commands.set(id, { result, until });
    stamps = { ...stamps, ...commit.stamps };
    kept.cursors = { ...kept.cursors, ...commit.cursors };
  }

  /** The Entry in a slot as of a position, found by walking back; past those that cannot be read. */
  function asOf(position: Position, at: Position, unread: HearUnread | undefined): Entry | undefined {
    for (let here: Position | undefined = position; here !== undefined; here = log[here - 1]?.prev) {
      const line = here <= at ? log[here - 1] : undefined;
      const entry = line && read(line, unread);
      if (entry) return entry;
      // Only the one that stands is told of.
      if (line) unread &&= () => undefined;
    }
    return undefined;
  }

  function read({ slot, prev: _, ...stored }: Logged, unread: HearUnread | undefined): Entry | undefined {
    return readOrTell(stored as unknown as JsonObject, { versions, slot, unread });
  }

  function inLog(position: Position): void {
    if (!kept.cut || position >= kept.cut.at) return;
    const message = `the log is kept from position ${kept.cut.at} on (${kept.cut.recordedAt}); ask for that or later.`;
    throw new YingjiError('log-cut', message, { recovery: 'skip' });
  }

  function prune(wanted: Keep = keep ?? {}): Retained {
    pruned = Math.floor(millis(clock.now()) / HOUR_MS);
    for (let i = quarantine.length - 1; i >= 0; i -= 1) if (!fresh(quarantine[i]!.until)) quarantine.splice(i, 1);
    for (const [key, until] of seen) if (!fresh(until)) seen.delete(key);
    for (const [id, { until }] of commands) if (!fresh(until)) commands.delete(id);
    return retain(kept, millis(clock.now()), wanted);
  }

  const store: Store = {
    lease(holder, ms) {
      const now = millis(clock.now());
      if (lease.holder !== holder && lease.until > now) return Promise.resolve({ heldUntil: toInstant(lease.until) });
      lease = { holder, fence: lease.fence + 1, until: now + ms };
      return Promise.resolve({ fence: lease.fence });
    },
    commit(commit) {
      if (commit.fence !== lease.fence || commit.after !== log.length) {
        const message = `this writer builds on position ${commit.after} with fence ${commit.fence}; the store is at ${log.length} with ${lease.fence}.`;
        return Promise.reject(new YingjiError('fenced', message));
      }
      write(commit);
      if (keep && Math.floor(millis(clock.now()) / HOUR_MS) > pruned) prune();
      return Promise.resolve();
    },
    async *read(after, limit, unread) {
      inLog(after);
      const page: Logged[] = [];
      for (let i = after as number; i < log.length && page.length < limit; i += 1) if (log[i]) page.push(log[i]!);
      for (const line of page) {
        const entry = read(line, unread);
        if (entry) yield Promise.resolve(entry);
      }
    },
    async snapshot(at = log.length as Position, unread) {
      inLog(at);
      const standing = [...live.values()].flatMap((position) => asOf(position, at, unread) ?? []);
      standing.sort((a, b) => a.position - b.position);
      return Promise.resolve({
        at,
        entries: (async function* () {
          for (const entry of standing) yield Promise.resolve(entry);
        })(),
      });
    },
    resume: () =>
      Promise.resolve({
        ...(kept.cut && { cut: kept.cut }),
        head: log.length as Position,
        cursors: kept.cursors,
        stamps,
        version: versions.current,
      }),
    known: () =>
      Promise.resolve({
        seen: (feed, key) => fresh(seen.get(seenKey(feed, key))),
        result: (id) => (fresh(commands.get(id)?.until) ? commands.get(id)!.result : undefined),
      }),
    close: () => Promise.resolve(),
  };

  const vault: Vault = {
    reveal: (key) => Promise.resolve(secrets.get(key)?.secret),
    erase(whose) {
      const isOf = (row: VaultRow): boolean =>
        'entity' in whose ? row.entity === whose.entity : row.pseudonym === whose.pseudonym;
      const theirs = [...secrets.values()].filter(isOf);
      const named = namedBy('entity' in whose ? [] : numbersIn(theirs));
      const texts: { readonly row: VaultRow; readonly left: string }[] = [];
      for (const row of secrets.values()) {
        const found = isOf(row) ? undefined : named(row);
        if (found === 'erased') theirs.push(row);
        else if (found) texts.push({ row, ...found });
      }
      const shown = [...theirs, ...texts.map(({ row }) => row)];
      const own = shown.map(({ key }) => key);
      const entities = new Set(theirs.map(({ entity }) => entity));
      // Asked for again, by a program that can read more of the log, it finds what was left of the rows that are gone.
      const name = canonical(whose);
      const keys = new Set([...(erasures.get(name) ?? []), ...own]);
      erasures.set(name, keys);
      const gone = {
        keys,
        pseudonyms: new Set([
          ...shown.map(({ pseudonym }) => pseudonym),
          ...('entity' in whose ? [] : [whose.pseudonym]),
        ]),
        entities: new Set('entity' in whose ? [whose.entity, ...entities] : entities),
      };
      let unread = 0;
      for (const [i, line] of log.entries()) {
        if (!line) continue;
        const { line: less, names } = forgetLine(line, gone, kept.reads(line));
        if (names) unread += 1;
        if (less === line) continue;
        log[i] = less;
        entities.add(line.id);
      }
      for (const { key } of theirs) secrets.delete(key);
      // What joined the whole of a text joins nothing any more: it would give away what is gone.
      for (const { row, left } of texts) secrets.set(row.key, { ...row, secret: left, pseudonym: '' });
      for (const { row } of texts) entities.add(row.entity);
      const told = new Set<string>('entity' in whose ? [whose.entity, ...entities] : entities);
      for (let i = quarantine.length - 1; i >= 0; i -= 1)
        if (quarantine[i]!.about?.some((id) => told.has(id))) quarantine.splice(i, 1);
      return Promise.resolve({
        keys: own,
        entities: [...entities],
        ...(texts.length > 0 && { texts: texts.length }),
        ...(unread > 0 && { unread }),
      });
    },
    pseudonym(field, text) {
      const known = pseudonyms.get(`${field}\n${text}`) ?? ids.next();
      pseudonyms.set(`${field}\n${text}`, known);
      return known;
    },
    seal: (bytes) => bytes.slice(),
    unseal: (sealed) => sealed.slice(),
  };
  return { store, vault, quarantine, prune };
}
