import type { Ids } from '../ports/ids.js';

/** Repeatable ids and randomness (mulberry32) for tests and simulators. */
export function createSeededIds(seed = 1): Ids {
  let state = seed >>> 0;
  let count = 0;
  return {
    next: () => `id-${seed}-${(count += 1)}`,
    random: () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
    },
  };
}
