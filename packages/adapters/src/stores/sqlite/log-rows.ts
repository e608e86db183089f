import type Database from 'libsql';

/** A line of the log as it is written: where it stands, what stood there before, and its Change as JSON text. */
export type Row = readonly [slot: string | null, prev: number | null, change: string];

/**
 * So many rows in one statement, the largest that fits first. As values of a statement they cost half of what they cost as one JSON
 * list, which SQLite has to read and unescape, and a statement for each costs more than either.
 */
const SIZES = [64, 8, 1] as const;

/** Writes rows from a position on into the log, and notes which line stands where. */
export function logRowsOf(db: Database.Database): (after: number, recordedAt: string, rows: readonly Row[]) => void {
  const statements = SIZES.map((size) => ({
    size,
    log: db.prepare(`INSERT INTO log (position, recorded_at, slot, prev, change) VALUES ${tuples(size, 5)}`),
    live: db.prepare(
      `INSERT INTO live (slot, position) VALUES ${tuples(size, 2)} ON CONFLICT (slot) DO UPDATE SET position = excluded.position`,
    ),
  }));
  const inParts = <T>(of: readonly T[], which: 'log' | 'live', values: (each: T, i: number) => readonly unknown[]) => {
    let at = 0;
    for (const { size, [which]: statement } of statements)
      for (; at + size <= of.length; at += size) {
        const bound: unknown[] = [];
        for (let i = at; i < at + size; i += 1) bound.push(...values(of[i]!, i));
        statement.run(...bound);
      }
  };
  return (after, recordedAt, rows) => {
    inParts(rows, 'log', ([slot, prev, change], i) => [after + i + 1, recordedAt, slot, prev, change]);
    const standing = rows.flatMap(([slot], i) => (slot === null ? [] : [[slot, after + i + 1] as const]));
    inParts(standing, 'live', (each) => each);
  };
}

const tuples = (count: number, width: number): string =>
  Array.from({ length: count }, () => `(${Array.from({ length: width }, () => '?').join(', ')})`).join(', ');
