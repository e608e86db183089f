import type { Clock } from '@yingji/core';

/** How long a burst may be: what a second allows, ten times over. */
const BURST = 10;

/** So many a second on average, with a burst of ten seconds' worth. */
export interface Rate {
  /** Milliseconds until the next may pass; 0 takes one. */
  take(): number;
}

export function createRate(perSecond: number, clock: Pick<Clock, 'elapsed'>): Rate {
  let left = perSecond * BURST;
  let at = clock.elapsed();
  return {
    take() {
      const now = clock.elapsed();
      left = Math.min(perSecond * BURST, left + ((now - at) / 1000) * perSecond);
      at = now;
      if (left < 1) return Math.ceil(((1 - left) / perSecond) * 1000);
      left -= 1;
      return 0;
    },
  };
}
