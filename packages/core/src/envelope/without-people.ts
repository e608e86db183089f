import type { Json, JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';
import { hostOnly } from '../model/kinds.js';

/**
 * A fact as it may leave the city without telling of people: of what is in the vault the key alone, neither mask nor pseudonym,
 * and not who stated it. Nothing for what stays inside the host.
 */
export function withoutPeople(entry: Entry): Entry | undefined {
  if (hostOnly.has(entry.kind)) return undefined;
  const { by: _, ...rest } = entry;
  if (!('value' in entry.body)) return rest;
  const value = Object.fromEntries(
    Object.entries(entry.body.value as JsonObject).map(([field, member]) => [field, bare(member)]),
  );
  return { ...rest, body: { value } };
}

const bare = (member: Json): Json => {
  const key = typeof member === 'object' && member !== null ? (member as JsonObject)['$vault'] : undefined;
  return key === undefined ? member : { $vault: key };
};
