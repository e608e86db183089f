import { chmodSync, existsSync } from 'node:fs';
import Database from 'libsql';
import { YingjiError } from '@yingji/core';
import { pragma } from './schema.js';

/** How much was deleted. */
export interface Pruned {
  readonly quarantine: number;
  readonly seen: number;
  readonly commands: number;
}

/** Deletes rows whose time is over at `now`, milliseconds. */
export function prune(db: Database.Database, now: number): Pruned {
  const expired = (table: keyof Pruned): number => db.prepare(`DELETE FROM ${table} WHERE until <= ?`).run(now).changes;
  return { quarantine: expired('quarantine'), seen: expired('seen'), commands: expired('commands') };
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
