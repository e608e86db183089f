/** What a person does with a stock. `arrive` is the second leg of a 调拨. */
export type Act = 'receive' | 'issue' | 'return' | 'transfer' | 'arrive' | 'count';
/** Those that begin with an item. */
export const ACTS = ['receive', 'issue', 'return', 'transfer', 'count'] as const satisfies readonly Act[];
/** Those a sheet can tell of. */
export type SheetAct = (typeof ACTS)[number] | 'arrive';
