import * as z from 'zod';
import { casualties, eventType, extra, grades, idOf, level, means, positioned } from './marks.js';

/** 突发事件: one thing that happened, owned by the city's desk and its analysts. What others know of it is a fold over links. */
export const Incident = z.strictObject({
  state: means(
    z.enum([
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
    ]),
    'Where it stands in its life cycle.',
  ),
  eventType: eventType.optional(),
  level: means(level, 'Ⅰ–Ⅳ, 1 is worst; below = 未达级; absent = not graded.').optional(),
  grades: grades.optional(),
  casualties: casualties.optional(),
  title: means(z.string(), 'One line that names it; no personal data.'),
  place: means(idOf('place'), 'Where, as a place.').optional(),
  address: means(z.string(), 'Where, in words.').optional(),
  reason: means(z.string(), 'Why it was closed, handed over or reopened; no personal data.').optional(),
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
