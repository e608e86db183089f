import * as z from 'zod';
import { count, extra, idOf, lonLat, means, multiPolygon } from './marks.js';

/** 地点/区划: a named part of the ground. Administrative divisions follow GB/T 2260 and the 12-digit statistical codes. */
export const Place = z.strictObject({
  name: means(z.string().min(1), 'Name as people here say it.'),
  scheme: means(
    z.enum(['division', 'compound', 'building', 'grid', 'police', 'zone']),
    'Which way of cutting the ground this belongs to; cuts overlap.',
  ),
  level: means(
    z.enum(['city', 'district', 'street', 'community', 'grid', 'micro-grid']),
    'Rung within its scheme: 市 城区 街道 社区或村 网格 微网格; absent where a scheme has none.',
  ).optional(),
  code: means(z.string(), 'Division code, 6 to 12 digits.', { norm: 'GB/T 2260' }).optional(),
  parents: means(
    z.array(idOf('place')),
    'Places it lies in, by any scheme: cuts overlap, so there may be several.',
  ).optional(),
  boundary: means(multiPolygon, 'Outline, WGS 84.', { unit: '°' }).optional(),
  centre: means(lonLat, 'A point for labels and distances, WGS 84.', { unit: '°' }).optional(),
  population: means(
    z.strictObject({
      day: means(count, 'By day.', { unit: 'persons' }).optional(),
      night: means(count, 'By night.', { unit: 'persons' }).optional(),
    }),
    'People there by day and by night.',
    { unit: 'persons' },
  ).optional(),
  address: means(z.string(), 'Postal address, no home of a named person.').optional(),
  extra,
});
export type Place = z.infer<typeof Place>;
export const placeExample: z.input<typeof Place> = {
  name: '新竹社区',
  scheme: 'division',
  level: 'community',
  code: '450103001005',
  parents: ['place/divisions/450103001', 'place/police/xinzhu'],
  centre: [108.35, 22.82],
  population: { day: 8200, night: 9860 },
};
