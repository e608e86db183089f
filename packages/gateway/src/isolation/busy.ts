import type { Clock } from '@yingji/core';

/** Over how long it is looked at, in milliseconds: a burst is no fault. */
const WINDOW_MS = 4_000;

/**
 * How much of a core something uses, in percent, on average over four seconds; 0 before so long has passed. Told the milliseconds
 * that it has used so far.
 */
export function createBusy(clock: Pick<Clock, 'elapsed'>): (usedMs: number) => number {
  const told: { readonly at: number; readonly used: number }[] = [];
  return (used) => {
    const at = clock.elapsed();
    told.push({ at, used });
    while (told.length > 1 && at - told[1]!.at >= WINDOW_MS) told.shift();
    const [first] = told;
    return at - first!.at < WINDOW_MS ? 0 : (100 * (used - first!.used)) / (at - first!.at);
  };
}
