import * as z from 'zod';
import { extra, instant, means } from './marks.js';

/** 数据源: how the way to a source stands. Only transitions are logged. */
export const FeedHealth = z.strictObject({
  title: means(
    z.strictObject({ zh: means(z.string(), 'In Chinese.'), en: means(z.string(), 'In English.') }),
    'Name of the feed.',
  ),
  state: means(
    z.enum(['unknown', 'live', 'stale', 'failed', 'removed']),
    'unknown = never reached; removed = no longer configured: nothing of it is heard.',
  ),
  retired: means(
    z.string(),
    'Why it is gone for good, as whoever retired it said; only with removed. No all-clear waits for its word. No personal data. Empty: not told to this tier.',
  ).optional(),
  hears: means(z.array(z.string()), 'Sources whose devices it carries word of.').optional(),
  exercise: means(
    z.string(),
    'The drill that all it says is part of: it carries word of what is of this drill, and of nothing real.',
  ).optional(),
  lastEvent: means(instant, 'When it last delivered, at the time of this transition.').optional(),
  code: means(z.string(), 'What the failure is called.').optional(),
  message: means(z.string(), 'What happened and what to do next.').optional(),
  issues: means(z.number().int().nonnegative(), 'Issues since start.'),
  quarantined: means(z.number().int().nonnegative(), 'Messages in quarantine since start.'),
  extra,
});
export type FeedHealth = z.infer<typeof FeedHealth>;
export const feedExample: z.input<typeof FeedHealth> = {
  title: { zh: '气象预警', en: 'Weather warnings' },
  state: 'live',
  lastEvent: '2026-06-12T16:55:01+08:00',
  issues: 0,
  quarantined: 0,
};
