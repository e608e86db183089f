import * as z from 'zod';
import { count, extra, idOf, instant, means } from './marks.js';

/** 演练培训宣教: a drill, training or publicity that was held, and what shows it. What a drill played is marked `exercise`. */
export const Activity = z.strictObject({
  sort: means(z.enum(['drill', 'training', 'publicity']), '演练 培训 宣教.'),
  title: means(z.string(), 'One line that names it.'),
  organizer: means(idOf('organization'), 'Organization that held it.').optional(),
  places: means(z.array(idOf('place')), 'Where, or for whom.').optional(),
  plan: means(idOf('plan'), 'Plan that was exercised.').optional(),
  drill: means(z.string(), 'The drill that its Changes carry in `exercise`.').optional(),
  from: means(instant, 'When it began.'),
  until: means(instant, 'When it ended.').optional(),
  people: means(count, 'People who took part.', { unit: 'persons' }).optional(),
  hours: means(z.number().positive(), 'How long it took each of them.', { unit: 'h' }).optional(),
  evidence: means(
    z.array(
      z.strictObject({
        title: means(z.string(), 'What it is: photo, list of signatures, record.'),
        uri: means(z.string(), 'Where it is kept.').optional(),
        digest: means(z.string(), 'SHA-256 of its bytes, hex.').optional(),
      }),
    ),
    'What shows that it took place; the files are not kept here.',
  ).optional(),
  lessons: means(z.string(), 'What is to be done better; no personal data.').optional(),
  extra,
});
export type Activity = z.infer<typeof Activity>;
export const activityExample: z.input<typeof Activity> = {
  sort: 'drill',
  title: '地下车库倒灌疏散演练',
  places: ['place/divisions/450103001005'],
  plan: 'plan/registry/P-01',
  drill: 'drill-2026-05',
  from: '2026-05-12T15:00:00+08:00',
  until: '2026-05-12T16:30:00+08:00',
  people: 86,
  hours: 1.5,
  evidence: [{ title: '签到表' }],
};
