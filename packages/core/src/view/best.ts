/** The first few by an order, out of many, kept as they come and go. */
export interface Best<T> {
  /** Begins anew from all there are. */
  fill(): void;
  /** True when it may be among the first. */
  add(item: T): boolean;
  /** Takes one out, by the values it was added with; true when it may have been among the first. */
  remove(item: T): boolean;
  first(): readonly T[];
}

/**
 * Keeps a sorted reserve a few times as long as what is shown; what comes after it is left unsorted until the reserve has
 * run dry. Each time it does, the reserve becomes twice as long, so that looking at all rows again pays for itself.
 */
export function createBest<T extends { readonly id: string }>({
  top,
  order,
  all,
}: {
  readonly top: number;
  /** A total order, ids the last to decide. */
  readonly order: (a: T, b: T) => number;
  readonly all: () => T[];
}): Best<T> {
  let most = Math.max(64, 4 * top);
  let reserve: T[] = [];
  /** How many are not in the reserve; all of them come after its last one. */
  let rest = 0;

  /** Where one stands, or would; most come after all that is held. */
  function place(item: T): number {
    let low = 0;
    let high = reserve.length;
    if (high > 0 && order(reserve[high - 1]!, item) < 0) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(reserve[middle]!, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function fill(): void {
    reserve = all().sort(order);
    rest = Math.max(0, reserve.length - most);
    reserve.length -= rest;
  }

  return {
    fill,
    add(item) {
      const at = place(item);
      if (at === reserve.length && rest > 0) {
        rest += 1;
        return reserve.length < top;
      }
      reserve.splice(at, 0, item);
      if (reserve.length > 2 * most) {
        rest += reserve.length - most;
        reserve.length = most;
      }
      return at < top;
    },
    remove(item) {
      const at = place(item);
      if (reserve[at]?.id === item.id) reserve.splice(at, 1);
      else rest -= 1;
      return at < top;
    },
    first() {
      if (reserve.length < top && rest > 0) {
        most *= 2;
        fill();
      }
      return reserve.slice(0, top);
    },
  };
}
