import * as z from 'zod';
import { extra, id, idOf, means } from './marks.js';

const item = z.strictObject({
  item: means(z.string().min(1), 'What was looked at.'),
  ok: means(z.boolean(), 'Whether it was in order.'),
  note: means(z.string(), 'What was seen; no personal data.').optional(),
});

/** 排查: somebody went and looked. What was wrong is a finding, which names this act. */
export const Inspection = z.strictObject({
  of: means(id, 'The risk source, facility or device that was looked at.').optional(),
  place: means(idOf('place'), 'Where, when it was of no single thing.').optional(),
  inspector: means(
    idOf('responder', 'team'),
    'The responder or team who looked, where it is not the person who recorded it.',
  ).optional(),
  result: means(z.enum(['in-order', 'findings']), '无异常, 有隐患.'),
  items: means(z.array(item), 'What was looked at, one by one.').optional(),
  extra,
});
export type Inspection = z.infer<typeof Inspection>;
export const inspectionExample: z.input<typeof Inspection> = {
  of: 'risk-source/registry/gecun-culvert',
  result: 'findings',
  items: [{ item: '雨水篦', ok: false, note: '落叶堵塞一半' }],
};
