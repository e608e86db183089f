import * as z from 'zod';
import { isJson, type Json } from '../json.js';

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
export const instant = z.string().regex(RFC3339, 'must be RFC 3339 with an offset');
export const id = z.string().regex(/^[a-z][a-z0-9-]*\/[^/\s]+\/[^/\s]+$/, 'must be <kind>/<source>/<native>');
/** WGS 84, degrees: longitude then latitude. */
export const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
export const ring = z.array(lonLat).min(4);
/** GeoJSON MultiPolygon coordinates: polygons of rings, the first ring outside, closed. */
export const multiPolygon = z.array(z.array(ring).min(1));
export const extra = means(
  // Not z.json(): for its recursion every parse would keep a register of what it has met, at several times the cost.
  z.record(
    z.string(),
    z.custom<Json>((value) => isJson(value), 'must be JSON, at most 64 deep'),
  ),
  'Vendor data no field of ours takes, keyed vendor:key. Public: keys and values are logged and shown as they are, so no personal data.',
).optional();
const datum = z.enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09']);
export const positioned = {
  position: means(lonLat, 'Where it is, WGS 84 longitude and latitude.', { unit: '°' }).optional(),
  datum: means(datum, 'The datum the source stated, before conversion to WGS 84.').optional(),
  accuracyM: means(z.number().nonnegative(), 'Radius of uncertainty of the position.', { unit: 'm' }).optional(),
};
