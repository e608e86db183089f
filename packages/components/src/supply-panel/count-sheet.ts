import type { RecordMovement } from '@yingji/core';
import { readAmount, TOO_LARGE } from './amount.js';
import { readCells } from './csv.js';
import type { Entry, LotRow } from './entry.js';
import { find } from './scan.js';
import type { SupplyKey } from './words.js';

/** As many as one person counts in a day; more is some other file. */
export const MOST_ROWS = 500;

type Sentence = readonly [key: SupplyKey, values?: { readonly [name: string]: string | number }];

/** One row of a count as it was checked: what is to be sent, or what is wrong with it. */
export interface CheckedRow {
  /** As the spreadsheet numbers it. */
  readonly row: number;
  /** What the row calls the lot. */
  readonly called: string;
  readonly lot?: LotRow;
  readonly counted?: number;
  readonly wrong?: Sentence;
}

export type Checked = { readonly rows: readonly CheckedRow[] } | { readonly wrong: Sentence };

/** What people call the columns. */
const COLUMNS = {
  id: ['编号', '库存编号', 'id', 'stock'],
  lot: ['批号', '批次', 'lot', 'batch'],
  item: ['物资', '物资名称', '名称', '品名', '编码', '物资编码', 'item', 'name'],
  unit: ['单位', 'unit'],
  counted: ['实盘', '实盘数', '实盘数量', '盘点数', '盘点数量', '数量', 'counted', 'count', 'quantity'],
} as const;
type Column = keyof typeof COLUMNS;

function columnsOf(head: readonly string[]): { readonly [C in Column]?: number } {
  const names = head.map((name) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\s|\(.*\)$/g, ''),
  );
  const of = (column: Column): number =>
    names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
  return Object.fromEntries(
    (Object.keys(COLUMNS) as Column[]).flatMap((column) => (of(column) < 0 ? [] : [[column, of(column)]])),
  );
}

/** Checks a whole count before anything is sent: every row is told what is wrong with it. */
export function checkCount(text: string, entries: readonly Entry[]): Checked {
  const read = readCells(text);
  if ('openQuote' in read) return { wrong: ['file.quotes', { row: read.openQuote }] };
  const [head, ...body] = read.rows;
  if (!head) return { wrong: ['file.empty'] };
  const columns = columnsOf(head.cells);
  const { id, lot, item, counted } = columns;
  if (counted === undefined || (id ?? lot ?? item) === undefined) return { wrong: ['file.columns'] };
  if (body.length === 0) return { wrong: ['file.empty'] };
  if (body.length > MOST_ROWS) return { wrong: ['file.large', { n: MOST_ROWS }] };
  const seen = new Map<string, number>();
  const rows = body.map(({ row, cells }): CheckedRow => {
    const cell = (column: Column): string => cells[columns[column] ?? -1] ?? '';
    const checked = checkRow(row, cell, entries);
    const before = checked.lot && seen.get(checked.lot.id);
    if (checked.lot && before === undefined) seen.set(checked.lot.id, row);
    return before === undefined ? checked : { ...checked, wrong: ['row.twice', { row: before }] };
  });
  return { rows };
}

function checkRow(row: number, cell: (column: Column) => string, entries: readonly Entry[]): CheckedRow {
  const called = cell('id') || [cell('item'), cell('lot')].filter((part) => part !== '').join(' ');
  const wrong = (key: SupplyKey, values: { readonly [name: string]: string } = {}): CheckedRow => ({
    row,
    called,
    wrong: [key, { text: called, ...values }],
  });
  if (called === '') return wrong('row.nothing');
  const lots = lotsCalled(cell, entries);
  const [lot] = lots;
  if (!lot) return wrong('row.unknown');
  if (lots.length > 1) return { ...wrong('row.many'), wrong: ['row.many', { text: called, n: lots.length }] };
  const counted = readAmount(cell('counted'));
  const found: CheckedRow = { row, called, lot, ...(counted !== undefined && { counted }) };
  const unit = cell('unit').normalize('NFKC');
  if (cell('counted') === '') return { ...found, wrong: ['row.missing'] };
  if (counted === undefined) return { ...found, wrong: ['row.number', { text: cell('counted') }] };
  if (counted > TOO_LARGE) return { ...found, wrong: ['wrong.large'] };
  if (unit !== '' && unit !== lot.unit) return { ...found, wrong: ['row.unit', { text: unit, unit: lot.unit }] };
  if (lot.quantity === undefined) return { ...found, wrong: ['row.unjudged'] };
  return found;
}

/** An id names one lot; a number of a lot may need its item, an item its lot. */
function lotsCalled(cell: (column: Column) => string, entries: readonly Entry[]): readonly LotRow[] {
  const of = (text: string): LotRow[] =>
    find(text, entries, { whole: true }).flatMap(({ entry, lot }) => (lot ? [lot] : entry.lots));
  if (cell('id') !== '') return of(cell('id'));
  if (cell('lot') === '') return of(cell('item'));
  const lots = of(cell('lot'));
  if (cell('item') === '') return lots;
  const items = new Set(of(cell('item')).map(({ id }) => id));
  return lots.filter(({ id }) => items.has(id));
}

/** The Command of a row that is right. */
export const inputOfRow = ({ lot, counted }: Required<Pick<CheckedRow, 'lot' | 'counted'>>): RecordMovement => ({
  stock: lot.id,
  sort: 'count',
  counted,
  ...(lot.quantity !== undefined && { seen: lot.quantity }),
});

export const isRight = (row: CheckedRow): row is CheckedRow & Required<Pick<CheckedRow, 'lot' | 'counted'>> =>
  row.wrong === undefined && row.lot !== undefined && row.counted !== undefined;
