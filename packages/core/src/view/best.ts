/** The first few by an order, out of many, kept as they come and go. */
export interface Best<K, T> {
  /** Begins anew from all there are. */
  fill(): void;
  /** True when it may be among the first. */
  add(key: K): boolean;
  /** Takes out what was added under this key; true when it may have been among the first. */
  remove(key: K): boolean;
  first(): readonly T[];
}

interface Ranked<K, T> {
  readonly key: K;
  readonly by: T;
}

/**
 * Keeps a sorted reserve a few times as long as what is shown; what comes after it is left unsorted until the reserve has
 * run dry. Each time it does, the reserve becomes twice as long, so that looking at all again pays for itself.
 */
export function createBest<K extends object, T>({
  top,
  order,
  all,
  rank,
  keep,
}: {
  readonly top: number;
  /** A total order, ids the last to decide. */
  readonly order: (a: T, b: T) => number;
  readonly all: () => K[];
  /** What one is ordered by now. */
  readonly rank: (key: K) => T;
  /** The same, to be found by after the key has changed; made only of those in the reserve. */
  readonly keep: (key: K) => T;
}): Best<K, T> {
  let most = Math.max(64, 4 * top);
  let reserve: Ranked<K, T>[] = [];
  let held = new Map<K, T>();
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
  }

  return {
    fill,
    add(key) {
      const at = place(rank(key));
      if (at === reserve.length && rest > 0) {
        rest += 1;
        return reserve.length < top;
      }
      const by = keep(key);
      reserve.splice(at, 0, { key, by });
      held.set(key, by);
      if (reserve.length > 2 * most) shorten();
      return at < top;
    },
    remove(key) {
      const by = held.get(key);
      if (by === undefined) {
        rest -= 1;
        return false;
      }
      const at = place(by);
      reserve.splice(at, 1);
      held.delete(key);
      return at < top;
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
