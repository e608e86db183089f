const WINDOW_MS = 60_000;
const MOST_ADDRESSES = 10_000;

/** Counts refused requests of each address within a minute, in bounded memory. */
export interface Failures {
  /** Notes one more and says whether there have been too many. */
  add(address: string): boolean;
}

export function createFailures(perMinute: number, elapsed: () => number): Failures {
  const counts = new Map<string, { since: number; count: number }>();
  return {
    add(address) {
      const now = elapsed();
      const have = counts.get(address);
      const current = have && now - have.since < WINDOW_MS ? have : { since: now, count: 0 };
      current.count += 1;
      counts.delete(address);
      counts.set(address, current);
      if (counts.size > MOST_ADDRESSES) counts.delete(counts.keys().next().value!);
      return current.count > perMinute;
    },
  };
}
