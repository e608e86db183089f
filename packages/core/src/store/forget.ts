import type { Json, JsonObject } from '../json.js';

/**
 * A value in which the references to these vault keys show nothing any more; the same object where it holds none. Of two tellings
 * of one order the one without stands, by the law of merging: its canonical text is the larger one.
 */
export function forget<V extends Json>(value: V, keys: ReadonlySet<string>): V {
  return without(value, keys) as V;
}

function without(value: Json, keys: ReadonlySet<string>): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const members = (value as readonly Json[]).map((member) => without(member, keys));
    return members.some((member, i) => member !== (value as readonly Json[])[i]) ? members : value;
  }
  const { $vault: key } = value as JsonObject;
  if (typeof key === 'string' && keys.has(key)) return Object.keys(value).length === 1 ? value : { $vault: key };
  const members = Object.entries(value as JsonObject).map(([name, member]) => [name, without(member, keys)] as const);
  return members.some(([name, member]) => member !== (value as JsonObject)[name]) ? Object.fromEntries(members) : value;
}
