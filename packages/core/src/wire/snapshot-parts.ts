import type { Row } from '../view/view.js';
import type { Columns } from './columns.js';
import { toColumns } from './to-columns.js';

/** Characters of rows in one part: a slow way must carry a line before its reader takes it for dead. */
const ROW_CHARS = 64 * 1024;
const COLUMN_CHARS = 96 * 1024;
/** Rows by columns at once; fewer list less of what repeats only once. */
const MOST_ROWS = 512;

/** A part of a result by columns, and the same as text. */
export interface Part {
  readonly columns: Columns;
  readonly text: string;
}

/** Rows by columns, in parts that a slow way can carry one by one; one row alone may be larger. Without rows one empty part. */
export function* snapshotParts(rows: readonly Row[]): Generator<Part, void, undefined> {
  for (let from = 0; from < rows.length || from === 0; from += MOST_ROWS)
    yield* halves(rows.slice(from, from + MOST_ROWS));
}

function* halves(rows: readonly Row[]): Generator<Part, void, undefined> {
  const columns = toColumns(rows);
  const text = JSON.stringify(columns);
  if (text.length <= COLUMN_CHARS || rows.length < 2) return yield { columns, text };
  const middle = rows.length >> 1;
  yield* halves(rows.slice(0, middle));
  yield* halves(rows.slice(middle));
}

/** Rows as they are, in such parts; without rows one empty part. */
export function rowParts(rows: readonly Row[]): Row[][] {
  const found: Row[][] = [[]];
  let chars = 0;
  for (const row of rows) {
    const { length } = JSON.stringify(row);
    if (chars > 0 && chars + length > ROW_CHARS) {
      found.push([]);
      chars = 0;
    }
    found.at(-1)!.push(row);
    chars += length;
  }
  return found;
}
