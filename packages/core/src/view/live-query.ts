import type { Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import { metresBetween, positionOf } from './area.js';
import { createBest, type Best } from './best.js';
import { createGroups } from './group.js';
import { joined } from './join.js';
import { matcher, orderOf } from './match.js';
import type { Query } from './query.js';
import type { Delta, Reader, Row } from './view.js';

/** One subscribed query: told which rows of its kind became which, it tells what changed in its result. */
export interface LiveQuery {
  /** Emits the whole result as a reset. */
  start(): void;
  /** Rows as they were before a batch and as they are now, pairwise. */
  changed(before: readonly (Row | undefined)[], after: readonly (Row | undefined)[]): void;
  /** Joined queries: after all changes of a batch, whose row changed or who is named by another than before. */
  settled?(stirred: ReadonlySet<string>): void;
}

export interface LiveQuerySource {
  all(): readonly Row[];
  readonly reader: Pick<Reader, 'get' | 'referring'>;
  stamp(): { readonly at: Position; readonly now: Instant };
  emit(delta: Delta): void;
}

export function createLiveQuery(query: Query, source: LiveQuerySource): LiveQuery {
  if (query.group) return groups({ ...query, group: query.group }, source);
  if (query.join?.length) return joined({ ...query, join: query.join }, source, createLiveQuery);
  if (query.nearest) return firstFew(query, nearest({ ...query, nearest: query.nearest }, source), source);
  if (query.top !== undefined) return firstFew(query, sorted({ ...query, top: query.top }, source), source);
  return everyMatch(query, source);
}

function everyMatch(query: Query, { all, stamp, emit }: LiveQuerySource): LiveQuery {
  const fits = matcher(query);
  return {
    start() {
      const put = all().filter(fits).sort(orderOf(query));
      emit({ reset: true, gap: false, put, removed: [], ...stamp() });
    },
    changed(before, after) {
      const put: Row[] = [];
      const removed: EntityId[] = [];
      for (let i = 0; i < after.length; i += 1) {
        const now = after[i];
        if (now && fits(now)) {
          put.push(now);
          continue;
        }
        const was = before[i];
        if (was && fits(was)) removed.push(was.id);
      }
      if (put.length + removed.length > 0) emit({ reset: false, gap: false, put, removed, ...stamp() });
    },
  };
}

type Few = Best<Row>;

const sorted = (query: Query & { readonly top: number }, { all }: LiveQuerySource): Few =>
  createBest({ top: query.top, order: orderOf(query), all: () => all().filter(matcher(query)) });

/** The same, by a distance that is worked out once for each row. */
function nearest(query: Query & { readonly nearest: NonNullable<Query['nearest']> }, { all }: LiveQuerySource): Few {
  const { to, k } = query.nearest;
  const fits = matcher(query);
  const far = (row: Row) => ({ id: row.id, row, m: metresBetween(to, positionOf(row)!) });
  const best = createBest<ReturnType<typeof far>>({
    top: k,
    order: (a, b) => a.m - b.m || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    all: () => all().filter(fits).map(far),
  });
  return {
    fill: () => best.fill(),
    add: (row) => best.add(far(row)),
    remove: (row) => best.remove(far(row)),
    first: () => best.first().map(({ row }) => row),
  };
}

function firstFew(query: Query, best: Few, { stamp, emit }: LiveQuerySource): LiveQuery {
  const fits = matcher(query);
  let shown: readonly Row[] = [];
  return {
    start() {
      best.fill();
      shown = best.first();
      emit({ reset: true, gap: false, put: shown, removed: [], ...stamp() });
    },
    changed(before, after) {
      let touched = false;
      for (const row of before) if (row && fits(row)) touched = best.remove(row) || touched;
      for (const row of after) if (row && fits(row)) touched = best.add(row) || touched;
      if (!touched) return;
      const now = best.first();
      const had = new Map(shown.map((row) => [row.id, row]));
      const put = now.filter((row) => had.get(row.id) !== row);
      for (const { id } of now) had.delete(id);
      shown = now;
      if (put.length + had.size > 0) emit({ reset: false, gap: false, put, removed: [...had.keys()], ...stamp() });
    },
  };
}

function groups(query: Query & { readonly group: NonNullable<Query['group']> }, source: LiveQuerySource): LiveQuery {
  const { all, stamp, emit } = source;
  const fits = matcher(query);
  const counts = createGroups(query.group);
  return {
    start() {
      for (const row of all()) if (fits(row)) counts.enter(row);
      emit({ reset: true, gap: false, put: [], removed: [], groups: counts.take(), ...stamp() });
    },
    changed(before, after) {
      for (let i = 0; i < after.length; i += 1) {
        const was = before[i];
        const now = after[i];
        counts.move(was && fits(was) ? was : undefined, now && fits(now) ? now : undefined);
      }
      const groups = counts.take();
      if (groups.length > 0) emit({ reset: false, gap: false, put: [], removed: [], groups, ...stamp() });
    },
  };
}
