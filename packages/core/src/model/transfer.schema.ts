import * as z from 'zod';
import { extra, id, idOf, means } from './marks.js';

const people = (what: string) => means(z.number().int().nonnegative(), what, { unit: 'persons' });

/**
 * 转移避险: how it stands with one household, or with one place as a whole, told whole each time; the latest telling counts. What is due
 * and not told of is still waiting: nobody drops out by not being mentioned.
 */
export const Transfer = z.strictObject({
  order: means(id, 'What ordered it: incident, response, control or plan run.'),
  of: means(
    idOf('person-at-risk', 'place'),
    'The person at risk (with the household), or the place that a tally is for.',
  ),
  due: people('应转.'),
  moved: people('已转.'),
  refused: people('拒转.'),
  away: people('外出.'),
  unreached: people('未联系上.'),
  to: means(
    idOf('facility'),
    'The facility they were moved to; absent = with relatives (投亲靠友), or not moved.',
  ).optional(),
  returned: people('Of those moved, who has come home again (返回).').optional(),
  closed: means(
    z.string().min(1),
    'Why those who refused or are not reached need not be followed any more; whoever states it is named. No personal data.',
  ).optional(),
  extra,
});
export type Transfer = z.infer<typeof Transfer>;
export const transferExample: z.input<typeof Transfer> = {
  order: 'incident/city/3f2a',
  of: 'person-at-risk/registry/h-1',
  due: 2,
  moved: 1,
  refused: 1,
  away: 0,
  unreached: 0,
  to: 'facility/registry/shelter-1',
};
