import { existsSync, renameSync, rmSync } from 'node:fs';
import type Database from 'libsql';
import { YingjiError } from '@yingji/core';
import { copyInto } from './copy.js';

/** Steps from version n to n + 1; the first makes an empty file ours. The version is kept in the file as `user_version`. */
export const STEPS: readonly string[] = [
  `CREATE TABLE log (
     position INTEGER PRIMARY KEY, recorded_at TEXT NOT NULL, slot TEXT, prev INTEGER, change TEXT NOT NULL
   ) STRICT;
   CREATE TABLE live (slot TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE vault (key TEXT PRIMARY KEY, field TEXT NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE quarantine (
     id INTEGER PRIMARY KEY, feed TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL, issues TEXT NOT NULL, until INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX quarantine_feed ON quarantine (feed, id);
   CREATE TABLE seen (feed TEXT NOT NULL, key TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (feed, key)) STRICT, WITHOUT ROWID;
   CREATE TABLE stamps (counter TEXT PRIMARY KEY, stamp TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE cursors (analyst TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE commands (id TEXT PRIMARY KEY, result TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE lease (one INTEGER PRIMARY KEY CHECK (one = 1), holder TEXT NOT NULL, fence INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;`,
  // Whose a secret is, for those written before it was noted, is read from the references in the log.
  `ALTER TABLE vault ADD COLUMN entity TEXT NOT NULL DEFAULT '';
   ALTER TABLE vault ADD COLUMN pseudonym TEXT NOT NULL DEFAULT '';
   UPDATE vault SET entity = found.id, pseudonym = found.pseudonym FROM (
     SELECT change ->> '$.id' AS id, value ->> '$."$vault"' AS key, coalesce(value ->> '$.pseudonym', '') AS pseudonym
     FROM log, json_tree(change, '$.body.value') WHERE instr(change, '"$vault"') > 0 AND type = 'object'
   ) AS found WHERE vault.key = found.key;
   CREATE INDEX vault_entity ON vault (entity);
   CREATE INDEX vault_pseudonym ON vault (pseudonym);
   CREATE TABLE retention (
     one INTEGER PRIMARY KEY CHECK (one = 1), thinned INTEGER NOT NULL, cut INTEGER NOT NULL, cut_at TEXT NOT NULL, swept INTEGER NOT NULL
   ) STRICT;
   INSERT INTO retention VALUES (1, 0, 0, '', 0);
   CREATE INDEX log_secrets ON log (position) WHERE instr(change, '"$vault"') > 0;`,
  `CREATE TABLE erasures (id TEXT PRIMARY KEY, line TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE quarantine_of (
     whose TEXT NOT NULL, id INTEGER NOT NULL REFERENCES quarantine (id) ON DELETE CASCADE, PRIMARY KEY (whose, id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX quarantine_of_row ON quarantine_of (id);`,
  // Of those kept before, receipt is told from when they run out, thirty days after their commit.
  `ALTER TABLE quarantine ADD COLUMN received_at INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE quarantine ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE quarantine ADD COLUMN drafts INTEGER NOT NULL DEFAULT 0;
   UPDATE quarantine SET received_at = until - 2592000000;`,
];

/**
 * Sets how the file is written and brings its tables to the version of the last step, after a copy of an older file beside it
 * (`FILE.v<n>.bak`). A file of a newer version is refused with both numbers.
 */
export function prepare(db: Database.Database, file: string, steps = STEPS): void {
  // A commit is on the disk before it is confirmed: WAL with a full sync at each commit.
  db.exec('PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const version = Number(pragma(db, 'user_version'));
  if (version > steps.length)
    throw new YingjiError(
      'version-mismatch',
      `${file} is of version ${version}, this program knows ${steps.length}; use the newer program.`,
    );
  if (version === steps.length) return;
  const copy = `${file}.v${version}.bak`;
  if (version > 0 && !existsSync(copy)) {
    rmSync(`${copy}.tmp`, { force: true });
    copyInto(db, `${copy}.tmp`);
    renameSync(`${copy}.tmp`, copy);
  }
  db.exec(`BEGIN IMMEDIATE; ${steps.slice(version).join('\n')} PRAGMA user_version = ${steps.length}; COMMIT`);
}

/** The value of a pragma, read from the live connection. */
export function pragma(db: Database.Database, name: string): unknown {
  const [row] = db.prepare(`PRAGMA ${name}`).all() as Record<string, unknown>[];
  return row && Object.values(row)[0];
}
