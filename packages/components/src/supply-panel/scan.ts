import type { Entry, LotRow } from './entry.js';
import { nativeOf } from '../frame/native.js';

/** A line, and one of its lots where a code names just that. */
export interface Found {
  readonly entry: Entry;
  readonly lot?: LotRow;
}

/** A label may carry a link; the id of the stock is in it. */
const STOCK_ID = /stock\/[^\s/?#&]+\/[^\s/?#&]+/;

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/**
 * What a scanned or typed text names: a lot by its id, the last part of that, or its number; else an item by code or name; else
 * whatever has it in its name, unless it must be the `whole` of one. Real things go before those of a drill.
 */
export function find(
  text: string,
  entries: readonly Entry[],
  { whole = false }: { readonly whole?: boolean } = {},
): Found[] {
  const asked = plain(STOCK_ID.exec(text)?.[0] ?? text);
  if (asked === '') return [];
  const lots = (holds: (lot: LotRow) => boolean): Found[] =>
    entries.flatMap((entry) => entry.lots.filter(holds).map((lot) => ({ entry, lot })));
  const lines = (holds: (entry: Entry) => boolean): Found[] => entries.filter(holds).map((entry) => ({ entry }));
  const ways: readonly (() => Found[])[] = [
    () => lots(({ id }) => plain(id) === asked),
    () => lots(({ id }) => plain(nativeOf(id)) === asked),
    () => lots(({ lot }) => lot !== undefined && plain(lot) === asked),
    () => lines(({ item }) => plain(item) === asked),
    () => lines(({ name }) => plain(name) === asked),
    ...(whole ? [] : [() => lines(({ name }) => plain(name).includes(asked))]),
  ];
  for (const way of ways) {
    const found = way();
    const real = found.filter(({ entry }) => entry.exercise === undefined);
    if (found.length > 0) return real.length > 0 ? real : found;
  }
  return [];
}
