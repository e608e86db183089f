import { asJson, type Json, type JsonObject } from '../json.js';

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

/**
 * A line of the log without what it shows of these keys; the same object where it shows nothing. In one that cannot be read a
 * reference may stand anywhere, and be written in a way nobody knows here: `names` says that a key is left in such a one.
 */
export function forgetLine<L extends object>(
  line: L,
  keys: ReadonlySet<string>,
  read: boolean,
): { readonly line: L; readonly names: boolean } {
  if (!read) {
    const less = forget(asJson(line), keys);
    return { line: less as unknown as L, names: stillNames(less, keys) };
  }
  const { body } = line as { readonly body: object };
  const less = forget(asJson(body), keys);
  return { line: less === body ? line : { ...line, body: less }, names: false };
}

/** Whether a text is one of these keys, or has one in it, where it is no bare reference. */
function stillNames(value: Json, keys: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return [...keys].some((key) => value.includes(key));
  if (typeof value !== 'object' || value === null) return false;
  const members = Object.entries(value);
  const [first] = members;
  if (members.length === 1 && first![0] === '$vault' && keys.has(first![1] as string)) return false;
  return members.some(([name, member]) => stillNames(name, keys) || stillNames(member as Json, keys));
}
