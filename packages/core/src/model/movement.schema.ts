import * as z from 'zod';
import { amount } from './amount.js';
import { extra, id, idOf, means } from './marks.js';
import { directions } from './movement.js';

const sorts = Object.keys(directions) as (keyof typeof directions)[];

/**
 * 出入库: something went into a stock or out of it, once. A wrong one is put right by another. 盘点 is a movement of the
 * difference (盘盈 in, 盘亏 out), with the counted value as its evidence.
 */
export const Movement = z
  .strictObject({
    stock: means(idOf('stock'), 'The lot it went into or out of.'),
    sort: means(
      z.enum(sorts),
      '入库 receive, 领用 issue, 归还 return, 调拨 transfer, 轮换 rotation, 征用 requisition, 捐赠 donation, 报损 scrap, 盘点 count.',
    ),
    direction: means(z.enum(['in', 'out']), 'Into this stock or out of it; 盘盈 is in, 盘亏 is out.'),
    quantity: means(amount, 'How much, in the unit of the stock; for a count the difference.'),
    counted: means(amount, 'What was counted; only with a count.').optional(),
    leg: means(idOf('movement'), 'The movement out that this one brings in: the second leg of a 调拨.').optional(),
    to: means(id, 'Where a movement out is bound: facility, organization, team or person.').optional(),
    reason: means(z.string(), 'Why; no personal data.').optional(),
    extra,
  })
  .refine(({ sort, direction }) => (directions[sort] as readonly string[]).includes(direction), {
    path: ['direction'],
    message: 'this sort of movement does not go that way',
  })
  .refine(({ sort, counted }) => (sort === 'count') === (counted !== undefined), {
    path: ['counted'],
    message: 'a count, and nothing else, carries the counted value',
  });
export type Movement = z.infer<typeof Movement>;
export const movementExample: z.input<typeof Movement> = {
  stock: 'stock/registry/water-2026-03',
  sort: 'issue',
  direction: 'out',
  quantity: 120,
  to: 'facility/registry/shelter-1',
};
