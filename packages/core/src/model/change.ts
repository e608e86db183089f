import type { Json } from '../json.js';
import type { EntityId } from './id.js';
import type { Instant } from './time.js';

/** 1, 2, 3 … per city, gap-free, assigned by the one writer at commit. */
export type Position = number & { readonly __brand: 'position' };

/** `[epoch, seq]`, compared left to right, and only between Changes of one id. */
export type Order = readonly [epoch: number, seq: number];

/** Whether a fact was said by its source, worked out by us, or neither is known. */
export type Basis = 'stated' | 'derived' | 'unknown';

/** A whole value (never a patch) or a tombstone. */
export type Body<V = Json> = { readonly value: V } | { readonly removed: true; readonly reason: string };

/**
 * What mappings, analysts and decide return; the runner stamps it into a {@link Change}.
 * `serial` is for sources that number their messages: whose counter it is, and its bare value before wrap repair.
 */
export interface Draft<K extends string = string, V = Json> {
  readonly v: 1;
  readonly kind: K;
  readonly id: EntityId;
  /** When it was true, by the source. */
  readonly at: Instant;
  readonly basis: Basis;
  readonly body: Body<V>;
  readonly serial?: { readonly of: string; readonly n: number };
  /** Names the drill; absent means real. Drill data is counted apart everywhere. */
  readonly exercise?: string;
  /** What led to it: entities, or the id of a Command. */
  readonly cause?: readonly EntityId[] | { readonly command: string };
  /** The person or analyst behind it, where the source is the city itself. */
  readonly by?: string;
}

/** A stamped fact: what the log holds. */
export interface Change<K extends string = string, V = Json> extends Omit<Draft<K, V>, 'serial'> {
  readonly source: string;
  readonly order: Order;
}

/** A Change with its place in the log. `at` = when it was true; `recordedAt` and `position` = when we knew. */
export interface Entry<K extends string = string, V = Json> extends Change<K, V> {
  readonly position: Position;
  readonly recordedAt: Instant;
}

/** A Change that has its place in the log. Member by member, because every message comes this way. */
export function entryOf(change: Change, position: Position, recordedAt: Instant): Entry {
  const { v, kind, id, source, at, order, basis, body, exercise, cause, by } = change;
  if (exercise !== undefined || cause !== undefined || by !== undefined) return { ...change, position, recordedAt };
  return { v, kind, id, source, at, order, basis, body, position, recordedAt };
}

/** Compares two orders of one id: negative, zero or positive. */
export function compareOrder(a: Order, b: Order): number {
  return a[0] - b[0] || a[1] - b[1];
}
