import type { EntityId, Instant, RecordMovement } from '@yingji/core';
import { isUsable } from '@yingji/core/supplies';
import type { SheetAct } from './acts.js';
import { amountText, readAmount, TOO_LARGE } from './amount.js';
import { readCells } from './csv.js';
import { mayPick, type Entry, type LotRow, type Transit } from './entry.js';
import type { ImportKey } from './import-words.js';
import { find } from './scan.js';
import { actCalled, columnsOf, type Column } from './sheet-columns.js';

/** As many as one person counts in a day; more is some other file. */
export const MOST_ROWS = 500;

export type ImportSentence = readonly [key: ImportKey, values?: { readonly [name: string]: string | number }];

interface Place {
  readonly id: EntityId;
  readonly name: string;
}

/** One row as it was checked: what is to be sent, or what is wrong with it. */
export interface CheckedRow {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  /** What the row calls the lot or the item. */
  readonly called: string;
  readonly act?: SheetAct;
  /** One lot, or the item where core picks what expires first; with what the ledger says of it. */
  readonly about?: { readonly name: string; readonly unit: string; readonly lot?: string; readonly ledger?: number };
  readonly amount?: number;
  /** By how much the ledger changes. */
  readonly change?: number;
  readonly to?: Place;
  /** Of a 到货: what it was sent by, and how much of that was on the way. */
  readonly leg?: Transit;
  readonly input?: RecordMovement;
  readonly wrong?: ImportSentence;
}

export type Checked = { readonly rows: readonly CheckedRow[] } | { readonly wrong: ImportSentence };

/** What a sheet is held against. */
export interface Books {
  readonly entries: readonly Entry[];
  /** Where things may be sent. */
  readonly facilities: readonly Place[];
  readonly now: Instant;
  /** What is on the way. */
  readonly transits: readonly Transit[];
}

type Cell = (column: Column) => string;

/** Checks a whole sheet before anything is sent: every row is told what is wrong with it. */
export function checkSheet(text: string, books: Books): Checked {
  const read = readCells(text);
  if ('openQuote' in read) return { wrong: ['file.quotes', { row: read.openQuote }] };
  const [head, ...body] = read.rows;
  if (!head) return { wrong: ['file.empty'] };
  const columns = columnsOf(head.cells);
  const { id, lot, item, counted, quantity } = columns;
  if ((counted ?? quantity) === undefined || (id ?? lot ?? item) === undefined) return { wrong: ['file.columns'] };
  if (body.length === 0) return { wrong: ['file.empty'] };
  if (body.length > MOST_ROWS) return { wrong: ['file.large', { n: MOST_ROWS }] };
  const rows = body.map(({ row, cells }): CheckedRow => {
    const cell: Cell = (column) => cells[columns[column] ?? -1] ?? '';
    // A sheet without acts is a count.
    const act = columns.act === undefined ? 'count' : actCalled(cell('act'));
    const called = cell('id') || [cell('item'), cell('lot')].filter((part) => part !== '').join(' ');
    const stated = { row, called, ...(act && { act }) };
    if (called === '') return { ...stated, wrong: ['row.nothing'] };
    if (!act) return { ...stated, wrong: [cell('act') === '' ? 'row.act.missing' : 'row.act', { text: cell('act') }] };
    return { ...stated, ...checkRow(act, { cell, called, books }) };
  });
  return { rows: together(rows) };
}

function checkRow(
  act: SheetAct,
  { cell, called, books }: { readonly cell: Cell; readonly called: string; readonly books: Books },
): Omit<CheckedRow, 'row' | 'called'> {
  const known = lotsCalled(cell, books.entries);
  const arriving = act === 'arrive' ? legOf(known, { cell, called, books }) : undefined;
  if (arriving && 'wrong' in arriving) return arriving;
  const lots = arriving?.lots ?? known;
  const leg = arriving?.leg;
  const [first] = lots;
  if (!first) return { wrong: ['row.unknown', { text: called }] };
  const entry = books.entries.find(({ lots: own }) => lots.every((lot) => own.includes(lot)));
  const goesOut = act === 'issue' || act === 'transfer';
  // By item alone, all lots of one line are meant: core picks what expires first.
  const picks = goesOut && entry?.lots.length === lots.length && lots.length > 1 && mayPick(entry, books.entries);
  if (lots.length > 1 && !picks) return { wrong: ['row.many', { text: called, n: lots.length }] };
  const ledger = picks ? entry.usable : first.quantity;
  const about = {
    ...{ name: first.name, unit: first.unit },
    ...(!picks && first.lot !== undefined && { lot: first.lot }),
    ...(ledger !== undefined && { ledger }),
  };
  const stated = (act === 'count' && cell('counted')) || cell('quantity') || cell('counted');
  const amount = readAmount(stated);
  const change = amount === undefined ? undefined : changeOf(act, amount, ledger);
  const found = {
    ...{ about, ...(amount !== undefined && { amount }), ...(change !== undefined && { change }) },
    ...(leg && { leg }),
  };
  const unit = cell('unit').normalize('NFKC');
  if (stated === '') return { ...found, wrong: [act === 'count' ? 'row.missing' : 'row.amount.missing'] };
  if (amount === undefined) return { ...found, wrong: ['row.number', { text: stated }] };
  if (amount > TOO_LARGE) return { ...found, wrong: ['row.large'] };
  if (amount === 0 && act !== 'count') return { ...found, wrong: ['row.zero'] };
  if (unit !== '' && unit !== first.unit) return { ...found, wrong: ['row.unit', { text: unit, unit: first.unit }] };
  if (ledger === undefined) return { ...found, wrong: ['row.unjudged'] };
  if (act === 'issue' && !picks && !isUsable(first, books.now)) return { ...found, wrong: ['row.expired'] };
  if (leg && amount > (leg.quantity ?? 0))
    return { ...found, wrong: ['row.over', { n: `${amountText(leg.quantity ?? 0)} ${first.unit}` }] };
  const reason = cell('reason').trim();
  if (reason.length > 200) return { ...found, wrong: ['row.reason'] };
  const to = act === 'transfer' ? placeCalled(cell('to'), books.facilities) : undefined;
  if (act === 'transfer' && !to)
    return { ...found, wrong: [cell('to') === '' ? 'row.to.missing' : 'row.to', { text: cell('to') }] };
  if (to?.id === first.facility) return { ...found, wrong: ['row.to.same', { text: to.name }] };
  const input: RecordMovement = {
    ...(picks ? { item: first.item, facility: first.facility as EntityId } : { stock: first.id }),
    ...(act === 'count'
      ? { sort: 'count', counted: amount, seen: ledger }
      : { sort: act === 'arrive' ? 'transfer' : act, quantity: amount }),
    ...(leg && { direction: 'in' as const, leg: leg.leg }),
    ...(to && { direction: 'out' as const, to: to.id }),
    ...(reason !== '' && { reason }),
  };
  return { ...found, ...(to && { to }), input };
}

