import * as z from 'zod';
import { extra, idOf, means, positioned } from './marks.js';

const chain = (duty: string) =>
  means(z.array(idOf('responder')), `${duty}: responders, the first is called first.`).optional();

/** 风险源: something that stands somewhere and may do harm, with its grade and the people who answer for it. */
export const RiskSource = z.strictObject({
  name: means(z.string().min(1), 'Name as people here say it.'),
  category: means(
    z.enum([
      'flood-prone',
      'slope',
      'river',
      'gas',
      'small-venue',
      'e-bike',
      'fire-load',
      'old-building',
      'wall',
      'electrical',
      'hazardous-material',
      'tree-or-hoarding',
      'lift',
      'crowd',
      'other',
    ]),
    '易涝点, 边坡, 河段, 燃气, 九小场所, 电动车, 可燃物, 老旧房屋, 围墙, 用电, 危险化学品, 树木广告牌, 电梯, 人员密集, 其他.',
  ),
  grade: means(
    z.enum(['red', 'orange', 'yellow', 'blue']),
    'Risk grade 重大, 较大, 一般, 低; not a warning’s colour and never mixed with it. Absent = not graded.',
  ).optional(),
  place: means(idOf('place'), 'Where, as a place.').optional(),
  ...positioned,
  administers: chain('行政责任人'),
  patrols: chain('巡查责任人'),
  warns: chain('预警责任人'),
  transfers: chain('转移责任人'),
  rescues: chain('抢险责任人'),
  controls: means(z.array(z.string()), 'What is done to keep it from doing harm; no personal data.').optional(),
  devices: means(z.array(idOf('device')), 'Devices that watch it.').optional(),
  inspectEveryDays: means(z.number().positive(), 'How often it is to be inspected.', { unit: 'd' }).optional(),
  extra,
});
export type RiskSource = z.infer<typeof RiskSource>;
export const riskSourceExample: z.input<typeof RiskSource> = {
  name: '葛村路涵洞',
  category: 'flood-prone',
  grade: 'red',
  position: [108.355, 22.825],
  datum: 'wgs84',
  patrols: ['responder/registry/r-1'],
  controls: ['雨前清篦', '积水超限时封路'],
  devices: ['device/registry/ponding-1'],
  inspectEveryDays: 7,
};
