import * as z from 'zod';
import { count, extra, id, idOf, instant, means } from './marks.js';

const people = { unit: 'persons' };
const rooms = { unit: 'rooms' };

/** 灾情统计: what was lost in one place, as counted at one time. A later count is another version; what is absent is not known. */
export const Loss = z.strictObject({
  about: means(z.array(id), 'Incidents, or responses, it is counted for.'),
  place: means(idOf('place'), 'Where it was counted; the parts of a place are counted in it.'),
  version: means(count.min(1), 'Version of the count, 1 for the first.'),
  replaces: means(idOf('loss'), 'The count that this one takes the place of.').optional(),
  asOf: means(instant, 'What was known until.'),
  stage: means(z.enum(['initial', 'follow-up', 'verified']), '初报 续报 核定.').optional(),
  countedBy: means(z.string(), 'Office that counted.').optional(),
  affected: means(count, '受灾.', people).optional(),
  relocated: means(count, '转移.', people).optional(),
  settled: means(count, '集中安置.', people).optional(),
  dead: means(count, '因灾死亡.', people).optional(),
  missing: means(count, '因灾失踪.', people).optional(),
  injured: means(count, '受伤.', people).optional(),
  roomsCollapsed: means(count, '倒塌房屋.', rooms).optional(),
  roomsBadlyDamaged: means(count, '严重损坏房屋.', rooms).optional(),
  roomsDamaged: means(count, '一般损坏房屋.', rooms).optional(),
  cropsHa: means(z.number().nonnegative(), '农作物受灾面积.', { unit: 'ha' }).optional(),
  directCny: means(z.number().nonnegative(), '直接经济损失.', { unit: 'CNY' }).optional(),
  extra,
});
export type Loss = z.infer<typeof Loss>;
export const lossExample: z.input<typeof Loss> = {
  about: ['incident/city/3f2a'],
  place: 'place/divisions/450103001005',
  version: 2,
  replaces: 'loss/registry/2026-06-12-1',
  asOf: '2026-06-13T08:00:00+08:00',
  stage: 'follow-up',
  affected: 210,
  relocated: 64,
  dead: 0,
  roomsDamaged: 12,
  directCny: 380000,
};
