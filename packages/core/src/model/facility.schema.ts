import * as z from 'zod';
import { count, extra, idOf, means, multiPolygon, positioned, sensitive } from './marks.js';

const what = z.enum([
  'duty-office',
  'micro-fire-station',
  'experience-area',
  'medical-point',
  'supply-point',
  'shelter',
  'command-post',
  'aed',
  'water-source',
  'pump-station',
  'gate',
  'e-bike-park',
  'school',
  'sports-ground',
  'community-hall',
  'other',
]);

/**
 * 设施: a built thing that serves in an emergency, in everyday use, or in both (平急两用). A service station (应急服务站) is one
 * facility with several functions. Occupancy and full are derived.
 */
export const Facility = z.strictObject({
  name: means(z.string().min(1), 'Name on its door.'),
  functions: means(
    z.array(what).min(1),
    'What it is in everyday use: 值班室 微型消防站 体验区 医疗点 物资点 避难场所 指挥所 AED 水源 泵站 闸门 电动车停放点 学校 运动场 社区活动中心 其他.',
  ),
  emergencyFunctions: means(
    z.array(what),
    'What it becomes when it is switched over; absent = no dual use.',
  ).optional(),
  mode: means(z.enum(['everyday', 'emergency']), '平时 / 急时: how it is used now; absent = not said.').optional(),
  state: means(
    z.enum(['closed', 'preparing', 'open', 'restored']),
    'Opening state: 未启用或已关停, 准备中, 启用, 已恢复平时; absent = it is not a thing to be opened.',
  ).optional(),
  shelterClass: means(
    z.enum(['urgent', 'fixed-short', 'fixed-medium', 'fixed-long', 'central']),
    '紧急 固定短期 固定中期 固定长期 中心 (shelters).',
    { norm: 'GB 51143-2015' },
  ).optional(),
  capacity: means(
    z.strictObject({
      persons: means(count, 'People it can take.', { unit: 'persons' }).optional(),
      beds: means(count, 'Beds.').optional(),
      areaM2: means(z.number().positive(), 'Area people may use.', { unit: 'm2' }).optional(),
      ports: means(count, 'Charging ports (e-bike park).').optional(),
      flowM3s: means(z.number().positive(), 'Rated flow (pump station, gate).', { unit: 'm3/s' }).optional(),
    }),
    'How much it can take; what is absent is not known.',
  ).optional(),
  equipment: means(
    z.array(z.strictObject({ item: means(z.string(), 'What.'), count: means(count, 'How many.') })),
    'What is fixed in it, e.g. detectors, extinguishers; supplies are stock.',
  ).optional(),
  devices: means(z.array(idOf('device')), 'Devices that watch over it.').optional(),
  accessible: means(z.boolean(), 'Whether a wheelchair gets in.').optional(),
  hours: means(z.string(), 'When it is open in everyday use, in words.').optional(),
  organization: means(idOf('organization'), 'Who runs it.').optional(),
  contact: sensitive('Who has the key.').optional(),
  phone: sensitive('Number of who has the key.').optional(),
  place: means(idOf('place'), 'The building, compound or division it stands in.').optional(),
  address: means(z.string(), 'Where, in words.').optional(),
  boundary: means(multiPolygon, 'Outline, WGS 84.', { unit: '°' }).optional(),
  ...positioned,
  extra,
});
export type Facility = z.infer<typeof Facility>;
export const facilityExample: z.input<typeof Facility> = {
  name: '新竹社区应急服务站（示例）',
  functions: ['duty-office', 'micro-fire-station', 'supply-point'],
  emergencyFunctions: ['shelter', 'command-post'],
  mode: 'everyday',
  state: 'closed',
  shelterClass: 'urgent',
  capacity: { persons: 120, areaM2: 260 },
  equipment: [{ item: '灭火器', count: 12 }],
  accessible: true,
  place: 'place/divisions/450103001005',
  position: [108.3502, 22.8206],
  datum: 'wgs84',
};
