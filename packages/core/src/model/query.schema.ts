import * as z from 'zod';
import type { Kind } from './kind.js';
import { kinds, hostOnly } from './kinds.js';
import { isPolygon, QUERY_LIMITS as LIMITS } from '../view/check-query.js';
import { ALL_CLEAR_MOST } from '../view/all-clear-query.js';
import { ALL_CLEAR, type Query as QueryType } from '../view/query.js';

const text = z.string().max(LIMITS.text);
const scalar = z.union([text, z.number(), z.boolean(), z.null()]);
const instant = text.refine((value) => !Number.isNaN(Date.parse(value)), 'an RFC 3339 instant');
const lon = z.number().min(-180).max(180);
const lat = z.number().min(-90).max(90);
const lonLat = z.tuple([lon, lat]);

const area = z.union([
  z.strictObject({
    bbox: z.tuple([lon, lat, lon, lat]).refine(([, south, , north]) => south <= north, 'south is below north'),
  }),
  z.strictObject({
    polygon: z.array(z.array(lonLat)).refine(isPolygon, `rings of a polygon, at most ${LIMITS.points} corners`),
  }),
]);

const test = z.union([
  z.strictObject({ field: text, op: z.enum(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'prefix']), value: scalar }),
  z.strictObject({ field: text, op: z.literal('in'), value: z.array(scalar).max(LIMITS.values) }),
  z.strictObject({ within: area }),
]);

const via = z.union([
  z.strictObject({ field: text }),
  z.strictObject({ namedBy: text }),
  z.strictObject({ link: z.enum(['tells', 'same-as', 'part-of', 'caused-by']), at: z.enum(['from', 'to']) }),
]);

const few = {
  sort: z
    .array(z.strictObject({ field: text, dir: z.enum(['asc', 'desc']) }))
    .max(LIMITS.sorts)
    .optional(),
  top: z.number().int().min(1).max(LIMITS.top).optional(),
};

const texts = z.array(text).max(ALL_CLEAR_MOST);
/** 无异常核验 of a place, as `allClearQuery` makes it. */
const allClear = z.strictObject({
  kind: z.literal(ALL_CLEAR),
  where: z.tuple([
    z.strictObject({ field: z.literal('place'), op: z.literal('eq'), value: text }),
    z.strictObject({ field: z.literal('eventTypes'), op: z.literal('in'), value: texts }),
    z.strictObject({ field: z.literal('feeds'), op: z.literal('in'), value: texts }).optional(),
  ]),
});

/** The kinds there are, by name. */
type Known = { readonly [name: string]: Kind };

/**
 * Schema of a {@link QueryType} for a city with kinds of its own: `querySchema(createVocabulary(own).kinds)`. It takes what
 * `queryFault(query, kinds)` takes.
 */
export function querySchema(known: Known = kinds): z.ZodType<QueryType> {
  const asked = {
    kind: z.enum(Object.keys(known).filter((name) => !hostOnly.has(name))),
    where: z.array(test).max(LIMITS.tests).optional(),
    division: z
      .string()
      .regex(/^\d{1,14}$/)
      .optional(),
    since: instant.optional(),
    until: instant.optional(),
  };

  /** A query for rows, with joins at most `deep` deep. */
  function rows(deep: number) {
    const plain = z.strictObject({ ...asked, ...few });
    return deep === 0 ? plain : plain.extend({ join: joins(deep) });
  }

  function joins(deep: number): z.ZodOptional<z.ZodType> {
    return z
      .array(z.strictObject({ as: text, via, query: rows(deep - 1) }))
      .max(LIMITS.joins)
      .refine((all) => new Set(all.map(({ as }) => as)).size === all.length, 'each join has a name of its own')
      .optional();
  }

  return z.union([
    allClear,
    rows(LIMITS.depth),
    z.strictObject({
      ...asked,
      nearest: z.strictObject({ to: lonLat, k: z.number().int().min(1).max(LIMITS.k) }),
      join: joins(LIMITS.depth),
    }),
    z.strictObject({
      ...asked,
      group: z.strictObject({ by: z.array(text).max(LIMITS.fields), worst: text.optional() }),
    }),
  ]) as unknown as z.ZodType<QueryType>;
}

/** A {@link QueryType} as a stranger may ask it: for forms, docs and JSON Schema. Pages check with `queryFault`, which needs no zod. */
export const Query: z.ZodType<QueryType> = querySchema();
