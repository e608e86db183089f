import { createFlags } from './table.js';

/** The first few by an order, out of many, kept as they come and go. */
export interface Best<K, T> {
  /** Begins anew from all there are. */
  fill(): void;
  /** Counts one as it is now, or no more; true when the first may be others than before. */
  count(key: K, counts: boolean): boolean;
  first(): readonly T[];
}

const REST = 1;
const HELD = 2;

interface Ranked<K, T> {
  readonly key: K;
  readonly by: T;
}

export interface BestOptions<K, T> {
  readonly top: number;
  /** A total order, ids the last to decide. */
  order(a: T, b: T): number;
  all(): K[];
  /** What one is ordered by now. */
  rank(key: K): T;
  /** The same, to be found by after the key has changed; made only of those in the reserve. */
  keep(key: K): T;
}

/**
 * Keeps a sorted reserve a few times as long as what is shown; what comes after it is left unsorted until the reserve has
 * run dry. Each time it does, the reserve becomes twice as long, so that looking at all again pays for itself.
 */
export function createBest<K extends { readonly n: number }, T>(options: BestOptions<K, T>): Best<K, T> {
  const { top, order, all, rank, keep } = options;
  let most = Math.max(64, 4 * top);
  let reserve: Ranked<K, T>[] = [];
  let held = new Map<K, T>();
  /** Whether one is counted, by its number, and whether in the reserve. */
  const where = createFlags();
  /** How many are not in the reserve; all of them come after its last one. */
  let rest = 0;

  /** Where one stands, or would; most come after all that is held. */
  function place(by: T): number {
    let low = 0;
    let high = reserve.length;
    if (high > 0 && order(reserve[high - 1]!.by, by) < 0) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(reserve[middle]!.by, by) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function shorten(): void {
    for (const { key } of reserve.splice(most)) {
      held.delete(key);
      where.set(key.n, REST);
      rest += 1;
    }
  }

  function fill(): void {
    const sorted = all()
      .map((key) => ({ key, by: rank(key) }))
      .sort((a, b) => order(a.by, b.by));
    rest = Math.max(0, sorted.length - most);
    reserve = sorted.slice(0, most).map(({ key }) => ({ key, by: keep(key) }));
    held = new Map(reserve.map(({ key, by }) => [key, by]));
    for (let i = 0; i < sorted.length; i += 1) where.set(sorted[i]!.key.n, i < most ? HELD : REST);
  }

  function leave(key: K): number {
    const at = place(held.get(key)!);
    reserve.splice(at, 1);
    held.delete(key);
    return at;
  }

  return {
    fill,
    count(key, counts) {
      const was = where.get(key.n);
      const left = was === HELD ? leave(key) : Infinity;
      if (was === REST) rest -= 1;
      const at = counts ? place(rank(key)) : Infinity;
      const is = !counts ? 0 : at === reserve.length && rest > 0 ? REST : HELD;
      where.set(key.n, is);
      if (is === REST) rest += 1;
      if (is === HELD) {
        const by = keep(key);
        reserve.splice(at, 0, { key, by });
        held.set(key, by);
        if (reserve.length > 2 * most) shorten();
      }
      return left < top || at < top;
    },
    first() {
      if (reserve.length < top && rest > 0) {
        most *= 2;
        fill();
      }
      return reserve.slice(0, top).map(({ by }) => by);
    },
  };
}
