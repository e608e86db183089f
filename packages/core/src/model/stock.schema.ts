import * as z from 'zod';
import { amount } from './amount.js';
import { extra, idOf, instant, means } from './marks.js';

/** 应急物资: one lot of one item at one facility. Its quantity follows from its movements and is never written here. */
export const Stock = z.strictObject({
  item: means(z.string().min(1), 'Code of the item, the same at every facility.', {
    norm: 'GB/T 38565 where it has a code',
  }),
  name: means(z.string().min(1), 'Name as it stands in the ledger (台账).'),
  facility: means(idOf('facility'), 'The station, store or shelter it lies in.'),
  unit: means(z.string().min(1), 'What is counted: 件, 箱, kg …; amounts in different units are never added.'),
  lot: means(z.string(), 'Batch number on the package.').optional(),
  expires: means(instant, 'Not to be handed out from then on; absent = does not expire.').optional(),
  minimum: means(amount, 'Least amount of the item at this facility, all its lots together (下限).').optional(),
  ownership: means(z.enum(['own', 'stored-by-others', 'agreement']), '自储, 代储, 协议.'),
  extra,
});
export type Stock = z.infer<typeof Stock>;
export const stockExample: z.input<typeof Stock> = {
  item: 'bottled-water',
  name: '瓶装水',
  facility: 'facility/registry/xinzhu-station',
  unit: '瓶',
  lot: '2026-03',
  expires: '2027-03-01T00:00:00+08:00',
  minimum: 600,
  ownership: 'own',
};