const changeOf = (act: SheetAct, amount: number, ledger: number | undefined): number | undefined =>
  act === 'count'
    ? ledger === undefined
      ? undefined
      : amount - ledger
    : act === 'receive' || act === 'return' || act === 'arrive'
      ? amount
      : -amount;

/** Rows that are right by themselves may be wrong together: a lot that is counted stands in one row, and nothing gives more than it holds. */
function together(rows: readonly CheckedRow[]): CheckedRow[] {
  const keys = rows.map(({ input }) => input && (input.stock ?? `${input.facility} ${input.item}`));
  const left = new Map<string, number>();
  const coming = new Map<string, number>();
  return rows.map((row, at): CheckedRow => {
    const key = keys[at];
    if (key === undefined || !row.about) return row;
    const others = rows.filter((_, i) => i !== at && keys[i] === key);
    const before = others.find(({ row: number }) => number < row.row);
    if (before && (row.act === 'count' || others.some(({ act }) => act === 'count')))
      return { ...row, wrong: ['row.twice', { row: before.row }] };
    if (row.leg) {
      const open = (coming.get(row.leg.leg) ?? row.leg.quantity ?? 0) - (row.amount ?? 0);
      if (open < 0)
        return { ...row, wrong: ['row.over', { n: `${amountText(open + (row.amount ?? 0))} ${row.about.unit}` }] };
      coming.set(row.leg.leg, open);
    }
    const there = left.get(key) ?? row.about.ledger ?? 0;
    const then = there + (row.act === 'count' ? 0 : (row.change ?? 0));
    if (then < Math.min(0, there))
      return { ...row, wrong: ['row.short', { n: `${amountText(Math.max(0, there))} ${row.about.unit}` }] };
    left.set(key, then);
    return row;
  });
}

/** An id names one lot; a number of a lot may need its item, an item its lot. */
function lotsCalled(cell: Cell, entries: readonly Entry[]): readonly LotRow[] {
  const of = (text: string): LotRow[] =>
    find(text, entries, { whole: true }).flatMap(({ entry, lot }) => (lot ? [lot] : entry.lots));
  if (cell('id') !== '') return of(cell('id'));
  if (cell('lot') === '') return of(cell('item'));
  const lots = of(cell('lot'));
  if (cell('item') === '') return lots;
  const items = new Set(of(cell('item')).map(({ id }) => id));
  return lots.filter(({ id }) => items.has(id));
}

/**
 * What arrives: by its number where the row has one, else the one transfer of the item that is bound for where the lot lies. Where the
 * row names no lot, it is the one of the item there.
 */
function legOf(
  known: readonly LotRow[],
  { cell, called, books }: { readonly cell: Cell; readonly called: string; readonly books: Books },
): { readonly leg: Transit; readonly lots: readonly LotRow[] } | { readonly wrong: ImportSentence } {
  if (known.length === 0) return { wrong: ['row.unknown', { text: called }] };
  const number = cell('leg');
  const fits = (leg: Transit): readonly LotRow[] =>
    known.filter(
      ({ item, unit, facility, exercise }) =>
        leg.lot?.item === item &&
        leg.lot.unit === unit &&
        leg.exercise === exercise &&
        (leg.to === undefined || leg.to === facility),
    );
  const open = books.transits.filter(
    (leg) =>
      (leg.quantity ?? 0) > 0 &&
      (number === '' || leg.leg === number || leg.leg.split('/').at(-1) === number) &&
      fits(leg).length > 0,
  );
  const [leg] = open;
  if (!leg) return { wrong: number === '' ? ['row.leg.none', { text: called }] : ['row.leg', { text: number }] };
  if (open.length > 1) return { wrong: ['row.leg.many', { text: called, n: open.length }] };
  return { leg, lots: fits(leg) };
}

/** By id, the last part of it, or the name on its door; one that two have names none. */
function placeCalled(text: string, facilities: readonly Place[]): Place | undefined {
  const found = facilities.filter(({ id, name }) => [id, id.split('/').at(-1), name].includes(text));
  return found.length === 1 ? found[0] : undefined;
}

export const isRight = (row: CheckedRow): row is CheckedRow & { readonly input: RecordMovement } =>
  row.wrong === undefined && row.input !== undefined;
