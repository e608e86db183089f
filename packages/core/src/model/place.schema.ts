import * as z from 'zod';
import { extra, id, lonLat, means, multiPolygon } from './marks.js';

/** 地点/区划: a named part of the ground. Administrative divisions follow GB/T 2260 and the 12-digit statistical codes. */
export const Place = z.strictObject({
  name: means(z.string().min(1), 'Name as people here say it.'),
  scheme: means(
    z.enum(['division', 'compound', 'building', 'grid', 'police', 'zone']),
    'Which way of cutting the ground this belongs to; cuts overlap.',
  ),
  code: means(z.string(), 'Division code, 6 to 12 digits.', { norm: 'GB/T 2260' }).optional(),
  parents: means(z.array(id), 'Places it lies in, one for each scheme.').optional(),
  boundary: means(multiPolygon, 'Outline, WGS 84.', { unit: '°' }).optional(),
  centre: means(lonLat, 'A point for labels and distances, WGS 84.', { unit: '°' }).optional(),
  population: means(
    z.strictObject({
      day: z.number().int().nonnegative().optional(),
      night: z.number().int().nonnegative().optional(),
    }),
    'People there by day and by night.',
    { unit: 'persons' },
  ).optional(),
  address: means(z.string(), 'Postal address, no home of a named person.').optional(),
  extra,
});
export type Place = z.infer<typeof Place>;
export const placeExample: Place = {
  name: '新竹社区',
  scheme: 'division',
  code: '450103001005',
  centre: [108.35, 22.82],
  population: { day: 8200, night: 9860 },
};
