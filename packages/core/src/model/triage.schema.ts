import * as z from 'zod';
import { extra, id, means } from './marks.js';

/** 分诊: what our people decided about a report. A repeat is attached, never rejected. */
export const Triage = z.strictObject({
  of: means(id, 'The report.'),
  outcome: means(z.enum(['accepted', 'attached', 'rejected', 'handed-over']), 'What was decided.'),
  reason: means(
    z.enum(['silent', 'nuisance', 'misdial', 'enquiry', 'false', 'to-12345', 'duplicate']),
    '无声, 骚扰, 误拨, 咨询, 虚假, 转 12345, 重复报警.',
  ).optional(),
  extra,
});
export type Triage = z.infer<typeof Triage>;
export const triageExample: Triage = { of: 'report/calls/1', outcome: 'rejected', reason: 'silent' };
