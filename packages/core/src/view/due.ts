/** A min-heap of what falls due when; an item set anew moves, and stale heap entries are skipped when they surface. */
export interface DueList {
  set(id: string, due: number | undefined): void;
  /** Takes all that is due at `now`. */
  take(now: number): string[];
  /** The earliest due time, or Infinity. */
  next(): number;
}

export function createDueList(): DueList {
  const due = new Map<string, number>();
  const heap: { at: number; id: string }[] = [];
  const swap = (a: number, b: number): void => void ([heap[a], heap[b]] = [heap[b]!, heap[a]!]);

  const push = (item: { at: number; id: string }): void => {
    let i = heap.push(item) - 1;
    for (let up = (i - 1) >> 1; i > 0 && heap[up]!.at > heap[i]!.at; i = up, up = (i - 1) >> 1) swap(i, up);
  };
  const pop = (): void => {
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let i = 0; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let least = i;
      if (left < heap.length && heap[left]!.at < heap[least]!.at) least = left;
      if (right < heap.length && heap[right]!.at < heap[least]!.at) least = right;
      if (least === i) return;
      swap(i, least);
      i = least;
    }
  };
  const dropStale = (): void => {
    while (heap.length > 0 && due.get(heap[0]!.id) !== heap[0]!.at) pop();
  };

  return {
    set(id, at) {
      if (due.get(id) === at) return;
      if (at === undefined) due.delete(id);
      else {
        due.set(id, at);
        push({ at, id });
      }
    },
    take(now) {
      const taken: string[] = [];
      for (dropStale(); heap.length > 0 && heap[0]!.at <= now; dropStale()) {
        taken.push(heap[0]!.id);
        due.delete(heap[0]!.id);
      }
      return taken;
    },
    next() {
      dropStale();
      return heap[0]?.at ?? Infinity;
    },
  };
}
