import * as z from 'zod';
import { eventType, extra, id, idOf, instant, means } from './marks.js';

/**
 * 应急响应: an authority's decision that binds units. Several run at once, of several authorities and hazards; each ends by an
 * act of its own, never because a warning was lifted.
 */
export const Response = z.strictObject({
  state: means(
    z.enum(['started', 'raised', 'lowered', 'adjusted', 'ended']),
    '启动 提升 降低 调整 终止: the last act of its authority.',
  ),
  title: means(z.string(), 'One line that names it.'),
  level: means(z.enum(['1', '2', '3', '4']), 'Ⅰ–Ⅳ in force by this act, 1 is worst; absent = not graded.').optional(),
  eventType: eventType.optional(),
  hazard: means(z.string(), 'What it is against, in words.'),
  issuer: means(z.string(), 'The authority as the document names it.'),
  issuedBy: means(idOf('organization'), 'The authority as an organization.').optional(),
  area: means(z.string(), 'Where it holds, in words.'),
  places: means(z.array(idOf('place')), 'Where it holds, as places.').optional(),
  binds: means(
    z.array(idOf('organization')),
    'Organizations it binds; absent = as the plan of the authority says.',
  ).optional(),
  grounds: means(z.array(id), 'What it rests on: warnings, consultations, incidents.').optional(),
  basis: means(z.string(), 'What it rests on, in words: plan and clause.').optional(),
  document: means(z.string(), 'Number of the document of this act.').optional(),
  since: means(instant, 'From when this act holds, where the document states it.').optional(),
  extra,
});
export type Response = z.infer<typeof Response>;
export const responseExample: z.input<typeof Response> = {
  state: 'raised',
  title: '城市内涝应急响应由Ⅳ级提升为Ⅲ级',
  level: '3',
  hazard: '城市内涝',
  issuer: '示例市城市内涝应急指挥部',
  area: '青秀区',
  places: ['place/divisions/450103'],
  grounds: ['warning/cap/DRILL-1'],
  basis: '示例市城市内涝应急预案',
  document: '示例内涝指〔2026〕7 号',
  since: '2026-06-12T17:30:00+08:00',
};
