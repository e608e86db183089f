import { columnOf } from './xlsx-values.js';

/** Cells of a workbook that were merged into one: only the first of them, above at the left, holds anything. Rows from 1, columns from 0. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Most columns that are looked at over all merged cells of a sheet. */
const MOST = 2_000_000;

/** `G2:G4` as rows and columns; `undefined` when it is none. */
export function mergeOf(reference: string): Merge | undefined {
  const [from = '', to = ''] = reference.split(':');
  const [left, right] = [columnOf(from), columnOf(to)];
  const [top, bottom] = [from, to].map((end) => Number(/\d+$/.exec(end)?.[0])) as [number, number];
  return left === undefined || right === undefined ? undefined : { top, left, bottom, right };
}

/**
 * Which columns of which rows are covered by the first cell of a merge, and so say nothing themselves. `undefined` when there are
 * too many to be real: merged cells of a sheet do not overlap.
 */
export function covered(
  merges: readonly Merge[],
  { rows, width }: { readonly rows: readonly number[]; readonly width: number },
): ReadonlyMap<number, ReadonlySet<number>> | undefined {
  const found = new Map<number, Set<number>>();
  const waiting = merges.filter(({ left }) => left < width).sort((a, b) => a.top - b.top);
  /** By column: down to which row it is covered, and where its only filled cell is. */
  const open = new Map<number, { readonly bottom: number; readonly first: number }>();
  let [next, looked] = [0, 0];
  for (const row of rows) {
    for (; next < waiting.length && waiting[next]!.top <= row; next += 1) {
      const { top, left, bottom, right } = waiting[next]!;
      for (let column = left; column <= Math.min(right, width - 1); column += 1) {
        if ((looked += 1) > MOST) return undefined;
        open.set(column, { bottom, first: column === left ? top : -1 });
      }
    }
    for (const [column, { bottom, first }] of open)
      if (bottom < row) open.delete(column);
      else if (first !== row) found.set(row, (found.get(row) ?? new Set()).add(column));
  }
  return found;
}
