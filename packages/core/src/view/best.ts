import type { Row } from './view.js';

/** The first rows by an order, out of many, kept as rows come and go. */
export interface Best {
  /** Begins anew from all rows there are. */
  fill(): void;
  add(row: Row): void;
  /** Takes out a row, by the values it was added with. */
  remove(row: Row): void;
  first(): readonly Row[];
}

/**
 * Keeps a sorted reserve a few times as long as what is shown; what comes after it is left unsorted until the reserve has
 * run dry. Each time it does, the reserve becomes twice as long, so that looking at all rows again pays for itself.
 */
export function createBest({
  top,
  order,
  all,
}: {
  readonly top: number;
  readonly order: (a: Row, b: Row) => number;
  readonly all: () => Row[];
}): Best {
  let most = Math.max(64, 4 * top);
  let reserve: Row[] = [];
  /** Rows that are not in the reserve; all of them come after its last one. */
  let rest = 0;

  /** Where a row stands, or would. */
  function place(row: Row): number {
    let [low, high] = [0, reserve.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order(reserve[middle]!, row) < 0) low = middle + 1;
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
    add(row) {
      const at = place(row);
      if (at === reserve.length && rest > 0) {
        rest += 1;
        return;
      }
      reserve.splice(at, 0, row);
      if (reserve.length <= 2 * most) return;
      rest += reserve.length - most;
      reserve.length = most;
    },
    remove(row) {
      const at = place(row);
      if (reserve[at]?.id === row.id) reserve.splice(at, 1);
      else rest -= 1;
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
