import * as z from 'zod';
import { casualties, eventType, extra, grades, idOf, instant, means, positioned, sensitive } from './marks.js';

/**
 * 警情/上报: one telling that something is wrong, by a caller, a grid worker or a device (a detector's alarm is a report of channel
 * `device`). It belongs to its feed; whether it is triaged, attached or acknowledged is derived from events of our own.
 */
export const Report = z.strictObject({
  channel: means(
    z.enum(['110', '119', '120', '122', '12345', 'device', 'community', 'grid', 'video']),
    'The way it came in, as dialled.',
  ),
  needs: means(
    z.array(z.enum(['police', 'fire', 'medical', 'traffic', 'municipal'])),
    'Agencies it asks for; not the same as the channel.',
  ).optional(),
  eventType: eventType.optional(),
  grades: grades.optional(),
  casualties: casualties.optional(),
  title: means(z.string(), 'One line that names what is wrong; no personal data.'),
  occurredAt: means(instant, 'When the source says it happened, as stated.').optional(),
  native: means(z.string(), 'Number or address at the source.').optional(),
  peers: means(
    z.array(idOf('report')),
    'The same call as other agencies have it, as this source says; whether they belong together the city decides, by a link.',
  ).optional(),
  device: means(idOf('device'), 'The device that raised it.').optional(),
  place: means(idOf('place'), 'Where, as a place.').optional(),
  address: means(z.string(), 'Where, in words, to the building at most.').optional(),
  ...positioned,
  caller: sensitive('Name of the caller.').optional(),
  phone: sensitive('Number of the caller.').optional(),
  home: sensitive('Exact home: unit and door.').optional(),
  narrative: sensitive('What was said, in full.').optional(),
  extra,
});
export type Report = z.infer<typeof Report>;
export const reportExample: z.input<typeof Report> = {
  channel: 'device',
  needs: ['fire'],
  eventType: '12G00',
  title: '感烟火灾探测器火警',
  native: '889-1-1-131082',
  device: 'device/registry/889-1-1-131082',
};
