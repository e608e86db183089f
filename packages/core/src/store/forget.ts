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

/** Of whom or what an erasure is: what the log may show of it. */
export interface Gone {
  /** What stands in place of each secret. */
  readonly keys: ReadonlySet<string>;
  /** What joins them. */
  readonly pseudonyms: ReadonlySet<string>;
  /** The entities they are of. */
  readonly entities: ReadonlySet<string>;
}

/**
 * A line of the log without what it shows of these; the same object where it shows nothing. In one that cannot be read a
 * reference may stand anywhere, and be written in a way nobody knows here: `names` says that such a one still names a key or a pseudonym, or
 * is of one of the entities and shows something masked. Rather once too often: to look again costs little.
 */
export function forgetLine<L extends object>(
  line: L,
  gone: Gone,
  read: boolean,
): { readonly line: L; readonly names: boolean } {
  if (!read) {
    const less = forget(asJson(line), gone.keys) as JsonObject;
    const names = stillNames(less, gone.keys) || stillShows(less, isShown(less, gone));
    return { line: less as unknown as L, names };
  }
  const { body } = line as { readonly body: object };
  const less = forget(asJson(body), gone.keys);
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

/** Whether a text in a line shows a pseudonym, or, in a line of one of the entities, anything masked (`李*`). */
function isShown(line: JsonObject, { pseudonyms, entities }: Gone): (text: string) => boolean {
  const { id } = line;
  // Where the line does not say what it is of as lines do now, whatever it names may be that.
  const theirs = typeof id === 'string' ? entities.has(id) : hasText(line, (text) => entities.has(text));
  return (text) =>
    (theirs && text.includes('*')) ||
    (pseudonyms.size > 0 && (text.match(/[\w-]+/g) ?? []).some((word) => pseudonyms.has(word)));
}

/** Whether any text of a value is so, but for what a reference shows: it is of a secret that stands, and is let be. */
const stillShows = (value: Json, isSo: (text: string) => boolean): boolean =>
  hasText(value, isSo, (object) => typeof object['$vault'] === 'string');

function hasText(
  value: Json,
  isSo: (text: string) => boolean,
  spare: (object: JsonObject) => boolean = () => false,
): boolean {
  if (typeof value === 'string') return isSo(value);
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && spare(value as JsonObject)) return false;
  return Object.entries(value).some(([name, member]) => isSo(name) || hasText(member as Json, isSo, spare));
}
