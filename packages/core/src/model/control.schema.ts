import * as z from 'zod';
import { extra, id, idOf, instant, means, multiPolygon, positioned } from './marks.js';

/**
 * 管控措施: something an authority closed, cut or stopped so that nobody is harmed. It is lifted by its authority, not by a
 * sensor that reads dry, and not by time: `until` is what is planned.
 */
export const Control = z.strictObject({
  state: means(z.enum(['ordered', 'in-place', 'lifted']), '已下令 已落实 已解除.'),
  sort: means(
    z.enum([
      'road-closed',
      'underpass-closed',
      'traffic-limited',
      'power-cut',
      'gas-cut',
      'water-cut',
      'classes-suspended',
      'business-suspended',
      'work-suspended',
      'area-closed',
    ]),
    '封路 封闭下穿通道 限行 断电 断气 停水 停课 停业 停工 封闭区域.',
  ),
  title: means(z.string(), 'One line that names it.'),
  authority: means(z.string(), 'Who ordered it, and alone may lift it.'),
  orderedBy: means(idOf('organization'), 'The authority as an organization.').optional(),
  grounds: means(z.array(id), 'What it rests on: warnings, responses, incidents.').optional(),
  document: means(z.string(), 'Number of the order.').optional(),
  from: means(instant, 'Ordered to hold from.').optional(),
  until: means(instant, 'Planned to end; it holds on until it is lifted.').optional(),
  detour: means(z.string(), 'How to get around it, or what to use instead.').optional(),
  place: means(idOf('place'), 'Where, as a place.').optional(),
  address: means(z.string(), 'Where, in words.').optional(),
  boundary: means(multiPolygon, 'Outline of what is closed, WGS 84.', { unit: '°' }).optional(),
  ...positioned,
  extra,
});
export type Control = z.infer<typeof Control>;
export const controlExample: z.input<typeof Control> = {
  state: 'in-place',
  sort: 'underpass-closed',
  title: '示例涵洞双向封闭',
  authority: '示例交警大队',
  grounds: ['warning/cap/DRILL-1'],
  from: '2026-06-12T17:20:00+08:00',
  detour: '绕行地面辅道',
  place: 'place/registry/underpass-1',
  position: [108.352, 22.823],
  datum: 'wgs84',
};
