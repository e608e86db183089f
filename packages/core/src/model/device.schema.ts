import * as z from 'zod';
import { extra, idOf, means, positioned } from './marks.js';

/** 感知设备: something that tells without being asked. Its range and its silence are judged by its contract, never guessed. */
export const Device = z.strictObject({
  name: means(z.string(), 'Name on the drawing or label.').optional(),
  type: means(z.string().min(1), 'What sort of device, kebab-case, e.g. smoke-detector.'),
  native: means(z.string().min(1), 'Address in its own protocol, as the feed writes it.'),
  contract: means(
    z.discriminatedUnion('by', [
      z.strictObject({
        by: means(z.literal('periodic'), 'Heard at a beat.'),
        everyS: means(z.number().positive(), 'The beat.', { unit: 's' }),
      }),
      z.strictObject({
        by: means(
          z.literal('observed'),
          'Heard at a beat that is not known: learned for each quantity from its readings. Words have none; they are as fresh as the device.',
        ),
      }),
      z.strictObject({ by: means(z.literal('event'), 'Heard when something happens; its silence says nothing.') }),
    ]),
    'How often it should be heard: every so many seconds, at a beat that is learned, or only when something happens.',
    { unit: 's' },
  ).optional(),
  quantities: means(
    z.array(
      z.strictObject({
        quantity: means(z.string().min(1), 'What it observes, as its observations name it.'),
        unit: means(z.string(), 'UCUM code of the SI unit; absent for states.', { norm: 'UCUM' }).optional(),
        lowest: means(z.number(), 'Lowest value it can tell, in `unit`.').optional(),
        highest: means(z.number(), 'Highest value it can tell, in `unit`.').optional(),
        limits: means(
          z.array(
            z.strictObject({
              name: means(
                z.string().min(1),
                'What the limit is called, kebab-case, e.g. guard, warning, urgent, guaranteed (设防 警戒 紧急 保证水位).',
              ),
              side: means(z.enum(['above', 'below']), 'On which side of the value it is exceeded.'),
              value: means(z.number(), 'Value, in `unit`.'),
              clear: means(
                z.number(),
                'Value, in `unit`, at which it is over again: at or below it for above, at or above it for below. Absent = back inside for a while.',
              ).optional(),
            }),
          ),
          'Limits that hold for this device here; none is taken from elsewhere.',
        ).optional(),
      }),
    ),
    'What it observes, with range and limits.',
  ).optional(),
  verticalDatum: means(
    z.string().min(1),
    'Vertical datum (基面) of the levels it tells; a level without one is compared with nothing.',
  ).optional(),
  organization: means(idOf('organization'), 'Who owns it and keeps it in order.').optional(),
  place: means(idOf('place'), 'The building, compound or division it stands in.').optional(),
  zone: means(z.string(), 'Fire compartment (防火分区); two alarms of one zone confirm each other.').optional(),
  rangeM: means(z.number().positive(), 'Sensing range; none stated covers nothing.', { unit: 'm' }).optional(),
  detects: means(
    z.array(z.string().min(1)),
    'Event types it would tell of, as codes 11xxx–14xxx or their beginnings; none stated watches for nothing.',
  ).optional(),
  priority: means(
    z.number().int().positive(),
    'Which of the devices that observe the same is shown first, 1 before 2; not stated is shown last.',
  ).optional(),
  ...positioned,
  extra,
});
export type Device = z.infer<typeof Device>;
export const deviceExample: z.input<typeof Device> = {
  name: '3 栋 1 层走廊感烟',
  type: 'smoke-detector',
  native: '889-1-1-131082',
  contract: { by: 'event' },
  zone: '3-1',
  position: [108.351, 22.821],
  datum: 'wgs84',
};
