const WINDOW_MS = 60_000;
const MOST_KEYS = 10_000;

/** Counts what each of many does within a minute, in bounded memory. */
export interface Counts {
  /** Notes one more; when that is too many, says after how many seconds to come back. */
  add(key: string): number | undefined;
}

export function createCounts(perMinute: number, elapsed: () => number): Counts {
  const counts = new Map<string, { since: number; count: number }>();
  return {
    add(key) {
      const now = elapsed();
      const have = counts.get(key);
      const current = have && now - have.since < WINDOW_MS ? have : { since: now, count: 0 };
      current.count += 1;
      counts.delete(key);
      counts.set(key, current);
      if (counts.size > MOST_KEYS) counts.delete(counts.keys().next().value!);
      if (current.count <= perMinute) return undefined;
      return Math.max(1, Math.ceil((current.since + WINDOW_MS - now) / 1_000));
    },
  };
}
