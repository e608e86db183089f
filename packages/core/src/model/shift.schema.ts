import * as z from 'zod';
import { extra, idOf, instant, means } from './marks.js';

/** The closed list of duties. */
export const shiftRole = z.enum(['leader-on-duty', 'duty-officer', 'stand-by', 'patrol', 'station']);

const signed = z.strictObject({
  at: means(instant, 'When.'),
  by: means(z.string(), 'Id of the person who signed.'),
  reason: means(z.string(), 'Why somebody else signed for them; no personal data.').optional(),
});

/** 值班: one person on one duty at one place for one stretch of time. */
export const Shift = z.strictObject({
  role: means(shiftRole, '带班领导, 值班员, 备班, 巡查, 驻站值守.'),
  responder: means(idOf('responder'), 'Who.'),
  place: means(idOf('place'), 'The place the duty is for, with everything in it.'),
  from: means(instant, 'Begins.'),
  to: means(instant, 'Ends; this instant is the first of the next shift.'),
  state: means(z.enum(['planned', 'signed-in', 'signed-out', 'cancelled']), 'What is known of it.'),
  signedIn: means(signed, 'Came on duty (签到).').optional(),
  signedOut: means(signed, 'Went off duty (签退).').optional(),
  override: means(
    z.strictObject({
      by: means(z.string(), 'Actor who allowed it.'),
      reason: means(z.string(), 'Why, in a word; no personal data.'),
      overlaps: means(z.array(idOf('shift')), 'The other shifts.'),
    }),
    'Who allowed it although the person is on other shifts in that time, why, and which.',
  ).optional(),
  extra,
});
export type Shift = z.infer<typeof Shift>;
/** What a person is on duty as; a closed list (带班领导, 值班员, 备班, 巡查, 应急服务站). */
export type ShiftRole = z.infer<typeof shiftRole>;
export const shiftExample: z.input<typeof Shift> = {
  role: 'duty-officer',
  responder: 'responder/registry/r-1',
  place: 'place/registry/xinzhu',
  from: '2026-06-12T15:00:00+08:00',
  to: '2026-06-12T23:00:00+08:00',
  state: 'planned',
};
