import { sameJson, type Json, type JsonObject } from '../json.js';
import { compareOrder, type Change } from './change.js';
import type { Kind } from './kind.js';
import { merge, type Merged } from './merge.js';
import { millis } from './time.js';

/** The value of a Change as an object; `undefined` for a tombstone. */
export function valueOf(change: Change): JsonObject | undefined {
  return 'value' in change.body ? (change.body.value as JsonObject) : undefined;
}

/**
 * The place in live state that a Change competes for: its own id, or, for kinds that keep only the latest
 * (observations), the fields that say what is observed.
 */
export function slotOf(kind: Kind, change: Change): string {
  if (!kind.keepLatestBy) return change.id;
  const value = valueOf(change);
  return [kind.name, ...kind.keepLatestBy.map((field) => JSON.stringify(value?.[field] ?? null))].join('|');
}

/** Weighs a Change against what fills its slot: by the merge law for one id, by time between two ids. */
export function settle<C extends Change>(kind: Kind, have: C | undefined, next: C): Merged<C> {
  if (!have || have.id === next.id) return merge(kind, have, next);
  const alone = merge(kind, undefined, next);
  if (!alone.kept) return { current: have, kept: false, issues: alone.issues };
  const later =
    millis(next.at) - millis(have.at) || compareOrder(next.order, have.order) || (next.id > have.id ? 1 : -1);
  return { current: later > 0 ? next : have, kept: later > 0, issues: alone.issues };
}

/** Whether two Changes say the same: a retry, or an analyst that ran again. Order and source do not count. */
export function saysTheSame(a: Change, b: Change): boolean {
  return (
    a.id === b.id &&
    a.at === b.at &&
    a.basis === b.basis &&
    a.exercise === b.exercise &&
    a.by === b.by &&
    sameJson(a.body, b.body)
  );
}

/** Ids a value names in the fields that its kind declares. */
export function refsOf(kind: Kind, value: JsonObject | undefined): string[] {
  const found: string[] = [];
  const take = (field: Json | undefined): void => {
    if (typeof field === 'string') found.push(field);
    else if (Array.isArray(field)) for (const item of field as readonly Json[]) take(item);
  };
  for (const field of kind.refs) take(value?.[field]);
  return found;
}
