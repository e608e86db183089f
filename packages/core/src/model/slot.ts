import { asJson, canonical, sameJson, type Json, type JsonObject } from '../json.js';
import { compareOrder, type Change } from './change.js';
import type { Kind } from './kind.js';
import { isAllowed, merge, supersedes, type Merged } from './merge.js';
import { millis } from './time.js';

/** The value of a Change as an object; `undefined` for a tombstone. */
export function valueOf(change: Change): JsonObject | undefined {
  return 'value' in change.body ? (change.body.value as JsonObject) : undefined;
}

/**
 * The place in live state that a Change competes for: its own id, or, for kinds that keep only the latest
 * (observations), the fields that say what is observed. A drill fills places of its own: what it plays hides nothing real.
 */
export function slotOf(kind: Kind, change: Change): string {
  if (!kind.keepLatestBy) return change.id;
  const value = valueOf(change);
  let slot = kind.name;
  for (const field of kind.keepLatestBy) slot += `|${JSON.stringify(value?.[field] ?? null)}`;
  return change.exercise === undefined ? slot : `${slot}|${change.exercise}`;
}

/**
 * Weighs a Change against what fills its slot: by the merge law of its id, or where only the latest is kept by time. An
 * observation told twice under one id is weighed by time as well: what it replaced is no longer there to go back to.
 */
export function settle<C extends Change>(kind: Kind, have: C | undefined, next: C): Merged<C> {
  const merged = merge(kind, have?.id === next.id ? have : undefined, next);
  if (!have || !kind.keepLatestBy) return merged;
  const kept = !merged.issues.some(({ level }) => level === 'error') && later(have, next);
  return { current: kept ? next : have, kept, issues: merged.issues };
}

/** Whether a Change now fills its slot: {@link settle} without the reasons. */
export function fills(kind: Kind, have: Change | undefined, next: Change): boolean {
  if (!isAllowed(kind, next)) return false;
  return have && kind.keepLatestBy ? later(have, next) : supersedes(kind, have, next);
}

/** Which of two tellings of one id, in two slots, is to be seen: negative for the first. What is real, then what is later. */
export const inSight = (a: Change, b: Change): number =>
  Number(a.exercise !== undefined) - Number(b.exercise !== undefined) ||
  after(b, a) ||
  // The same said in two drills at once.
  byText(String(a.exercise), String(b.exercise));

const after = (have: Change, next: Change): number =>
  millis(have.at) - millis(next.at) || compareOrder(have.order, next.order) || byText(said(have), said(next));
const later = (have: Change, next: Change): boolean => after(have, next) < 0;

const said = ({ id, basis, body, by }: Change): string => canonical([id, basis, body, by]);
const byText = (a: string, b: string): number => (a > b ? 1 : a < b ? -1 : 0);

/**
 * Whether two Changes say the same: a retry, or an analyst that ran again. Order and source do not count, and of what is in the
 * vault not the key, which is another each time it comes through the door, but what it says.
 */
export function saysTheSame(a: Change, b: Change): boolean {
  return (
    a.id === b.id &&
    a.at === b.at &&
    a.basis === b.basis &&
    a.exercise === b.exercise &&
    a.by === b.by &&
    (sameJson(a.body, b.body) || sameJson(unkeyed(a), unkeyed(b)))
  );
}

/** The members of a Change, of those in the vault that tell it what they say, by their pseudonyms. */
function unkeyed(change: Change): Json {
  if ('removed' in change.body) return asJson(change.body);
  const members = Object.entries(valueOf(change) ?? {}).map(([name, member]): [string, Json] => {
    const { $vault, ...said } = vaulted(member) ?? {};
    return [name, $vault !== undefined && 'pseudonym' in said ? { $vault: '', ...said } : member];
  });
  return { value: Object.fromEntries(members) };
}

const vaulted = (member: Json): JsonObject | undefined =>
  typeof member === 'object' && member !== null && '$vault' in member ? (member as JsonObject) : undefined;

/** Keys of the vault that a Change refers to. */
export const vaultKeysOf = (change: Change): string[] =>
  Object.values(valueOf(change) ?? {}).flatMap((member) => {
    const key = vaulted(member)?.['$vault'];
    return typeof key === 'string' ? [key] : [];
  });

/** Ids a value names in the fields that its kind declares. */
export function refsOf(kind: Pick<Kind, 'refs'>, value: JsonObject | undefined): string[] {
  const found: string[] = [];
  for (const field of kind.refs) take(value?.[field], found);
  return found;
}

function take(field: Json | undefined, found: string[]): void {
  if (typeof field === 'string') found.push(field);
  else if (Array.isArray(field)) for (const item of field as readonly Json[]) take(item, found);
}
