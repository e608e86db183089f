import * as z from 'zod';
import { extra, id, idOf, instant, means, positioned } from './marks.js';

/** 力量前置: people and equipment put at a point before they are needed, for a time. */
export const Deployment = z.strictObject({
  state: means(z.enum(['ordered', 'in-place', 'ended', 'called-off']), '已部署, 已到位, 已撤收, 已取消.'),
  title: means(z.string(), 'One line: who stands where, for what.'),
  teams: means(z.array(idOf('team')), 'Teams that are there.'),
  assets: means(z.array(idOf('asset')), 'Equipment that is there.'),
  about: means(z.array(id), 'What for: warnings, responses, incidents.').optional(),
  from: means(instant, 'To be there from.'),
  until: means(instant, 'To be there until; absent = until it is ended.').optional(),
  place: means(idOf('place'), 'Where, as a place.').optional(),
  address: means(z.string(), 'Where, in words.').optional(),
  ...positioned,
  extra,
});
export type Deployment = z.infer<typeof Deployment>;
export const deploymentExample: z.input<typeof Deployment> = {
  state: 'ordered',
  title: '排涝车 1 号在示例涵洞备勤',
  teams: ['team/registry/T-01'],
  assets: ['asset/registry/PL-01'],
  about: ['warning/cap/DRILL-1'],
  from: '2026-06-12T17:10:00+08:00',
  until: '2026-06-12T23:00:00+08:00',
  place: 'place/registry/underpass-1',
};
