import { existsSync } from 'node:fs';
import Database from 'libsql';
import { YingjiError } from '@yingji/core';
import { copyInto } from './copy.js';
import { pragma } from './schema.js';

/** How much was deleted. */
export interface Pruned {
  readonly quarantine: number;
  readonly seen: number;
  readonly commands: number;
}

/** Where a walk through the tables that run out stands: the table, and the key of the last row it looked at. */
export interface PruneMark {
  readonly walk: number;
  readonly after?: readonly (string | number)[];
}

/** Each table by its key, and how many rows are looked at in one step: some milliseconds, since answers wait behind it. */
const WALKS: readonly { readonly table: keyof Pruned; readonly key: readonly string[]; readonly rows: number }[] = [
  { table: 'quarantine', key: ['id'], rows: 100 },
  { table: 'seen', key: ['feed', 'key'], rows: 10_000 },
  { table: 'commands', key: ['id'], rows: 10_000 },
];

/**
 * One step of deleting what has run out at `now`, milliseconds: in the order of the key, so that no index on the time is paid
 * for at every commit. `next` is where the next step goes on; without it all is done.
 */
export function prune(
  db: Database.Database,
  now: number,
  { walk, after }: PruneMark = { walk: 0 },
): { readonly pruned: Pruned; readonly next?: PruneMark } {
  const { table, key, rows } = WALKS[walk]!;
  const columns = `(${key.join(', ')})`;
  const marks = `(${key.map(() => '?').join(', ')})`;
  const later = after ? `${columns} > ${marks}` : 'true';
  const last = db
    .prepare(`SELECT ${key.join(', ')} FROM ${table} WHERE ${later} ORDER BY ${key.join(', ')} LIMIT 1 OFFSET ?`)
    .raw()
    .get(...(after ?? []), rows - 1) as (string | number)[] | undefined;
  const { changes } = db
    .prepare(`DELETE FROM ${table} WHERE until <= ? AND ${later} AND ${last ? `${columns} <= ${marks}` : 'true'}`)
    .run(now, ...(after ?? []), ...(last ?? []));
  const pruned = { quarantine: 0, seen: 0, commands: 0, [table]: changes };
  if (last) return { pruned, next: { walk, after: last } };
  return walk + 1 < WALKS.length ? { pruned, next: { walk: walk + 1 } } : { pruned };
}

/** Keeps the quarantine of each feed within `limit` bytes: the oldest go first. Looks at the table only when a feed is over. */
export function boundedQuarantine(db: Database.Database, limit: number): { added(feed: string, bytes: number): void } {
  const held = new Map<string, number>();
  const sum = db.prepare('SELECT coalesce(sum(length(sealed)), 0) AS bytes FROM quarantine WHERE feed = ?');
  // A tenth is freed at once, so that a flood does not trim at every message.
  const trim = db.prepare(
    `DELETE FROM quarantine WHERE id IN (
       SELECT id FROM (SELECT id, sum(length(sealed)) OVER (ORDER BY id DESC) AS kept FROM quarantine WHERE feed = ?) WHERE kept > ?
     )`,
  );
  const measure = (feed: string): number => Number((sum.get(feed) as { bytes: number }).bytes);
  return {
    added(feed, bytes) {
      const have = held.get(feed);
      let now = have === undefined ? measure(feed) : have + bytes;
      if (now > limit) {
        trim.run(feed, Math.floor(limit * 0.9));
        now = measure(feed);
      }
      held.set(feed, now);
    },
  };
}

/** Copies the database to a new file (mode 0600) and reads the copy through. Errors `backup-exists`, `backup-damaged`. */
export function backup(db: Database.Database, to: string): void {
  if (existsSync(to)) throw new YingjiError('backup-exists', `${to} is there already; name a new file.`);
  copyInto(db, to);
  const copy = new Database(to, { readonly: true });
  try {
    const verdict = String(pragma(copy, 'integrity_check'));
    if (verdict !== 'ok')
      throw new YingjiError('backup-damaged', `${to} is not whole: ${verdict}. Check the disk and try another place.`);
  } finally {
    copy.close();
  }
}
