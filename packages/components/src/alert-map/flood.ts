import type { EntityId, Instant } from '@yingji/core';
import type { Item } from './item.js';

/** A flood of alarms by ISA-18.2 / EEMUA 191: ten in ten minutes begin it, fewer than five end it. */
export const FLOOD = { windowMs: 600_000, starts: 10, ends: 5 };

export interface Flood {
  readonly n: number;
  /** Alarms of one incident, or of one sort in one place, are one group. */
  readonly groups: number;
}

/** Since when a thing has been known, by the host's time. */
export type Arrived = (item: Item) => Instant;

/** A change of a thing that is known is not a new thing: the first time it was heard here stands, whatever its row says later. */
export class Arrivals {
  #since: ReadonlyMap<EntityId, Instant> = new Map();
  #items: readonly Item[] | undefined;

  readonly of: Arrived = (item) => this.#since.get(item.id) ?? item.recordedAt;

  take(items: readonly Item[]): void {
    if (items === this.#items) return;
    this.#items = items;
    this.#since = new Map(items.map((item) => [item.id, this.of(item)]));
  }
}

/** Whether it came within the last ten minutes and is not over. */
export const isNew = (item: Item, now: Instant, arrived: Arrived): boolean =>
  item.ended === undefined && Date.parse(arrived(item)) > Date.parse(now) - FLOOD.windowMs;

/** The flood there is now, of warnings and alarms alike; `before` says whether there was one already. */
export function floodOf(
  items: readonly Item[],
  now: Instant | undefined,
  { before, arrived = (item) => item.recordedAt }: { readonly before: boolean; readonly arrived?: Arrived },
): Flood | undefined {
  if (now === undefined) return undefined;
  const fresh = items.filter((item) => isNew(item, now, arrived));
  if (fresh.length < (before ? FLOOD.ends : FLOOD.starts)) return undefined;
  return { n: fresh.length, groups: new Set(fresh.map(groupOf)).size };
}

/** By the incident they tell of, else by what happened and where. */
export const groupOf = (item: Item): string =>
  item.kind === 'incident'
    ? item.id
    : (item.incident ?? `${item.kind === 'warning' ? 'warning' : 'alarm'}|${item.group}`);
