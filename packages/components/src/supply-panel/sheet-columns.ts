import type { SheetAct } from './acts.js';

/** What people call the columns. */
const COLUMNS = {
  id: ['编号', '库存编号', 'id', 'stock'],
  lot: ['批号', '批次', 'lot', 'batch'],
  item: ['物资', '物资名称', '名称', '品名', '编码', '物资编码', 'item', 'name'],
  unit: ['单位', 'unit'],
  act: ['操作', '类型', '出入库', 'act', 'action', 'movement'],
  counted: ['实盘', '实盘数', '实盘数量', '盘点数', '盘点数量', 'counted', 'count'],
  quantity: ['数量', 'quantity', 'amount'],
  to: ['发往', '去向', '调往', 'to', 'destination'],
  leg: ['调拨单', '调拨单号', '在途编号', 'leg', 'transfer'],
  reason: ['事由', '原因', 'reason'],
} as const;
export type Column = keyof typeof COLUMNS;

/** And what they call an act. */
const ACT_WORDS: { readonly [A in SheetAct]: readonly string[] } = {
  receive: ['入库', 'receive', 'received'],
  issue: ['领用', '出库', 'issue', 'issued'],
  return: ['归还', 'return', 'returned'],
  transfer: ['调拨', 'transfer'],
  arrive: ['到货', 'arrive', 'arrived'],
  count: ['盘点', 'count', 'counted'],
};

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** Where each column stands; what stands in brackets behind a name, as 数量（个）, is not part of it. */
export function columnsOf(head: readonly string[]): { readonly [C in Column]?: number } {
  const names = head.map((name) => plain(name).replace(/\s|\(.*\)$/g, ''));
  const of = (column: Column): number =>
    names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
  return Object.fromEntries(
    (Object.keys(COLUMNS) as Column[]).flatMap((column) => (of(column) < 0 ? [] : [[column, of(column)]])),
  );
}

export function actCalled(text: string): SheetAct | undefined {
  const acts = Object.keys(ACT_WORDS) as SheetAct[];
  return acts.find((act) => ACT_WORDS[act].includes(plain(text)));
}
