import * as z from 'zod';
import { casualties, count, extra, id, idOf, instant, means, sensitive } from './marks.js';

/**
 * 信息报送: what the desk tells the level above it of an incident: 首报, numbered 续报 that do not repeat the start, 终报. The
 * fields are those a county is asked for; when it is due is a rule of the place, and is data.
 */
export const Briefing = z.strictObject({
  about: means(z.array(id).min(1), 'The incident, or the incidents, it tells of.'),
  stage: means(z.enum(['first', 'follow-up', 'final']), '首报 续报 终报.'),
  number: means(count.min(1), 'Number of a follow-up: 1, 2, 3 …').optional(),
  version: means(count.min(1), 'Version of this briefing, 1 for the first.'),
  replaces: means(idOf('briefing'), 'The version that this one takes the place of.').optional(),
  to: means(z.array(z.string()).min(1), 'Offices it goes to.'),
  by: means(z.enum(['phone', 'writing']), 'By word of mouth first, or in writing.'),
  due: means(instant, 'When it had to be there.').optional(),
  rule: means(z.string(), 'The rule it is due by, title and clause.').optional(),
  receivedAt: means(instant, '接报时间: when the desk was told.').optional(),
  toldBy: means(z.string(), '信息来源: office or channel, no person.').optional(),
  occurredAt: means(instant, '事发时间.').optional(),
  where: means(z.string(), '事发地点, to the building at most.').optional(),
  nature: means(z.string(), '性质: what sort of thing it is.').optional(),
  impact: means(z.string(), '影响: who and what is touched.').optional(),
  casualties: casualties.optional(),
  losses: means(z.string(), '损失, in words.').optional(),
  trend: means(z.string(), '趋势: what is to be expected.').optional(),
  leaders: means(z.string(), '领导到位: which offices are on the scene, no names.').optional(),
  measures: means(z.string(), '已采取措施.').optional(),
  advice: means(z.string(), '建议: what is asked for.').optional(),
  signer: sensitive('签发人: who signed it.').optional(),
  extra,
});
export type Briefing = z.infer<typeof Briefing>;
export const briefingExample: z.input<typeof Briefing> = {
  about: ['incident/city/3f2a'],
  stage: 'first',
  version: 1,
  to: ['示例区应急管理局值班室'],
  by: 'phone',
  due: '2026-06-12T18:15:58+08:00',
  receivedAt: '2026-06-12T17:45:58+08:00',
  toldBy: '消防控制室',
  occurredAt: '2026-06-12T17:45:58+08:00',
  where: '示例小区 3 栋 1 层走廊',
  nature: '建筑火灾，初起',
  casualties: { dead: 0, injured: 0 },
  trend: '烟已散，无蔓延',
  measures: '微型消防站到场，住户已疏散',
};
