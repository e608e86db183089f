import { eventTypes, isCode, quantities, type Quantity } from '@yingji/core/codes';
import * as z from 'zod';
import { datums } from '../datum/index.js';
import { deviceProfiles } from '../profiles/index.js';
import { utcOffsetOption } from '../transports/common-options.js';
import { pushConfig } from '../transports/push-config.js';
import { POINTER } from './pointer.js';
import { factorOf, unitsFor } from './units.js';

const pointer = z.string().regex(POINTER, 'must be a JSON pointer, like /data/id');
const source = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be the source of a feed');

/** One value always, or by the code that stands at a path; a code that is not in the table is `otherwise`. */
const coded = <V extends z.ZodType<string>>(value: V) =>
  z
    .strictObject({
      always: value.optional(),
      path: pointer.optional(),
      codes: z.record(z.string(), value).optional(),
      otherwise: value.optional(),
    })
    .refine(({ always, path, codes }) => (always === undefined) === (path !== undefined && codes !== undefined), {
      message: 'must have either always, or path and codes',
    });

const eventType = z.string().refine((code) => isCode(eventTypes, code), 'must be an event type of the code table');

/** What every rule says: which items it is for, and how one is told from another. */
const rule = {
  when: z
    .array(z.strictObject({ path: pointer, in: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) }))
    .default([])
    .describe('All must be so: what stands at path is one of these.'),
  key: z.array(pointer).default([]).describe('Where the identity of the item stands; absent: its whole text is.'),
  at: pointer.optional().describe('When it was true; absent: receipt.'),
};

const report = z.strictObject({
  ...rule,
  as: z.literal('report'),
  channel: z.enum(['device', 'video', 'community', 'grid', '12345']),
  title: coded(z.string().min(1).max(60)).describe('What is wrong, in one line; words of ours, never of the source.'),
  eventType: coded(eventType).optional(),
  needs: z.array(z.enum(['police', 'fire', 'medical', 'traffic', 'municipal'])).optional(),
  device: pointer.optional().describe("The device's name in the register."),
  address: pointer.optional().describe('Where, in words; kept to the building.'),
  position: z.strictObject({ lon: pointer, lat: pointer }).optional(),
  confidence: z
    .strictObject({ path: pointer, unit: z.enum(['1', '%']) })
    .optional()
    .describe('How sure the source is, 0–1 or percent.'),
  snapshot: pointer.optional().describe('Address or name of a picture; a picture itself is not taken.'),
  personal: z.partialRecord(z.enum(['caller', 'phone', 'home', 'narrative']), pointer).optional(),
  extra: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*:./s, 'must be vendor:key'), pointer)
    .optional()
    .describe('Numbers and words to keep and show as they are; everybody reads them.'),
});

const reading = z
  .strictObject({
    quantity: z.string(),
    path: pointer,
    unit: z.string().optional().describe('Unit in which the source sends it.'),
    codes: z.record(z.string(), z.string()).optional().describe('What its codes mean, as states of the quantity.'),
    faults: z
      .array(z.union([z.string(), z.number()]))
      .default([])
      .describe('Codes by which it says that there is no value.'),
    verticalDatum: z.string().min(1).optional().describe('Vertical datum (基面) that a level counts from.'),
  })
  .superRefine((given, context) => {
    for (const [path, message] of wrongReading(given)) context.addIssue({ code: 'custom', path: [...path], message });
  });

type Wrong = readonly [path: readonly string[], message: string];

/** Why a reading cannot be of the vocabulary. */
function wrongReading(given: {
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly codes?: { readonly [said: string]: string } | undefined;
}): Wrong[] {
  const { quantity: name, unit, codes = {} } = given;
  if (!isCode(quantities, name)) return [[['quantity'], `"${name}" is no quantity of the vocabulary`]];
  const { is, unit: own, states = [] }: Quantity = quantities.rows[name];
  if (is !== 'number') {
    const strange = is === 'states' ? Object.entries(codes).filter(([, word]) => !states.includes(word)) : [];
    return [
      ...(unit === undefined ? [] : [[['unit'], `${name} is said in words and has no unit`] as const]),
      ...strange.map(([said, word]): Wrong => [
        ['codes', said],
        `"${word}" is no state of ${name}; there are ${states.join(', ')}`,
      ]),
    ];
  }
  if (own !== undefined && unit !== undefined && factorOf(unit, own) !== undefined) return [];
  const known = own === undefined ? 'a unit' : unitsFor(own).join(', ');
  return [[['unit'], `${name} must come in one of ${known}, and ${unit ?? 'no unit'} is none of them`]];
}

const observations = z.strictObject({
  ...rule,
  as: z.literal('observations'),
  device: pointer.describe("The device's name in the register."),
  readings: z.array(reading).min(1),
});

const profiled = z.strictObject({
  ...rule,
  as: z.literal('profile'),
  profile: z
    .string()
    .refine((id) => deviceProfiles.has(id), 'must be one of the profiles that ship')
    .describe('Kind of the device, by which its payload reads.'),
  device: pointer.describe("The device's name in the register."),
  payload: pointer.describe('Where the payload stands; empty: the item itself.'),
});

const ignored = z.strictObject({
  ...rule,
  as: z.literal('nothing'),
  why: z.string().min(5).describe('Why it is left out, such as "a test of the line".'),
});

/** Configuration of a webhook. */
export const webhookConfig = z.strictObject({
  from: pushConfig.optional().describe('Where it listens. Without it nothing is opened.'),
  items: pointer.default('').describe('Where the list of items stands, or the one item; empty: the body itself.'),
  rules: z
    .array(z.discriminatedUnion('as', [report, observations, profiled, ignored]))
    .default([])
    .describe('What an item says; the first rule that is for it is taken.'),
  datum: z
    .enum(datums)
    .optional()
    .describe('Datum of all coordinates, as the source states it; without it positions are left out.'),
  utcOffset: utcOffsetOption.describe('Offset of times that are written without one.'),
  registry: source.default('registry').describe('Source of the register that names the devices.'),
  expectEveryS: z
    .number()
    .positive()
    .optional()
    .describe('Seconds of silence that still count as live; absent: it speaks when something happens.'),
});
export type WebhookConfig = z.infer<typeof webhookConfig>;
export type Rule = WebhookConfig['rules'][number];
export type ReportRule = z.infer<typeof report>;
export type ObservationsRule = z.infer<typeof observations>;
export type ProfileRule = z.infer<typeof profiled>;
export type Coded = z.infer<ReturnType<typeof coded>>;
