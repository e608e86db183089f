import { issue, type Issue } from '../error.js';
import type { Json } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { Actor } from '../ports/authenticator.js';
import type { Reader, Row } from '../view/view.js';
import { belongsTo, placesAround, type Known } from './belongs.js';
import { needsOf, type CommandRule, type Grant } from './command-rule.js';
import { actingTierOf, calledTierOf, tierOf, type Belongs, type Sight } from './policy.js';
import { readScope } from './scope.js';
import { isAtLeast } from './tier.js';

/** Who acts, and what they see of what belongs somewhere. */
export interface Acting {
  readonly actor: Actor;
  readonly sightOf: (belongs: Belongs) => Sight;
  readonly reader: Pick<Reader, 'get'>;
  /** Those of the reader. */
  readonly kinds: Known;
}

/** Whether a grant reaches a row: by a role that it names and that this actor has, at its tier. */
export function reaches(
  grant: Grant,
  row: Row,
  { sightOf, reader, kinds, seen, whole }: Acting & { readonly seen?: true; readonly whole?: boolean },
): boolean {
  const belongs = belongsTo(reader, row, kinds);
  const sight = sightOf(belongs);
  const held = { ...sight, roles: sight.roles.filter((role) => grant.roles.includes(role)) };
  const tier = seen ? tierOf(held, row, belongs) : actingTierOf(held, row, belongs, whole);
  return isAtLeast(tier, grant.tier);
}

/**
 * Why an actor may not send this, by its rule; nothing when they may. Asked about what the actor sees alone, since it names what
 * is out of reach. Issue `not-permitted`.
 */
export function notPermitted(rule: CommandRule, input: Json, acting: Acting): Issue | undefined {
  const { actor, reader } = acting;
  const named = rule.of.flatMap((member) => textsAt(input, member)) as EntityId[];
  const rows = named.flatMap((id) => reader.get(id) ?? []);
  const self = rule.self && rows[0] && isOwnShift(reader, rows[0], actor) ? rule.self : undefined;
  const grant = self ?? grantFor(rule, input);
  const wrong = (why: string): Issue => issue('not-permitted', `you may not do this: ${why}.`, { path: '/input' });
  const needs = needsOf({ ...grant, ...(rule.city && { city: true }) });

  if (!actor.roles.some((role) => grant.roles.includes(role))) return wrong(needs);
  if (rule.city && !readScope(actor.scope).all) return wrong(needs);
  if (rule.city || self) return undefined;
  if (named.length === 0) return wrong(`say what it is done to, by ${rule.of.join(' or ')}`);
  const called = rule.calledTo === undefined ? undefined : reader.get(textAt(input, rule.calledTo) as EntityId);
  if (called && isCalled(grant, called, acting)) return undefined;
  const entire = new Set<string>((grant.whole ?? []).flatMap((member) => textsAt(input, member)));
  const within = rows.filter((row) =>
    reaches(grant, row, { ...acting, whole: entire.has(row.id), ...(rule.seen && { seen: true }) }),
  );
  const around = new Set(within.flatMap((row) => [...placesAround(reader, row, acting.kinds)]));
  // Naming the place of one's own thing besides the thing reaches no further.
  const beyond = rows.find((row) => !within.includes(row) && !around.has(row.id));
  return beyond && wrong(`${beyond.id} is beyond your reach: ${needs}`);
}

function grantFor({ when, ...rule }: CommandRule, input: Json): Grant {
  const value = when && textAt(input, when.member);
  return when && value !== undefined && Object.hasOwn(when.is, value) ? when.is[value]! : rule;
}

/** By what is shared with them, not by where it is. */
function isCalled({ roles, tier }: Grant, row: Row, { sightOf, reader, kinds }: Acting): boolean {
  const belongs = belongsTo(reader, row, kinds);
  const sight = sightOf(belongs);
  const held = sight.roles.filter((role) => roles.includes(role));
  return isAtLeast(calledTierOf({ ...sight, roles: held }, row, belongs), tier);
}

/** Whether a shift is of the person who signs in by this account. */
export function isOwnShift(reader: Pick<Reader, 'get'>, { kind, value }: Row, { id }: Actor): boolean {
  if (kind !== 'shift') return false;
  return reader.get(value['responder'] as EntityId)?.value['account'] === id;
}

function textAt(input: Json, member: string): string | undefined {
  const value = valueAt(input, member);
  return typeof value === 'string' ? value : undefined;
}

/** The text of a member, or those of one that is a list: `people[]`. */
function textsAt(input: Json, member: string): string[] {
  if (!member.endsWith('[]')) return [textAt(input, member) ?? []].flat();
  const value = valueAt(input, member.slice(0, -2));
  return Array.isArray(value) ? (value as readonly Json[]).filter((each) => typeof each === 'string') : [];
}

function valueAt(input: Json, member: string): Json | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input) || !Object.hasOwn(input, member))
    return undefined;
  return (input as { readonly [member: string]: Json })[member];
}
