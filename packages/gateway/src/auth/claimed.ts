import { isRole, isScope, maskNumbers, type Actor, type Role } from '@yingji/core';

/** What another system says of a person, before any of it is believed to be of the right form. */
export interface Claimed {
  readonly id: unknown;
  readonly name: unknown;
  /** A list, or words apart by spaces or commas. */
  readonly roles: unknown;
  /** As roles; `*` alone is the whole city. */
  readonly scope: unknown;
}

/** An id goes into the log: nothing that breaks a line or hides itself. */
const ID =
  /^[^\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\ufeff][^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]{0,127}$/;
const MOST_WORDS = 256;

/**
 * Makes an actor of what another system says, or says in one word why it cannot. `issuer` stands before the id, so that `li` of
 * one system is never `li` of another. Nobody comes in without a role and a scope that were said: a claim that was forgotten
 * must not be the whole city.
 */
export function actorOf(
  claimed: Claimed,
  { issuer, map }: { readonly issuer: string; readonly map?: { readonly [word: string]: Role } | undefined },
): Omit<Actor, 'expiresAt' | 'jti'> | { readonly reason: string } {
  const { id } = claimed;
  if (typeof id !== 'string' || !ID.test(id)) return { reason: 'id' };
  // It stands in the log of every decision, where no phone or citizen number may.
  if (maskNumbers(id) !== id) return { reason: 'id-personal' };
  const said = words(claimed.roles);
  const held = said && [...new Set(said.flatMap((word) => roleOf(word, map) ?? []))];
  if (!held || held.length === 0) return { reason: 'no-role' };
  const scope = words(claimed.scope);
  if (!scope || scope.length === 0) return { reason: 'no-scope' };
  const all = scope.length === 1 && scope[0] === '*';
  if (!all && !scope.every(isScope)) return { reason: 'scope' };
  return { id: `${issuer}:${id}`, masked: masked(claimed.name), roles: held, scope: all ? [] : scope };
}

/** With a map its words alone count: a word of theirs that happens to be one of ours gives nothing. */
function roleOf(word: string, map: { readonly [word: string]: Role } | undefined): Role | undefined {
  if (map) return Object.hasOwn(map, word) ? map[word] : undefined;
  return isRole(word) ? word : undefined;
}

function words(value: unknown): readonly string[] | undefined {
  const list: unknown = typeof value === 'string' ? value.split(/[\s,]+/).filter((word) => word !== '') : value;
  if (!Array.isArray(list) || list.length > MOST_WORDS) return undefined;
  return list.every((word): word is string => typeof word === 'string') ? list : undefined;
}

/** The first letter and a star, of whatever name it is: full names end here. */
function masked(name: unknown): string {
  const [first = ''] = typeof name === 'string' ? [...name.trim()] : [];
  return /^[\p{L}\p{N}]$/u.test(first) ? `${first}*` : '*';
}
