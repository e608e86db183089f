import { reader } from './match.js';
import type { Query, Scalar } from './query.js';
import type { Group, Row } from './view.js';

/** How many rows there are of each combination of values. */
export interface Groups {
  enter(row: Row): void;
  /** A row became another one; absent is none that counts. */
  move(was: Row | undefined, now: Row | undefined): void;
  /** The groups that changed since the last call; those that are empty now have the count 0. */
  take(): Group[];
}

interface Counted {
  readonly key: readonly Scalar[];
  count: number;
  /** How many rows have which value of the field of which the least is asked for. */
  readonly ranks: Map<number, number>;
  changed: boolean;
}

type Level = Map<Scalar, Level | Counted>;

/** A field that is no scalar, or is not there, counts as null. */
const scalar = (value: unknown): Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

export function createGroups({ by, worst }: NonNullable<Query['group']>): Groups {
  const reads = by.map(reader);
  const last = reads.length - 1;
  const rank = worst === undefined ? undefined : reader(worst);
  const top: Level = new Map();
  const only: Counted = { key: [], count: 0, ranks: new Map(), changed: false };
  let changed: Counted[] = [];

  function find(row: Row): Counted {
    let level = top;
    for (let i = 0; i < last; i += 1) {
      const value = scalar(reads[i]!(row));
      let next = level.get(value) as Level | undefined;
      if (!next) level.set(value, (next = new Map()));
      level = next;
    }
    if (last < 0) return only;
    const value = scalar(reads[last]!(row));
    let found = level.get(value) as Counted | undefined;
    if (!found) {
      found = { key: reads.map((read) => scalar(read(row))), count: 0, ranks: new Map(), changed: false };
      level.set(value, found);
    }
    return found;
  }

  function count(group: Counted, row: Row, by: 1 | -1): void {
    group.count += by;
    const value = rank?.(row);
    if (typeof value === 'number') {
      const many = (group.ranks.get(value) ?? 0) + by;
      if (many === 0) group.ranks.delete(value);
      else group.ranks.set(value, many);
    }
    if (group.changed) return;
    group.changed = true;
    changed.push(group);
  }

  function forget({ key }: Counted): void {
    let level = top;
    for (const value of key.slice(0, -1)) level = level.get(value) as Level;
    level.delete(key[last]!);
  }

  return {
    enter: (row) => count(find(row), row, 1),
    move(was, now) {
      const [from, to] = [was && find(was), now && find(now)];
      if (from === to && (!rank || !was || !now || rank(was) === rank(now))) return;
      if (from) count(from, was!, -1);
      if (to) count(to, now!, 1);
    },
    take() {
      const told = changed.map((group): Group => {
        group.changed = false;
        if (group.count === 0 && last >= 0) forget(group);
        const { key, count, ranks } = group;
        return ranks.size === 0 ? { key, count } : { key, count, worst: Math.min(...ranks.keys()) };
      });
      changed = [];
      return told;
    },
  };
}
