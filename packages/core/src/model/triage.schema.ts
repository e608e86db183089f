import * as z from 'zod';
import { extra, idOf, means } from './marks.js';

/** Why a report is none: 无声, 骚扰, 误拨, 咨询, 虚假. A repeat is none of these, nor is what others deal with. */
export const rejection = z.enum(['silent', 'nuisance', 'misdial', 'enquiry', 'false']);
type Rejection = z.infer<typeof rejection>;

/**
 * 分诊: what our people decided about a report. A repeat is attached, never rejected; a rejection says why. A rejection of an older
 * log that does not say it stands as it was written.
 */
export const Triage = z
  .strictObject({
    of: means(idOf('report'), 'The report.'),
    outcome: means(
      z.enum(['accepted', 'attached', 'rejected', 'handed-over', 'returned']),
      'What was decided: 受理 归并 无效 转办; 退回 = it was handed over and came back, and is to be decided anew.',
    ),
    reason: means(
      z.enum([...rejection.options, 'to-12345', 'duplicate', 'not-theirs']),
      '无声, 骚扰, 误拨, 咨询, 虚假 (one of these is a must of rejected), 转 12345, 重复报警, 不属其职责.',
    ).optional(),
    to: means(idOf('organization'), 'Organization it was handed over to, or came back from.').optional(),
    extra,
  })
  .refine(({ outcome, reason }) => outcome !== 'rejected' || rejection.safeParse(reason).success, {
    path: ['reason'],
    message: `a rejection says why: ${rejection.options.join(', ')}; a repeat is attached, and what others deal with is handed over`,
  });
type Said = z.infer<typeof Triage>;
export type Triage =
  | (Omit<Said, 'outcome' | 'reason'> & { outcome: 'rejected'; reason: Rejection })
  | (Omit<Said, 'outcome'> & { outcome: Exclude<Said['outcome'], 'rejected'> });
export const triageExample: z.input<typeof Triage> = { of: 'report/calls/1', outcome: 'rejected', reason: 'silent' };
