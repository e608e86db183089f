import * as z from 'zod';
import { isJson, type Json } from '../json.js';
import { ID_SHAPE, parseId, type EntityId } from './id.js';
import { parseInstant } from './time.js';

/** What a field means to a reader: goes into JSON Schema, docs tables and forms. */
export interface Mark extends Record<string, unknown> {
  readonly description: string;
  readonly unit?: string;
  readonly norm?: string;
  /** Personal data (PIPL): goes to the vault at the door. */
  readonly sensitive?: boolean;
}

/** Our own registry: the host page may use zod's global one for itself. */
export const marks = z.registry<Mark>();

/** Attaches the meaning of a field to its schema. */
export function means<S extends z.ZodType>(schema: S, description: string, more: Omit<Mark, 'description'> = {}): S {
  const copy = schema.clone() as S;
  marks.add(copy, { description, ...more });
  return copy;
}

/** A field that holds personal data: plain text on its way in, a vault reference ever after. */
export function sensitive(description: string) {
  const reference = z.strictObject({
    $vault: z.string(),
    pseudonym: z.string().optional(),
    masked: z.string().optional(),
  });
  return means(z.union([z.string(), reference]), description, { sensitive: true });
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;
/** RFC 3339 with an offset, milliseconds at most, a time that there is. */
export const instant = z
  .string()
  .regex(RFC3339, 'must be RFC 3339 with an offset')
  .refine((text) => parseInstant(text) !== undefined, 'must be a time that there is');
/** A whole number of people or things. */
export const count = z.number().int().nonnegative();
const idText: z.ZodType = z
  .string()
  .regex(ID_SHAPE, { error: 'must be <kind>/<source>/<native>', abort: true })
  .refine((text) => parseId(text) !== undefined, 'must be percent-encoded: a % in it begins no escape');
/** `<kind>/<source>/<native>`: text on its way in, an {@link EntityId} once it is checked. */
export const id = idText as z.ZodType<EntityId, string>;
/**
 * The id of something of one of these kinds, for the compiler. Nothing asks for the kind at run time: a fact that names a
 * thing of another is still a fact.
 */
export const idOf = <const K extends string>(..._kinds: readonly K[]): z.ZodType<EntityId<K>, string> => id;
/** WGS 84, degrees: longitude then latitude. */
export const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
export const ring = z.array(lonLat).min(4);
/** GeoJSON MultiPolygon coordinates: polygons of rings, the first ring outside, closed. */
export const multiPolygon = z.array(z.array(ring).min(1));
/** Whether a member anywhere in it is called as the way to a prototype: whoever copies it carelessly would change his own. */
function namesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(namesPrototype);
}

/** Vendor data under `vendor:key`, any JSON at most 64 deep; kept and shown, never read by us. */
export const extra = means(
  // Not z.json(): for its recursion every parse would keep a register of what it has met, at several times the cost.
  z.record(
    z.string().regex(/^[a-z][a-z0-9-]*:./s, 'must be vendor:key'),
    z.custom<Json>((value) => isJson(value) && !namesPrototype(value), 'must be JSON, at most 64 deep'),
  ),
  'Vendor data no field of ours takes, keyed vendor:key. Public: keys and values are logged and shown as they are, so no personal data.',
).optional();
export const eventType = means(z.string(), 'Event type code 11xxx–14xxx.', {
  norm: 'national emergency platform coding',
});
/** 1 is worst. */
export const level = z.enum(['1', '2', '3', '4', 'below']);
/** How those who answer calls graded it, each by its own scale, never made into one another nor into an incident level. */
export const grades = means(
  z.strictObject({
    police: means(z.string(), 'Grade of the 110 desk, as stated.').optional(),
    fire: means(z.enum(['1', '2', '3', '4', '5']), '火警一–五级; unlike every other scale, 5 is worst.', {
      norm: 'XF/T 1340-2016 (unverified: number of grades)',
    }).optional(),
  }),
  'Grades by the scales of 110 and 119, as stated.',
);
const persons = { unit: 'persons' };
export const casualties = means(
  z.strictObject({
    dead: means(count, 'Dead.', persons).optional(),
    missing: means(count, 'Missing.', persons).optional(),
    injured: means(count, 'Injured.', persons).optional(),
    trapped: means(count, 'Trapped.', persons).optional(),
  }),
  '伤亡和被困, as told; what is not known is absent, not nought.',
);
const datum = z.enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09']);
/** The fields of what stands somewhere: position in degrees WGS 84, the datum stated, the accuracy in metres. */
export const positioned = {
  position: means(lonLat, 'Where it is, WGS 84 longitude and latitude.', { unit: '°' }).optional(),
  datum: means(datum, 'The datum the source stated, before conversion to WGS 84.').optional(),
  accuracyM: means(z.number().nonnegative(), 'Radius of uncertainty of the position.', { unit: 'm' }).optional(),
};
