import type { Json, JsonObject } from '../json.js';

/** The longest text a member may hold, characters: a long narrative is a tenth of it. */
export const TEXT_MOST = 100_000;
/** Half of a pair without its other half: no encoding can carry it. */
const LONE = /\p{Surrogate}/gu;

/** Whether an encoding can carry all of a text. */
export const isUnicode = (text: string): boolean => text.search(LONE) < 0;

const mended = (text: string): string => (isUnicode(text) ? text : text.replace(LONE, '\ufffd'));

/** How much of a value is looked through, and how deep; what goes beyond, its schema refuses. */
const LOOKED_AT = 1_000_000;
const DEEPEST = 64;

/** What a value's text comes to. */
export interface Tidied {
  /** The same object where nothing was amiss. */
  readonly value: JsonObject;
  /** Members that hold text without end; they are still in `value`. */
  readonly endless: readonly string[];
  /** Members in which something was no Unicode text and stands as U+FFFD now. */
  readonly mended: readonly string[];
}

export function tidyText(value: JsonObject): Tidied {
  const endless: string[] = [];
  const half: string[] = [];
  let tidy = value;
  const left = { members: LOOKED_AT };
  for (const [member, was] of Object.entries(value)) {
    const now = tidied(was, left, 0);
    if (now === undefined) endless.push(member);
    else if (now !== was) {
      half.push(member);
      tidy = { ...tidy, [member]: now };
    }
  }
  return { value: tidy, endless, mended: half };
}

/** The same value, or one that was mended; undefined where text has no end. */
function tidied(value: Json, left: { members: number }, depth: number): Json | undefined {
  left.members -= 1;
  if (typeof value === 'string') {
    if (value.length > TEXT_MOST) return undefined;
    return mended(value);
  }
  if (typeof value !== 'object' || value === null || depth > DEEPEST || left.members < 0) return value;
  const list = Array.isArray(value);
  const before: readonly Json[] = list ? value : Object.values(value as JsonObject);
  const keys = list ? [] : Object.keys(value as JsonObject);
  let changed = !keys.every(isUnicode);
  const after: Json[] = [];
  for (const each of before) {
    const now = tidied(each, left, depth + 1);
    if (now === undefined) return undefined;
    changed ||= now !== each;
    after.push(now);
  }
  if (!changed) return value;
  return list ? after : Object.fromEntries(keys.map((key, i) => [mended(key), after[i]!]));
}
