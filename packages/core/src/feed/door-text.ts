import type { Json, JsonObject } from '../json.js';

/** The longest text a member may hold, characters: a long narrative is a tenth of it. */
export const TEXT_MOST = 100_000;
/** Half of a pair without its other half: no encoding can carry it. */
const LONE = /\p{Surrogate}/gu;
/** A text that has no half at all, as nearly all have none, is passed many times faster than by the pattern. */
const HALF = /[\ud800-\udfff]/;

/** Whether an encoding can carry all of a text. */
export const isUnicode = (text: string): boolean => !HALF.test(text) || text.search(LONE) < 0;

const mended = (text: string): string => (isUnicode(text) ? text : text.replace(LONE, '\ufffd'));

/**
 * How many members its objects may have, and how many items its lists, all of a draft together. The fullest thing we know is a
 * warning that names each of 1,856 communities in two languages, some 15,000 members; the longest list a boundary, whose 100,000
 * points are 300,000 items. More is no thing but a table, and would hold up every alarm behind it while it is checked.
 */
export const MEMBERS_MOST = 50_000;
export const ITEMS_MOST = 300_000;
/** How many members are counted to their bound; a draft with more of them has no more looked at. */
const CROWDS = 4;
/** How deep a value is looked through; what goes beyond, its schema refuses. */
const DEEPEST = 64;

/** What has too many members: to list a million takes a third of a second each time, and cannot be broken off. */
const crowds = new WeakMap<object, readonly string[]>();

/** The names of an object's members; of one that has more than {@link MEMBERS_MOST}, the first so many and one. */
export function keysOf(value: object): readonly string[] {
  const crowd = crowds.get(value);
  if (crowd) return crowd;
  const keys = Object.keys(value);
  if (keys.length <= MEMBERS_MOST) return keys;
  const first = keys.slice(0, MEMBERS_MOST + 1);
  crowds.set(value, first);
  return first;
}

/** What a value's text comes to. */
export interface Tidied {
  /** The same object where nothing was amiss. */
  readonly value: JsonObject;
  /** Members that hold text without end; they are still in `value`. */
  readonly endless: readonly string[];
  /** Members that hold more members or items than a draft may; they are still in `value`. */
  readonly crowded: readonly string[];
  /** Members in which something was no Unicode text and stands as U+FFFD now. */
  readonly mended: readonly string[];
}

/** How much more of a draft is looked through, and whether half a character was met. */
interface Left {
  members: number;
  items: number;
  half: boolean;
}

export function tidyText(value: JsonObject): Tidied {
  const endless: string[] = [];
  const crowded: string[] = [];
  const half: string[] = [];
  let tidy: Record<string, Json> | undefined;
  const left: Left = { members: MEMBERS_MOST, items: ITEMS_MOST, half: false };
  for (const member of Object.keys(value)) {
    const was = value[member]!;
    if (crowded.length >= CROWDS && typeof was === 'object' && was !== null) {
      crowded.push(member);
      continue;
    }
    const { members, items } = left;
    left.members -= 1;
    left.half = false;
    const now = tidied(was, left, 0);
    if (now === ENDLESS || now === CROWDED) {
      (now === ENDLESS ? endless : crowded).push(member);
      left.members = members;
      left.items = items;
    } else {
      if (left.half) half.push(member);
      if (!Object.is(now, was)) (tidy ??= { ...value })[member] = now;
    }
  }
  return { value: tidy ?? value, endless, crowded, mended: half };
}

const ENDLESS = Symbol('endless');
const CROWDED = Symbol('crowded');

/** The same value, or one that was mended: half a character as U+FFFD, −0 as the 0 that any text of it says. */
function tidied(value: Json, left: Left, depth: number): Json | typeof ENDLESS | typeof CROWDED {
  if (typeof value === 'string') {
    if (value.length > TEXT_MOST) return ENDLESS;
    const whole = mended(value);
    left.half ||= whole !== value;
    return whole;
  }
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  const list: readonly Json[] | undefined = Array.isArray(value) ? (value as readonly Json[]) : undefined;
  const keys = list ? [] : keysOf(value);
  left.items -= list?.length ?? 0;
  left.members -= keys.length;
  if (left.items < 0 || left.members < 0) return CROWDED;
  const before: readonly Json[] = list ?? Object.values(value as JsonObject);
  let changed = !keys.every(isUnicode);
  left.half ||= changed;
  const after: Json[] = [];
  for (const each of before) {
    const now = tidied(each, left, depth + 1);
    if (now === ENDLESS || now === CROWDED) return now;
    changed ||= !Object.is(now, each);
    after.push(now);
  }
  if (!changed) return value;
  return list ? after : Object.fromEntries(keys.map((key, i) => [mended(key), after[i]!]));
}
