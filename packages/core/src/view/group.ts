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

interface Counted {
  readonly key: readonly Scalar[];
  count: number;
  /** How many rows have which value of the field of which the least is asked for. */
  readonly ranks: Map<number, number> | undefined;
  changed?: boolean;
}

type Level = Map<Scalar, Level | Counted>;

/** A field that is no scalar, or is not there, counts as null. */
const scalar = (value: unknown): Scalar => (typeof value === 'object' ? null : ((value ?? null) as Scalar));

/** There may be more of them than a call takes arguments. */
function least(values: Iterable<number>): number {
  let found = Infinity;
  for (const value of values) if (value < found) found = value;
  return found;
}

export function createGroups({ by, worst }: NonNullable<Query['group']>): Groups {
  const reads = by.map(reader);
  const last = reads.length - 1;
  const rank = worst === undefined ? undefined : reader(worst);
  const make = (key: readonly Scalar[]): Counted => ({ key, count: 0, ranks: rank && new Map() });
  const top: Level = new Map();
  const only = make([]);
  /** Where each row counts, and with what rank. */
  const places: (Counted | undefined)[] = [];
  const ranks: (number | undefined)[] = [];
  let changed: Counted[] = [];

  function find(row: Seen): Counted {
    if (last < 0) return only;
    let level = top;
    for (let i = 0; i < last; i += 1) {
      const value = scalar(reads[i]!(row));
      let next = level.get(value) as Level | undefined;
      if (!next) level.set(value, (next = new Map()));
      level = next;
    }
    const value = scalar(reads[last]!(row));
    let found = level.get(value) as Counted | undefined;
    if (!found) level.set(value, (found = make(reads.map((read) => scalar(read(row))))));
    return found;
  }

  function add(group: Counted, by: 1 | -1, value: number | undefined): void {
    group.count += by;
    if (group.ranks && value !== undefined) {
      const many = (group.ranks.get(value) ?? 0) + by;
      if (many > 0) group.ranks.set(value, many);
      else group.ranks.delete(value);
    }
    if (!group.changed) changed.push(group);
    group.changed = true;
  }

  /** Takes an empty group out, and the levels that hold nothing without it. */
  function forget({ key }: Pick<Counted, 'key'>, level = top, depth = 0): void {
    const value = key[depth]!;
    if (depth < last) {
      const next = level.get(value) as Level;
      forget({ key }, next, depth + 1);
      if (next.size > 0) return;
    }
    level.delete(value);
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
      const told = changed.map((group): Group => {
        group.changed = false;
        if (group.count === 0 && last >= 0) forget(group);
        const { key, count, ranks } = group;
        return ranks?.size ? { key, count, worst: least(ranks.keys()) } : { key, count };
      });
      changed = [];
      return told;
    },
  };
}
