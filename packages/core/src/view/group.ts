import { reader, type Seen } from './match.js';
import type { Query, Scalar } from './query.js';
import type { Group } from './view.js';

/** How many rows there are of each combination of values. */
export interface Groups {
  /** Counts the row with this number as it is now; absent: it counts no more. */
  count(n: number, row: Seen | undefined): void;
  /** The groups that changed since the last call; those that are empty now have the count 0. */
  take(): Group[];
}

/** A combination of values, or of the first few of them. */
interface Counted {
  readonly key: readonly Scalar[];
  readonly within: Counted | undefined;
  /** By the next value; nothing at the last one. */
  below: Map<Scalar, Counted> | undefined;
  count: number;
  /** How many rows have which value of the field of which the least is asked for. */
  ranks: Map<number, number> | undefined;
  changed: boolean;
}

/** A field that is no scalar, or is not there, counts as null. */
const scalar = (value: unknown): Scalar => (typeof value === 'object' ? null : ((value ?? null) as Scalar));

const counted = (key: readonly Scalar[], within?: Counted): Counted => ({
  key,
  within,
  below: undefined,
  count: 0,
  ranks: undefined,
  changed: false,
});

export function createGroups({ by, worst }: NonNullable<Query['group']>): Groups {
  const reads = by.map(reader);
  const rank = worst === undefined ? undefined : reader(worst);
  const all = counted([]);
  /** Where each row counts, and with what rank. */
  const places: (Counted | undefined)[] = [];
  const ranks: (number | undefined)[] = [];
  const changed: Counted[] = [];

  function find(row: Seen): Counted {
    let found = all;
    for (const read of reads) {
      const value = scalar(read(row));
      const below = (found.below ??= new Map<Scalar, Counted>());
      let next = below.get(value);
      if (!next) below.set(value, (next = counted([...found.key, value], found)));
      found = next;
    }
    return found;
  }

  function add(group: Counted, by: 1 | -1, value: number | undefined): void {
    group.count += by;
    if (value !== undefined) {
      const ranks = (group.ranks ??= new Map<number, number>());
      const many = (ranks.get(value) ?? 0) + by;
      if (many > 0) ranks.set(value, many);
      else ranks.delete(value);
    }
    if (!group.changed) changed.push(group);
    group.changed = true;
  }

  /** Takes an empty group out, and what it stood in if that holds nothing without it. */
  function forget({ key, within, below, count }: Counted): void {
    if (!within || count > 0 || below?.size) return;
    within.below!.delete(key.at(-1)!);
    forget(within);
  }

  return {
    count(n, row) {
      const from = places[n];
      const to = row && find(row);
      const value = row && rank?.(row);
      const ranked = typeof value === 'number' ? value : undefined;
      if (from === to && (!rank || ranks[n] === ranked)) return;
      if (from) add(from, -1, ranks[n]);
      if (to) add(to, 1, ranked);
      places[n] = to;
      if (rank) ranks[n] = ranked;
    },
    take() {
      return changed.splice(0).map((group): Group => {
        group.changed = false;
        forget(group);
        const { key, count, ranks } = group;
        return ranks?.size ? { key, count, worst: [...ranks.keys()].reduce((a, b) => Math.min(a, b)) } : { key, count };
      });
    },
  };
}
