import type * as z from 'zod';
import { issue, type Issue } from '../error.js';
import type { Json } from '../json.js';
import { words } from './words.js';

/**
 * Why somebody wants to see or erase what is personal: 4 characters at least that can be read, 200 at most. It stands in the audit
 * and nowhere else.
 */
export const purpose = words(200, 4).trim();

/** Reads input by a schema. What was given is not repeated in the Issue: a name or number may stand in it. */
export function readInput<I>(
  schema: z.ZodType<I>,
  input: Json,
  shape: string,
): { readonly input: I } | { readonly issues: readonly Issue[] } {
  const parsed = schema.safeParse(input);
  return parsed.success
    ? { input: parsed.data }
    : { issues: [issue('invalid-input', `this input does not fit; give ${shape}.`, { path: '/input' })] };
}
