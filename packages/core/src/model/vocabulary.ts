import * as z from 'zod';
import { YingjiError } from '../error.js';
import type { DefinedKind } from './define-kind.js';
import type { Kind } from './kind.js';
import { kinds } from './kinds.js';
import { schemas } from './schemas.js';

/** The words that one city understands: those of this version, and those that its host defined. */
export interface Vocabulary {
  /** What is known of each kind, by name, also of those that stay inside the host. */
  readonly kinds: { readonly [name: string]: Kind };
  /** The whole draft of each kind that may be stated from outside, as its value is stated and as it is removed. */
  readonly drafts: { readonly [name: string]: DraftSchemas };
}

interface DraftSchemas {
  readonly stated: z.ZodType;
  readonly removed: z.ZodType;
}

/** The words of this version and `own` ones. Error: `bad-kind`, when two have one name. */
export function createVocabulary(own: readonly DefinedKind[] = []): Vocabulary {
  const added = own.map((each) => [each.kind.name, each] as const);
  const names = [...Object.keys(kinds), ...added.map(([name]) => name)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new YingjiError('bad-kind', `${twice} is defined twice; give each kind a name of its own.`);
  return {
    kinds: { ...kinds, ...Object.fromEntries(added.map(([name, { kind }]) => [name, kind])) },
    drafts: Object.fromEntries(
      [...Object.entries(schemas), ...added].map(([name, { schema }]) => [name, draftsOf(name, schema)]),
    ),
  };
}

function draftsOf(kind: string, value: z.ZodType): DraftSchemas {
  const stated = z.strictObject({
    v: z.literal(1),
    kind: z.literal(kind),
    id: z.string(),
    at: z.string(),
    basis: z.enum(['stated', 'derived', 'unknown']),
    serial: z.strictObject({ of: z.string(), n: z.number() }).optional(),
    exercise: z.string().optional(),
    cause: z.union([z.array(z.string()), z.strictObject({ command: z.string() })]).optional(),
    by: z.string().optional(),
    body: z.strictObject({ value }),
  });
  const removed = stated.extend({ body: z.strictObject({ removed: z.literal(true), reason: z.string() }) });
  return { stated, removed };
}

/** The words of this version alone. */
export const vocabulary = createVocabulary();
