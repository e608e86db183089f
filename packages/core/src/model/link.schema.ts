import * as z from 'zod';
import { extra, id, idOf, means } from './marks.js';

/** 关联: a reversible statement that two things belong together; undone by another link event that says `undoes`. */
export const Link = z.strictObject({
  from: means(id, 'The one that tells, is the same, is part, or was caused.'),
  to: means(id, 'The other one.'),
  role: means(z.enum(['tells', 'same-as', 'part-of', 'caused-by']), 'What joins them.'),
  score: means(z.number().min(0).max(1), 'How sure, 0 to 1.').optional(),
  reasons: means(z.array(z.string()), 'Reason codes, kebab-case; never text of a caller.'),
  undoes: means(idOf('link'), 'The link event this one takes back.').optional(),
  extra,
});
export type Link = z.infer<typeof Link>;
export const linkExample: z.input<typeof Link> = {
  from: 'report/fire/889-1-1-131082.20260612T094558Z',
  to: 'incident/city/3f2a',
  role: 'tells',
  score: 1,
  reasons: ['same-zone-60s'],
};
