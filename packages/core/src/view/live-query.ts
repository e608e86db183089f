import type { Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import { createBest } from './best.js';
import { matcher, orderOf } from './match.js';
import type { Query } from './query.js';
import type { Delta, Row } from './view.js';

/** One subscribed query: told which rows of its kind became which, it tells what changed in its result. */
export interface LiveQuery {
  /** Emits the whole result as a reset. */
  start(): void;
  /** Rows as they were before a batch and as they are now, pairwise. */
  changed(before: readonly (Row | undefined)[], after: readonly (Row | undefined)[]): void;
}

export interface LiveQuerySource {
  all(): Iterable<Row>;
  stamp(): { readonly at: Position; readonly now: Instant };
  emit(delta: Delta): void;
}

export function createLiveQuery(query: Query, source: LiveQuerySource): LiveQuery {
  const { top } = query;
  return top === undefined ? everyMatch(query, source) : firstFew({ ...query, top }, source);
}

function everyMatch(query: Query, { all, stamp, emit }: LiveQuerySource): LiveQuery {
  const fits = matcher(query);
  return {
    start() {
      const put = [...all()].filter(fits).sort(orderOf(query));
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

function firstFew(query: Query & { readonly top: number }, { all, stamp, emit }: LiveQuerySource): LiveQuery {
  const fits = matcher(query);
  const best = createBest({ top: query.top, order: orderOf(query), all: () => [...all()].filter(fits) });
  let shown: readonly Row[] = [];
  return {
    start() {
      best.fill();
      shown = best.first();
      emit({ reset: true, gap: false, put: shown, removed: [], ...stamp() });
    },
    changed(before, after) {
      for (const row of before) if (row && fits(row)) best.remove(row);
      for (const row of after) if (row && fits(row)) best.add(row);
      const now = best.first();
      const had = new Map(shown.map((row) => [row.id, row]));
      const put = now.filter((row) => had.get(row.id) !== row);
      for (const { id } of now) had.delete(id);
      shown = now;
      if (put.length + had.size > 0) emit({ reset: false, gap: false, put, removed: [...had.keys()], ...stamp() });
    },
  };
}
