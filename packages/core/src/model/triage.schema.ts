import * as z from 'zod';
import { extra, idOf, means } from './marks.js';

/** 分诊: what our people decided about a report. A repeat is attached, never rejected. */
export const Triage = z.strictObject({
  of: means(idOf('report'), 'The report.'),
  outcome: means(
    z.enum(['accepted', 'attached', 'rejected', 'handed-over', 'returned']),
    'What was decided: 受理 归并 无效 转办; 退回 = it was handed over and came back, and is to be decided anew.',
  ),
  reason: means(
    z.enum(['silent', 'nuisance', 'misdial', 'enquiry', 'false', 'to-12345', 'duplicate', 'not-theirs']),
    '无声, 骚扰, 误拨, 咨询, 虚假, 转 12345, 重复报警, 不属其职责.',
  ).optional(),
  to: means(idOf('organization'), 'Organization it was handed over to, or came back from.').optional(),
  extra,
});
export type Triage = z.infer<typeof Triage>;
export const triageExample: z.input<typeof Triage> = { of: 'report/calls/1', outcome: 'rejected', reason: 'silent' };
