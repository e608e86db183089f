import { issue, parseId, type EntityId, type Issue, type Json, type Position } from '@yingji/core';
import * as z from 'zod';

const id = z
  .string()
  .max(512)
  .refine((value) => parseId(value) !== undefined, { error: 'must be <kind>/<source>/<native>' })
  .transform((value) => value as EntityId);
const position = z
  .number()
  .int()
  .min(0)
  .transform((value) => value as Position);

/** Body of POST /api/commands/:name. Actor and time are the host's to say. */
export const CommandBody = z.strictObject({
  v: z.literal(1),
  id: z.string().regex(/^[\w.:-]{8,128}$/, 'must be 8–128 letters, digits or . : _ -, fresh for each decision'),
  name: z.string().max(64).optional(),
  input: z.json() as z.ZodType<Json>,
  waitedMs: z.number().int().min(0).optional(),
  expects: z.array(z.strictObject({ id, position })).max(256).optional(),
});

/** What zod found, as Issues. */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.slice(0, 32).map((found) =>
    issue(found.code === 'unrecognized_keys' ? 'unknown-key' : 'bad-value', `${found.message}.`, {
      path: found.path.map((step) => `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`).join(''),
    }),
  );
}
