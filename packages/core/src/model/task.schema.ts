import * as z from 'zod';
import { extra, id, idOf, instant, means } from './marks.js';

/**
 * 任务: an order to a unit, or an offer to a volunteer. The only way out of an order is 退单, with a reason. That somebody urged or
 * supervised it is an event of its own, `urging`: it moves no state.
 */
export const Task = z.strictObject({
  sort: means(z.enum(['order', 'offer']), 'Order binds a unit; offer asks a volunteer.'),
  state: means(
    z.enum([
      'issued',
      'signed',
      'moving',
      'on-scene',
      'handling',
      'reported',
      'done',
      'checked',
      'returned',
      'offered',
      'accepted',
      'declined',
    ]),
    'Where it stands in its life cycle.',
  ),
  title: means(z.string(), 'What to do, verb first; no personal data.'),
  about: means(z.array(id), 'Reports or incidents it is for.'),
  place: means(idOf('place'), 'Where.').optional(),
  assignee: means(
    idOf('organization', 'team', 'responder'),
    'Who: organization, team or responder; absent = not yet assigned.',
  ).optional(),
  issuedAt: means(
    instant,
    'When it was given; absent while it is issued or offered = when that was stated.',
  ).optional(),
  signBy: means(instant, 'To be signed for by.').optional(),
  arriveBy: means(instant, 'To be on the scene by.').optional(),
  due: means(instant, 'To be done by.').optional(),
  reason: means(z.string(), 'Why it was returned or declined.').optional(),
  override: means(
    z.strictObject({
      by: means(z.string(), 'Actor who allowed it.'),
      masked: means(
        z.string(),
        'Name of that person as others may see it, e.g. 李*; absent of what was allowed before that was recorded.',
      ).optional(),
      reason: means(z.string(), 'Why, in a word; no personal data.'),
      tasks: means(z.array(idOf('task')), 'The other tasks.'),
    }),
    'Who allowed it although its responder is on the scene of other tasks, why, and which.',
  ).optional(),
  extra,
});
export type Task = z.infer<typeof Task>;
export const taskExample: z.input<typeof Task> = {
  sort: 'order',
  state: 'issued',
  title: '现场核实单点火警',
  about: ['report/fire/889-1-1-131082.20260612T094558Z'],
  due: '2026-06-12T17:49:00+08:00',
};
