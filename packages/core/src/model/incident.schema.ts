import * as z from 'zod';
import { extra, id, means, positioned } from './marks.js';

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
  eventType: means(z.string(), 'Event type code 11xxx–14xxx.', {
    norm: 'national emergency platform coding',
  }).optional(),
  level: means(
    z.enum(['1', '2', '3', '4', 'below']),
    'Ⅰ–Ⅳ, 1 is worst; below = 未达级; absent = not graded.',
  ).optional(),
  title: means(z.string(), 'One line that names it; no personal data.'),
  place: means(id, 'Where, as a place.').optional(),
  address: means(z.string(), 'Where, in words.').optional(),
  ...positioned,
  extra,
});
export type Incident = z.infer<typeof Incident>;
export const incidentExample: Incident = {
  state: 'confirmed',
  eventType: '12G00',
  title: '3 栋 1 层火警（两只探测器）',
  position: [108.351, 22.821],
  datum: 'wgs84',
};
