import * as z from 'zod';
import { casualties, count, eventType, extra, grades, id, idOf, instant, level, means, positioned } from './marks.js';

const incidentState = z.enum([
  'open',
  'confirmed',
  'first-handling',
  'responding',
  'controlled',
  'closed',
  'reviewed',
  'reopened',
  'false-alarm',
  'handed-over',
]);

const override = z.strictObject({
  reason: means(z.string(), 'Why; no personal data.'),
  tasks: means(z.array(id), 'Tasks for it that were not done.'),
  households: means(count, 'Households, or places, on the work list of its transfers.'),
});

const step = z.strictObject({
  to: means(incidentState, 'What it became.'),
  at: means(instant, 'When.'),
  by: means(z.string(), 'Id of the person, or of the rule.'),
  note: means(z.string(), 'Why, or what was done; no personal data.').optional(),
  unit: means(idOf('organization'), 'To whom it was handed over.').optional(),
  override: means(override, 'What was left open by this step, and why it was taken all the same.').optional(),
});

/** 突发事件: one thing that happened, owned by the city's desk and its analysts. What others know of it is a fold over links. */
export const Incident = z.strictObject({
  state: means(incidentState, 'Where it stands in its life cycle.'),
  eventType: eventType.optional(),
  level: means(level, 'Ⅰ–Ⅳ, 1 is worst; below = 未达级; absent = not graded.').optional(),
  grades: grades.optional(),
  casualties: casualties.optional(),
  title: means(z.string(), 'One line that names it; no personal data.'),
  place: means(idOf('place'), 'Where, as a place.').optional(),
  address: means(z.string(), 'Where, in words.').optional(),
  reason: means(z.string(), 'Why it was closed, handed over or reopened; no personal data.').optional(),
  steps: means(
    z.array(step),
    'How it came to where it stands, hop by hop; absent where no person moved it on.',
  ).optional(),
  ...positioned,
  extra,
});
export type Incident = z.infer<typeof Incident>;
export const incidentExample: z.input<typeof Incident> = {
  state: 'confirmed',
  eventType: '12G00',
  title: '3 栋 1 层火警（两只探测器）',
  position: [108.351, 22.821],
  datum: 'wgs84',
};
