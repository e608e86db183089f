import * as z from 'zod';
import { YingjiError } from '../error.js';
import { beginsIn, lifeOf } from './life-cycle.js';
import type { AccessGroup, Kind, LifeCycle, Law } from './kind.js';
import { extra, marks } from './marks.js';

/** A kind of a host's own: what `createCity` takes, and what lists and documents it. */
export interface DefinedKind {
  /** What view, wire and runner know of it: plain data. */
  readonly kind: Kind;
  /** What a reader calls it. */
  readonly title: { readonly zh: string; readonly en: string };
  /** Checks its values; personal data is text or a reference. */
  readonly schema: z.ZodObject;
  /** A valid value, with invented data. */
  readonly example: unknown;
}

/** A kind of a host: its name, law, fields, private marks and life cycle, as plain data. */
export interface KindDefinition<Fields extends z.ZodRawShape> {
  /** `vendor:kind`, both kebab-case, each of 31 characters at most: no name of a later version of ours looks like it. */
  readonly name: `${string}:${string}`;
  /** What a reader calls it. */
  readonly title: { readonly zh: string; readonly en: string };
  /** register: the last telling of its owner stands. event: said once, corrected only by another. */
  readonly law: Law;
  /** Default `source`: whichever feed minted the id. `city`: only the host's own Commands and analysts. */
  readonly owner?: Kind['owner'];
  /** Its members, each with `means` or `sensitive`; `extra` is added. Objects inside are strict. */
  readonly fields: Fields;
  /** A value, with invented data. */
  readonly example: z.input<z.ZodObject<Fields>>;
  /** Life cycle of the field `state`: from state to allowed states. */
  readonly states?: Kind['states'];
  /** States a life may begin in. Default: the first of the table. */
  readonly begins?: readonly string[];
  /** Whether intermediate values may be left out on a slow connection. Default false. */
  readonly coalesce?: boolean;
  /** Members that hold ids of other entities. Default none. */
  readonly refs?: readonly (keyof Fields & string)[];
  /**
   * Who sees it, as with our kinds of that group: `site` and `event` whoever works in the divisions of its `refs`, `people` those
   * who lead them, `open` everybody, so that it may have no personal field. Default: duty desks and commanders alone.
   */
  readonly access?: AccessGroup;
  /** Events only: the view keeps the latest for each value of these members. */
  readonly keepLatestBy?: readonly (keyof Fields & string)[];
}

const GROUPS: readonly unknown[] = ['open', 'site', 'event', 'people'] satisfies readonly AccessGroup[];
const NAME = /^[a-z][a-z0-9-]{0,30}:[a-z][a-z0-9-]{0,30}$/;

/**
 * Makes a kind of a host's own, checked at the door, merged, viewed and listed like ours. Members marked by `sensitive` go to
 * the vault. Error: `bad-kind`, with everything that is wrong.
 */
export function defineKind<const Fields extends z.ZodRawShape>(definition: KindDefinition<Fields>): DefinedKind {
  const { name, title, law, owner = 'source', fields, example, coalesce = false } = definition;
  const { states, begins, keepLatestBy, access, refs = [] } = definition;
  const schema = z.strictObject({ ...fields, extra });
  const kind: Kind = {
    name,
    law,
    owner,
    coalesce,
    sensitive: sensitiveOf(schema),
    refs,
    ...(states && { states }),
    ...(begins && { begins }),
    ...(keepLatestBy && { keepLatestBy }),
    ...(access !== undefined && { access }),
  };
  const wrong = [...faultsOf({ kind, schema, example })];
  if (!NAME.test(name)) wrong.unshift('its name must be vendor:kind, both kebab-case');
  if ('extra' in fields) wrong.push('extra is added to every kind; leave it out');
  if (wrong.length > 0) throw new YingjiError('bad-kind', `${name}: ${wrong.join('; ')}.`);
  return { kind, title, schema, example };
}

/** Pointers of the members of a schema that hold personal data. */
export function sensitiveOf(schema: z.ZodObject): string[] {
  return Object.entries(shown(schema).properties ?? {}).flatMap(([field, node]) =>
    node.sensitive === true ? [`/${field}`] : [],
  );
}

/** A node of a JSON Schema, as far as it is looked at here. */
interface Node {
  readonly description?: string;
  readonly sensitive?: boolean;
  readonly properties?: { readonly [field: string]: Node };
  readonly additionalProperties?: unknown;
  readonly enum?: readonly string[];
}

