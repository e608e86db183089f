import * as z from 'zod';
import { count, extra, id, idOf, instant, means, sensitive } from './marks.js';

/**
 * 叫应: one attempt to reach one named person, and what came of it. Delivered is not answered, and answered is not confirmed:
 * only who repeats the message has it. The answer rate (叫应率) and who is next in the chain are derived.
 */
export const Callup = z.strictObject({
  about: means(z.array(id).min(1), 'What was to be passed on: warnings, responses, incidents.'),
  person: means(idOf('responder'), 'Who was called, as a responder.').optional(),
  name: sensitive('Who was called.').optional(),
  phone: sensitive('Number that was called.').optional(),
  duty: means(z.string(), 'The duty for which the person is called, e.g. 社区防汛责任人.').optional(),
  insteadOf: means(
    idOf('responder'),
    'The person who did not answer and whose deputy this is: whose post it is, for the second deputy too.',
  ).optional(),
  attempt: means(count.min(1), 'Which attempt to reach this person it was.').optional(),
  channel: means(
    z.enum(['phone', 'sms', 'app', 'radio', 'loudspeaker', 'door', 'gong', 'whistle']),
    '电话 短信 应用 电台 大喇叭 敲门 敲锣 吹哨.',
  ),
  outcome: means(
    z.enum(['sent', 'delivered', 'answered', 'confirmed', 'no-answer', 'busy', 'unreachable', 'failed']),
    '已发出 已送达 已接听 已复述确认 无人接听 占线 无法接通 失败; only confirmed counts as answered (叫应).',
  ),
  answerBy: means(
    instant,
    'To be confirmed by; from then on it is the turn of the next in the chain. Absent = within five minutes.',
  ).optional(),
  answeredAt: means(instant, 'When the person answered.').optional(),
  extra,
});
export type Callup = z.infer<typeof Callup>;
export const callupExample: z.input<typeof Callup> = {
  about: ['warning/cap/DRILL-1'],
  person: 'responder/registry/D-017',
  duty: '社区防汛责任人',
  attempt: 2,
  channel: 'phone',
  outcome: 'confirmed',
  answeredAt: '2026-06-12T16:58:20+08:00',
};
