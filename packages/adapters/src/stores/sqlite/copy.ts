import { closeSync, openSync, rmSync } from 'node:fs';
import type Database from 'libsql';

/** Copies the database to a new file, readable by its owner alone from its first byte on. */
export function copyInto(db: Database.Database, to: string): void {
  closeSync(openSync(to, 'wx', 0o600));
  try {
    db.prepare('VACUUM INTO ?').run(to);
  } catch (cause) {
    rmSync(to, { force: true });
    throw cause;
  }
}
