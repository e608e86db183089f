import type { Clock } from '@yingji/core';

/** So many a second on average over so many seconds: as long as that it has been less, so much may come at once. */
export interface Rate {
  /** Milliseconds until the next may pass; 0 takes one. */
  take(): number;
}

export function createRate(perSecond: number, clock: Pick<Clock, 'elapsed'>, seconds: number): Rate {
  const most = Math.max(1, perSecond * seconds);
  let left = most;
  let at = clock.elapsed();
  return {
    take() {
      const now = clock.elapsed();
      left = Math.min(most, left + ((now - at) / 1000) * perSecond);
      at = now;
      if (left < 1) return Math.ceil(((1 - left) / perSecond) * 1000);
      left -= 1;
      return 0;
    },
  };
}
