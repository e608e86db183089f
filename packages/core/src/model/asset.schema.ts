import * as z from 'zod';
import { count, extra, idOf, means, positioned } from './marks.js';

/** 装备: a thing that is sent and tracked one by one: 龙吸水, 冲锋舟, 发电车. What is handed out by number is stock. */
export const Asset = z.strictObject({
  name: means(z.string().min(1), 'Name or number painted on it.'),
  type: means(z.string().min(1), 'What sort of thing, kebab-case, e.g. pump-truck, assault-boat, generator-truck.'),
  native: means(z.string().min(1), 'Number at its source.'),
  state: means(z.enum(['ready', 'moving', 'working', 'repair', 'retired']), '待命 途中 作业 维修 报废.'),
  capabilities: means(
    z.array(
      z.strictObject({
        quantity: means(z.string(), 'What it can do, kebab-case, e.g. pumping-rate.'),
        value: means(z.number(), 'How much, in `unit`.'),
        unit: means(z.string(), 'UCUM code.', { norm: 'UCUM' }),
      }),
    ),
    'What it can do.',
  ).optional(),
  crew: means(count, 'People it takes to work it.', { unit: 'persons' }).optional(),
  organization: means(idOf('organization'), 'Whose it is.').optional(),
  team: means(idOf('team'), 'Who works it.').optional(),
  facility: means(idOf('facility'), 'Where it is kept.').optional(),
  place: means(idOf('place'), 'Where it is now, as a place.').optional(),
  ...positioned,
  extra,
});
export type Asset = z.infer<typeof Asset>;
export const assetExample: z.input<typeof Asset> = {
  name: '示例排涝车 1 号',
  type: 'pump-truck',
  native: 'PL-01',
  state: 'moving',
  capabilities: [{ quantity: 'pumping-rate', value: 0.8, unit: 'm3/s' }],
  crew: 3,
  organization: 'organization/registry/drainage-works',
  position: [108.354, 22.822],
  datum: 'wgs84',
};
