import type * as z from 'zod';
import { issue, type Issue } from '../error.js';
import type { Json } from '../json.js';

/** Checks the input of a Command. `give` shows what is wanted; the Issue `invalid-input` points at what is wrong first. */
export function parseInput<I>(
  schema: z.ZodType<I>,
  input: Json,
  give: string,
): { readonly input: I } | { readonly issues: readonly Issue[] } {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { input: parsed.data };
  const [first] = parsed.error.issues;
  const path = `/input${(first?.path ?? []).map((part) => `/${String(part)}`).join('')}`;
  return { issues: [issue('invalid-input', `${first?.message ?? 'wrong input'}; give ${give}.`, { path })] };
}
