import * as z from 'zod';
import { extra, idOf, means, sensitive } from './marks.js';

/** 响应队/分队: people who go out together. Who is in it, with which skills, stands with each responder; what they come to is derived. */
export const Team = z.strictObject({
  name: means(z.string().min(1), 'Name of the team or squad.'),
  sort: means(z.enum(['team', 'squad']), '响应队 of a community, 小区分队 of a compound.'),
  organization: means(idOf('organization'), 'The unit it belongs to.').optional(),
  parent: means(idOf('team'), 'The team a squad belongs to.').optional(),
  place: means(idOf('place'), 'The ground it answers for.').optional(),
  lead: means(idOf('responder'), 'The responder who leads it (A岗).').optional(),
  deputies: means(z.array(idOf('responder')), 'Who leads in their absence, in this order (B岗).').optional(),
  phone: sensitive('Number under which the team is reached; absent = that of who leads it.').optional(),
  extra,
});
export type Team = z.infer<typeof Team>;
export const teamExample: z.input<typeof Team> = {
  name: '竹园小区分队',
  sort: 'squad',
  organization: 'organization/registry/xinzhu',
  place: 'place/registry/zhuyuan',
  lead: 'responder/registry/r-1',
};
