import type { Instant } from '@yingji/core';
import { isPoint, type Item } from './item.js';

/** A flood of alarms by ISA-18.2 / EEMUA 191: ten in ten minutes begin it, fewer than five end it. */
export const FLOOD = { windowMs: 600_000, starts: 10, ends: 5 };

export interface Flood {
  readonly n: number;
  /** Alarms of one incident, or of one sort in one place, are one group. */
  readonly groups: number;
}

/** The flood there is now; `before` says whether there was one already. */
export function floodOf(items: readonly Item[], now: Instant | undefined, before: boolean): Flood | undefined {
  if (now === undefined) return undefined;
  const since = Date.parse(now) - FLOOD.windowMs;
  const fresh = items.filter((item) => isPoint(item) && Date.parse(item.recordedAt) > since);
  if (fresh.length < (before ? FLOOD.ends : FLOOD.starts)) return undefined;
  return { n: fresh.length, groups: new Set(fresh.map(groupOf)).size };
}

const groupOf = (item: Item): string => (item.kind === 'incident' ? item.id : (item.incident ?? item.group));
