import type Database from 'libsql';
import { namedBy, YingjiError, type EntityId, type Named } from '@yingji/core';
import type { SqliteDatabase, Taken } from './database.js';
import type { Sealing } from './sealing.js';

/** Secrets opened in one step: some milliseconds, since commits wait behind it. */
const STEP = 500;
/** What sealing adds to a text. */
const SEAL_BYTES = 28;

/** A secret that names an erased number, and what is to become of it. */
export interface NamedRow {
  readonly key: string;
  readonly entity: EntityId;
  readonly pseudonym: string;
  /** It is such a number and nothing else, or one of many words. */
  readonly whole: boolean;
}

/** A row of the vault. */
export interface Sealed {
  readonly key: string;
  readonly field: string;
  readonly entity: EntityId;
  readonly pseudonym: string;
  /** Of many rows at once the driver gives bare memory. */
  readonly sealed: ArrayBuffer | Uint8Array;
}

type Texts = Pick<SqliteDatabase, 'named'> & {
  /** The text of a row; nothing where it does not open: nobody reads a number in it. */
  open(row: Pick<Sealed, 'key' | 'field' | 'sealed'>): string | undefined;
  /** Takes numbers out of texts, in the transaction that deletes the rest. */
  cut(taken: Pick<Taken, 'texts' | 'numbers'>): void;
};

/** The texts of the vault that name an erased number. They are sealed: to find them each is opened. */
export function textsOf(db: Database.Database, sealing: Sealing): Texts {
  const columns = 'key, field, entity, pseudonym, sealed';
  const some = db.prepare(
    `SELECT ${columns} FROM vault WHERE key > ? AND length(sealed) >= ? ORDER BY key LIMIT ${STEP}`,
  );
  const one = db.prepare(`SELECT ${columns} FROM vault WHERE key = ?`);
  // What joined the whole of a text joins nothing any more: it would give away what is gone.
  const write = db.prepare(`UPDATE vault SET sealed = ?, pseudonym = '' WHERE key = ?`);
  const binding = ({ key, field }: Pick<Sealed, 'key' | 'field'>): string => `${key} ${field}`;

  function open(row: Pick<Sealed, 'key' | 'field' | 'sealed'>): string | undefined {
    try {
      return Buffer.from(sealing.unseal('row', new Uint8Array(row.sealed), binding(row))).toString('utf8');
    } catch (error) {
      if (error instanceof YingjiError && error.code === 'vault-damaged') return undefined;
      throw error;
    }
  }
  function becomes(row: Sealed, named: ReturnType<typeof namedBy>): Named | undefined {
    const secret = open(row);
    return secret === undefined ? undefined : named({ field: row.field, secret });
  }

  return {
    open,
    named(numbers, after) {
      const shortest = Math.min(...numbers.map(({ number }) => number.length));
      const rows = some.all(after, SEAL_BYTES + shortest) as Sealed[];
      const named = namedBy(numbers);
      const found = rows.flatMap((row): NamedRow[] => {
        const { key, entity, pseudonym } = row;
        const became = becomes(row, named);
        return became ? [{ key, entity, pseudonym, whole: became === 'erased' }] : [];
      });
      return { found, ...(rows.length === STEP && { next: rows.at(-1)!.key }) };
    },
    cut({ texts, numbers }) {
      const named = namedBy(numbers);
      for (const key of texts) {
        const row = one.get(key) as Sealed | undefined;
        const became = row && becomes(row, named);
        if (!became || became === 'erased') continue;
        write.run(sealing.seal('row', Buffer.from(became.left), binding(row)), key);
      }
    },
  };
}