const shown = (schema: z.ZodObject): Node =>
  z.toJSONSchema(schema, { metadata: marks, unrepresentable: 'any', io: 'input' }) as Node;

/** What is wrong with a kind, in words; nothing for one that holds together. */
export function faultsOf({ kind, schema, example }: Omit<DefinedKind, 'title'>): string[] {
  const faults: string[] = [];
  const fields = shown(schema).properties ?? {};
  const { refs, keepLatestBy, law, access, sensitive } = kind;
  for (const field of [...refs, ...(keepLatestBy ?? [])])
    if (!Object.hasOwn(fields, field)) faults.push(`${field} is named as a member, and is none`);
  // What says which place in the picture is filled stands in the log as it is, masked text and all, whatever is erased.
  for (const field of [...refs, ...(keepLatestBy ?? [])])
    if (sensitive.includes(`/${field}`))
      faults.push(
        `${field} is personal data, and neither refers nor says what is the latest of what; leave it out there`,
      );
  if (keepLatestBy && law !== 'event') faults.push('only of events is the latest kept; leave keepLatestBy out');
  if (access !== undefined && !GROUPS.includes(access)) faults.push(`access is none of ${GROUPS.join(', ')}`);
  if (access === 'open' && sensitive.length > 0)
    faults.push('what everybody sees has no personal fields, not even masked; give it another access');
  for (const [field, node] of Object.entries(fields)) {
    if (node.description === undefined) faults.push(`${field} does not say what it means; use means()`);
    if (node.sensitive === true && !schema.shape[field]!.safeParse({ $vault: 'key' }).success)
      faults.push(`${field} is personal data and has no room for a reference; use sensitive()`);
    for (const [at, inner] of inside(node, field)) {
      if (inner.properties && inner.additionalProperties !== false)
        faults.push(`${at} takes members that are not named; use z.strictObject`);
      if (inner !== node && inner.sensitive === true)
        faults.push(`${at} is personal data inside an object; only members of the kind itself go to the vault`);
    }
  }
  const life = lifeOf(kind);
  if (life) faults.push(...lifeFaults(kind, life, fields['state']?.enum ?? []));
  for (const { message, path } of schema.safeParse(example).error?.issues ?? [])
    faults.push(`its example is not valid at /${path.join('/')}: ${message}`);
  return faults;
}

function lifeFaults(kind: Kind, { states }: LifeCycle, named: readonly string[]): string[] {
  const faults = named.filter((state) => !Object.hasOwn(states, state)).map((state) => `${state} is not in the table`);
  const reached = new Set(beginsIn(kind));
  for (const state of reached) for (const next of states[state] ?? []) reached.add(next);
  for (const state of new Set([...Object.keys(states), ...reached])) {
    if (!named.includes(state)) faults.push(`${state} is none that the field state can have`);
    if (!reached.has(state)) faults.push(`no way leads to ${state}`);
  }
  return faults;
}

/** A node and all nodes inside it, each with where it stands. */
function* inside(node: unknown, at: string): Generator<readonly [string, Node]> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield [at, node];
  for (const [key, child] of Object.entries(node)) yield* inside(child, `${at}/${key}`);
}

/** What is wrong with a value that should be a kind made by {@link defineKind}, wherever it came from; nothing when it is one. */
export function kindFaults(given: unknown): string[] {
  if (!isDefined(given)) return ['it is no kind; make it with defineKind'];
  const { kind, schema } = given;
  if (!NAME.test(kind.name)) return ['its name must be vendor:kind, both kebab-case'];
  const fields = Object.values(shown(schema).properties ?? {});
  // What fields mean is kept by the copy of this module that made them: without it nothing would be told private.
  if (!fields.some(({ description }) => description !== undefined))
    return ['it was made by another copy of @yingji/core than the one that reads it; install one of them alone'];
  const faults = faultsOf(given);
  if (kind.sensitive.join() !== sensitiveOf(schema).join())
    faults.push('its list of personal fields is not what its schema marks; make it with defineKind');
  return faults;
}

function isDefined(given: unknown): given is DefinedKind {
  const { kind, title, schema } = (given ?? {}) as Partial<DefinedKind>;
  return (
    schema instanceof z.ZodObject &&
    typeof title?.zh === 'string' &&
    typeof title.en === 'string' &&
    typeof kind?.name === 'string' &&
    ['register', 'event'].includes(kind.law) &&
    ['source', 'city'].includes(kind.owner) &&
    Array.isArray(kind.sensitive) &&
    Array.isArray(kind.refs)
  );
}
