import * as z from 'zod';
import { casualties, count, eventType, extra, id, idOf, instant, means, sensitive } from './marks.js';

const persons = { unit: 'persons' };

/**
 * 反馈: what a unit tells back about an order, as a 反馈单 does, or about its return. Of one number the latest telling stands; a
 * number that was deleted at its source is told once more, withdrawn.
 */
export const Feedback = z.strictObject({
  of: means(idOf('task'), 'The order it answers; absent where the source does not say which.').optional(),
  about: means(z.array(id), 'Reports or incidents that the order is for.'),
  native: means(
    z.string(),
    'Number at the source; a later telling of the same takes the place of the earlier.',
  ).optional(),
  withdrawn: means(
    z.literal(true),
    'The source took it back: nothing that was told under its number stands.',
  ).optional(),
  result: means(z.string(), 'Code of the result, as stated.', {
    norm: 'GA/T 2000.152-2015 (unverified: its list of codes)',
  }).optional(),
  eventType: eventType.optional(),
  casualties: casualties.optional(),
  rescued: means(count, 'Brought to safety.', persons).optional(),
  carried: means(count, 'Carried by ambulance.', persons).optional(),
  toHospital: means(count, 'Brought to a hospital.', persons).optional(),
  people: means(count, 'Sent by the unit.', persons).optional(),
  vehicles: means(count, 'Vehicles the unit sent.', { unit: 'vehicles' }).optional(),
  lossCny: means(z.number().nonnegative(), 'Direct economic loss, as estimated on the scene.', {
    unit: 'CNY',
  }).optional(),
  occurredAt: means(instant, 'When it really happened, as found out.').optional(),
  signedAt: means(instant, '签收: the order was signed for.').optional(),
  movingAt: means(instant, '出动: the unit left for the scene.').optional(),
  arrivedAt: means(instant, '到场.').optional(),
  controlledAt: means(instant, '控制: e.g. of a fire.').optional(),
  leftAt: means(instant, '离场.').optional(),
  hospitalAt: means(instant, '到院.').optional(),
  doneAt: means(instant, '处理完毕.').optional(),
  narrative: sensitive('What was found and done, in full.').optional(),
  extra,
});
export type Feedback = z.infer<typeof Feedback>;
export const feedbackExample: z.input<typeof Feedback> = {
  of: 'task/calls-110/PJ20260612-01',
  about: ['report/calls-110/4501032606120200194'],
  native: 'FK20260612-01',
  casualties: { dead: 0, injured: 2 },
  people: 4,
  vehicles: 1,
  arrivedAt: '2026-06-12T09:52:00+08:00',
  doneAt: '2026-06-12T10:20:00+08:00',
};
