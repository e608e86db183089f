import * as z from 'zod';
import { extra, idOf, means, positioned } from './marks.js';

/**
 * 视频: a camera of the catalogue (雪亮工程), and what it looks at. Never its credentials, never its network address, never
 * video: those stay in the network they belong to.
 */
export const Camera = z.strictObject({
  name: means(z.string().min(1), 'Name in the catalogue.'),
  native: means(z.string().min(1), 'Number at its source.'),
  gbId: means(
    z.string().regex(/^\d{20}$/, 'must be 20 digits'),
    'Number of 20 digits: centre 8, industry 2, type 3, network 1, serial 6.',
    { norm: 'GB/T 28181' },
  ).optional(),
  status: means(z.enum(['on', 'off']), 'As the catalogue says; absent = not said.', {
    norm: 'GB/T 28181 Status',
  }).optional(),
  form: means(
    z.enum(['dome', 'half-dome', 'fixed', 'remote', 'remote-half-dome', 'panoramic', 'split-view']),
    '球机, 半球, 固定枪机, 遥控枪机, 遥控半球, 全景, 分割.',
    { norm: 'GB/T 28181 PTZType 1–7' },
  ).optional(),
  view: means(
    z.strictObject({
      bearing: means(z.number().min(0).lt(360), 'Where it looks, clockwise from north.', { unit: '°' }).optional(),
      angle: means(z.number().positive().max(360), 'How wide it sees.', { unit: '°' }).optional(),
      rangeM: means(z.number().positive(), 'How far it sees.', { unit: 'm' }).optional(),
      what: means(z.string(), 'What is seen, in words.').optional(),
    }),
    'What it looks at; what is not stated covers nothing.',
  ).optional(),
  detects: means(
    z.array(z.string()),
    'What its analytics raise reports of, kebab-case, e.g. smoke, ponding, blocked-lane (烟火, 积水, 占道).',
  ).optional(),
  organization: means(idOf('organization'), 'Who runs it.').optional(),
  place: means(idOf('place'), 'The building, compound or division it stands in.').optional(),
  address: means(z.string(), 'Where, in words.').optional(),
  ...positioned,
  extra,
});
export type Camera = z.infer<typeof Camera>;
export const cameraExample: z.input<typeof Camera> = {
  name: '示例涵洞东口',
  native: '45010300011320000001',
  gbId: '45010300011320000001',
  status: 'on',
  form: 'fixed',
  view: { bearing: 270, angle: 60, rangeM: 80, what: '涵洞东口路面和水尺' },
  detects: ['ponding'],
  place: 'place/registry/underpass-1',
  position: [108.352, 22.823],
  datum: 'wgs84',
};
