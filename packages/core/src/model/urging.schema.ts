import * as z from 'zod';
import { extra, id, idOf, instant, means } from './marks.js';

/**
 * 催办/督办: somebody pressed for a task, or for a finding to be put right. To urge is a reminder of whoever issued it; to
 * supervise is a demand of an authority that wants an answer by a time. Each is told once; how often something was urged is the
 * number of these.
 */
export const Urging = z
  .strictObject({
    of: means(id, 'The task or finding that is pressed for.'),
    sort: means(z.enum(['urge', 'supervise']), '催办, 督办.'),
    to: means(id, 'Who was pressed, where it is not the assignee: e.g. the organization above a team.').optional(),
    authority: means(idOf('organization'), 'The unit that supervises; a must of supervise.').optional(),
    answerBy: means(instant, 'To be answered by; the deadline of the task itself stays.').optional(),
    reason: means(z.string(), 'Why, e.g. not signed for in time; no personal data.').optional(),
    extra,
  })
  .refine(({ sort, authority }) => sort !== 'supervise' || authority !== undefined, {
    path: ['authority'],
    message: 'name the authority that supervises',
  });
export type Urging = z.infer<typeof Urging>;
export const urgingExample: z.input<typeof Urging> = {
  of: 'task/city/t-1',
  sort: 'supervise',
  authority: 'organization/registry/district-command',
  answerBy: '2026-06-12T18:10:00+08:00',
  reason: '超时未签收',
};
