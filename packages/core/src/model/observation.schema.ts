import * as z from 'zod';
import { quantities } from '../codes/quantities.js';
import { extra, idOf, means } from './marks.js';
import { LONGEST_BEAT_S } from './observation.js';

/** 观测: what a device measured or stated about itself. A fault code is a fault, not a value. */
export const Observation = z.strictObject({
  device: means(idOf('device'), 'The device that observed.'),
  quantity: means(
    z.string().min(1),
    'What was observed, by its name in the vocabulary (观测量), e.g. fire-state. Another name is kept, with the Issue unknown-quantity.',
    // Examples and no closed list: a word that nobody here knows is still what a device said.
    { examples: Object.keys(quantities.rows) },
  ),
  value: means(
    z.union([z.number(), z.string(), z.boolean(), z.array(z.string()), z.null()]),
    'SI value, or state words; null when faulty.',
  ),
  unit: means(z.string(), 'UCUM code of the SI unit; absent for states.', { norm: 'UCUM' }).optional(),
  verticalDatum: means(
    z.string().min(1),
    'Vertical datum (基面) that a level counts from: as its message says, else that of its gauge.',
  ).optional(),
  fault: means(z.string(), 'Code of the fault, as the device states it; never a value.').optional(),
  quality: means(z.enum(['good', 'suspect', 'fault']), 'Whether the value may be used.'),
  everyS: means(
    z.number().positive().max(LONGEST_BEAT_S),
    'How often this device tells this quantity: as its message says, else the beat that the door learned by then from the spacing of its latest readings, where the contract of the device asks for it; absent while none is known.',
    { unit: 's' },
  ).optional(),
  extra,
});
export type Observation = z.infer<typeof Observation>;
export const observationExample: z.input<typeof Observation> = {
  device: 'device/registry/889-1-1-131082',
  quantity: 'component-state',
  value: ['fault'],
  quality: 'good',
};
