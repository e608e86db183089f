import type { Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import { matches, orderOf } from './match.js';
import type { Query } from './query.js';
import type { Delta, Row } from './view.js';

/** One subscribed query: told which rows of its kind changed, it tells what changed in its result. */
export interface LiveQuery {
  /** Emits the whole result as a reset. */
  start(): void;
  changed(ids: ReadonlySet<EntityId>): void;
}

export interface LiveQuerySource {
  all(): Iterable<Row>;
  row(id: EntityId): Row | undefined;
  stamp(): { readonly at: Position; readonly now: Instant };
  emit(delta: Delta): void;
}

export function createLiveQuery(query: Query, source: LiveQuerySource): LiveQuery {
  const { top } = query;
  return top === undefined ? everyMatch(query, source) : firstFew({ ...query, top }, source);
}

function everyMatch(query: Query, { all, row, stamp, emit }: LiveQuerySource): LiveQuery {
  const shown = new Set<EntityId>();
  return {
    start() {
      const put = [...all()].filter((candidate) => matches(query, candidate)).sort(orderOf(query));
      for (const { id } of put) shown.add(id);
      emit({ reset: true, gap: false, put, removed: [], ...stamp() });
    },
    changed(ids) {
      const put: Row[] = [];
      const removed: EntityId[] = [];
      for (const id of ids) {
        const now = row(id);
        if (now && matches(query, now)) {
          shown.add(id);
          put.push(now);
        } else if (shown.delete(id)) removed.push(id);
      }
      if (put.length + removed.length > 0) emit({ reset: false, gap: false, put, removed, ...stamp() });
    },
  };
}

function firstFew(query: Query & { readonly top: number }, { all, row, stamp, emit }: LiveQuerySource): LiveQuery {
  const matching = new Map<EntityId, Row>();
  let shown = new Map<EntityId, Row>();
  const order = orderOf(query);
  const first = (): Map<EntityId, Row> =>
    new Map(
      [...matching.values()]
        .sort(order)
        .slice(0, query.top)
        .map((each) => [each.id, each]),
    );
  return {
    start() {
      for (const candidate of all()) if (matches(query, candidate)) matching.set(candidate.id, candidate);
      shown = first();
      emit({ reset: true, gap: false, put: [...shown.values()], removed: [], ...stamp() });
    },
    changed(ids) {
      for (const id of ids) {
        const now = row(id);
        if (now && matches(query, now)) matching.set(id, now);
        else matching.delete(id);
      }
      const before = shown;
      shown = first();
      const put = [...shown.values()].filter((each) => before.get(each.id) !== each);
      const removed = [...before.keys()].filter((id) => !shown.has(id));
      if (put.length + removed.length > 0) emit({ reset: false, gap: false, put, removed, ...stamp() });
    },
  };
}
