import type Database from 'libsql';
import type { EntityId } from '@yingji/core';
import { hashOf } from './erasures.js';
import type { SqliteDatabase, Writing } from './database.js';
import type { Sealing } from './sealing.js';
import { boundedQuarantine } from './upkeep.js';

/** A row as it is listed; `issues` is JSON, times are milliseconds. */
export interface HeldLine {
  readonly id: number;
  readonly feed: string;
  readonly key: string;
  readonly issues: string;
  readonly until: number;
  readonly received_at: number;
  readonly position: number;
  readonly drafts: number;
  readonly bytes: number;
}

type Rows = Pick<SqliteDatabase, 'held' | 'heldRows' | 'wasErased'> & {
  /** Its part of a commit. */
  write(writing: Pick<Writing, 'quarantine' | 'retried'>): void;
};

/** What is asked of the messages that could not be used. */
export function quarantineOf(
  db: Database.Database,
  { sealing, quarantineBytes }: { readonly sealing: Sealing; readonly quarantineBytes: number },
): Rows {
  const columns =
    'quarantine.id, feed, quarantine.key, issues, until, received_at, position, drafts, length(sealed) AS bytes';
  const list = db.prepare(
    `SELECT ${columns} FROM quarantine WHERE id > ?1 AND (?2 IS NULL OR feed = ?2) ORDER BY id LIMIT ?3`,
  );
  const rows = db.prepare(
    `SELECT ${columns}, sealed FROM json_each(?) AS asked JOIN quarantine ON quarantine.id = asked.value ORDER BY quarantine.id`,
  );
  const put = db.prepare(
    'INSERT INTO quarantine (feed, key, sealed, issues, until, received_at, position, drafts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const putOf = db.prepare(
    'INSERT INTO quarantine_of (whose, id) SELECT value, ?1 FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING',
  );
  const stay = db.prepare('UPDATE quarantine SET issues = ? WHERE id = ?');
  const leave = db.prepare('DELETE FROM quarantine WHERE id = ? RETURNING feed, length(sealed) AS bytes');
  const erased = db.prepare(
    "SELECT 1 FROM erasures WHERE line ->> '$.whose' IN (SELECT value FROM json_each(?)) LIMIT 1",
  );
  const bounded = boundedQuarantine(db, quarantineBytes);
  /** Nobody has checked these ids: not even they are to stand in the open. */
  function note(id: unknown, about: readonly EntityId[]): void {
    const hashes = about.map((entity) => hashOf({ entity }, sealing));
    if (hashes.length > 0) putOf.run(id, JSON.stringify(hashes));
  }

  return {
    held: (feed, after, limit) => list.all(after, feed ?? null, limit) as HeldLine[],
    heldRows: (ids) =>
      (rows.all(JSON.stringify(ids)) as (HeldLine & { readonly sealed: ArrayBuffer })[]).map((row) => ({
        ...row,
        // Many at once, the driver gives bare memory.
        sealed: new Uint8Array(row.sealed),
      })),
    wasErased: (whose) => erased.get(JSON.stringify(whose.map((each) => hashOf(each, sealing)))) !== undefined,
    write({ quarantine, retried }) {
      for (const { feed, key, sealed, issues, until, about, receivedAt, position, drafts } of quarantine) {
        const { lastInsertRowid: id } = put.run(
          ...[feed, key, Buffer.from(sealed), JSON.stringify(issues), until],
          ...[receivedAt, position, drafts ? 1 : 0],
        );
        note(id, about);
        bounded.added(feed, sealed.byteLength);
      }
      for (const { id, stays } of retried)
        if (stays && stay.run(JSON.stringify(stays.issues), id).changes > 0) note(id, stays.about);
        else if (!stays)
          for (const { feed, bytes } of leave.all(id) as { feed: string; bytes: number }[]) bounded.added(feed, -bytes);
    },
  };
}
