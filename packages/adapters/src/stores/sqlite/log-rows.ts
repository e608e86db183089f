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
  // What a statement says of all its rows is bound once.
  const tuples = (size: number): string =>
    Array.from({ length: size }, (_, i) => `(?1 + ${i}, ?2, ?, ?, ?)`).join(', ');
  const statements = SIZES.map((size) => ({
    size,
    put: db.prepare(`INSERT INTO log (position, recorded_at, slot, prev, change) VALUES ${tuples(size)}`),
  }));
  const stand = db.prepare(
    `INSERT INTO live (slot, position) SELECT slot, position FROM log WHERE position > ? AND slot IS NOT NULL ORDER BY position
     ON CONFLICT (slot) DO UPDATE SET position = excluded.position`,
  );
  return (after, recordedAt, rows) => {
    let at = 0;
    for (const { size, put } of statements)
      for (; at + size <= rows.length; at += size) {
        const bound: unknown[] = [after + at + 1, recordedAt];
        for (let i = at; i < at + size; i += 1) bound.push(rows[i]![0], rows[i]![1], rows[i]![2]);
        put.run(...bound);
      }
    if (at > 0) stand.run(after);
  };
}
