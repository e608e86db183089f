import * as z from 'zod';
import { extra, idOf, instant, level, means } from './marks.js';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
const seconds = z.number().positive().max(31_536_000);

/**
 * 联动关系: who is called for what, standing until it is changed (1+81 联动). What it leaves open it does not narrow: without
 * `eventTypes` it holds for every type. The list an organization stands in is the share of an incident that it gets.
 */
export const Linkage = z.strictObject({
  name: means(z.string().min(1), 'What the arrangement is called.'),
  eventTypes: means(z.array(z.string()), 'Event type codes, or how they begin; absent = every type.', {
    norm: 'national emergency platform coding',
  }).optional(),
  levels: means(z.array(level), 'Incident levels it is for; absent = every level.').optional(),
  places: means(
    z.array(idOf('place')),
    'Places it is for, with all that lies in them; absent = the whole city.',
  ).optional(),
  times: means(
    z.array(
      z.strictObject({
        days: means(z.enum(['every', 'workday', 'restday']), 'Days it holds on.'),
        from: means(clock, 'From, by the clock on the wall.'),
        to: means(clock, 'Until; earlier than `from` = over midnight.'),
      }),
    ),
    'Hours it holds in; absent = day and night.',
  ).optional(),
  lead: means(z.array(idOf('organization')), '牵头: organizations that lead; tier `lead`.'),
  assist: means(z.array(idOf('organization')), '协同: organizations that help; tier `assist`.'),
  informed: means(z.array(idOf('organization')), '知会: organizations that are told; tier `view`.'),
  deadlines: means(
    z.strictObject({
      signS: means(seconds, 'To sign for an order.', { unit: 's' }).optional(),
      moveS: means(seconds, 'To set out.', { unit: 's' }).optional(),
      arriveS: means(seconds, 'To be on the scene.', { unit: 's' }).optional(),
      reportS: means(seconds, 'To report back for the first time.', { unit: 's' }).optional(),
    }),
    'How long they have, from the order on: what a task given to one of them for such an incident, or for a report of one, does not say itself.',
  ).optional(),
  validFrom: means(instant, 'Holds from.').optional(),
  validUntil: means(instant, 'Holds until; absent = open-ended.').optional(),
  document: means(z.string(), 'Document it was laid down in, title and number.').optional(),
  extra,
});
export type Linkage = z.infer<typeof Linkage>;
export const linkageExample: z.input<typeof Linkage> = {
  name: '下穿通道积水联动',
  eventTypes: ['11A'],
  levels: ['3', '4', 'below'],
  places: ['place/registry/underpass-1'],
  times: [{ days: 'every', from: '00:00', to: '23:59' }],
  lead: ['organization/registry/drainage-works'],
  assist: ['organization/registry/traffic-police'],
  informed: ['organization/registry/community-001005'],
  deadlines: { signS: 180, arriveS: 1200 },
  document: '示例联动〔2026〕1 号',
};
