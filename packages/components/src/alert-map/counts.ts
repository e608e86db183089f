import { LEVELS, type Level } from '../marks/level.js';
import { isPoint, type Item } from './item.js';

/** How many of each level; `other` are graded by a number without colour, or below the lowest level. */
export type LevelCounts = { readonly [L in Level | 'other']: number };

/** Warnings and alarms are counted apart: their scales share colours and never mix. Ended ones are not counted. */
export interface Counts {
  readonly warnings: LevelCounts;
  readonly alarms: LevelCounts;
  readonly unacknowledged: number;
  readonly unlocated: number;
  readonly total: number;
}

export function countItems(items: readonly Item[]): Counts {
  const open = items.filter((item) => item.ended === undefined);
  const points = open.filter(isPoint);
  return {
    warnings: byLevel(open.filter((item) => !isPoint(item))),
    alarms: byLevel(points),
    unacknowledged: points.filter((item) => item.waiting).length,
    unlocated: points.filter((item) => item.position === undefined).length,
    total: open.length,
  };
}

export function byLevel(items: readonly Item[]): LevelCounts {
  const counts = { red: 0, orange: 0, ungraded: 0, yellow: 0, blue: 0, other: 0 };
  for (const item of items) counts[item.numbered ? 'other' : item.level] += 1;
  return counts;
}

/** The worst of some items, for sentences such as 最高红色; `undefined` of none. */
export function worst(items: readonly Item[]): Level | 'other' | undefined {
  const counts = byLevel(items);
  return LEVELS.find((level) => counts[level] > 0) ?? (counts.other > 0 ? 'other' : undefined);
}
