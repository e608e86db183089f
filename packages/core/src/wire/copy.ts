import type { Subscriber } from 'rxjs';
import type { EntityId } from '../model/id.js';
import type { Query } from '../view/query.js';
import type { Delta, Group, Row } from '../view/view.js';

/** The result of one query as this side knows it, for everybody here who asked the same. */
export interface Copy {
  readonly query: Query;
  readonly size: number;
  add(subscriber: Subscriber<Delta>): () => void;
  /** A part of a whole result; nothing is shown before the last part. */
  part(delta: Delta, last: boolean): void;
  diff(delta: Delta): void;
  /** There is no answer: told where there was one, or nothing yet. */
  none(when: Pick<Delta, 'at' | 'now'>): void;
}

/** Rows by id, and for a query that counts, groups by their key. */
interface Result {
  readonly rows: Map<EntityId, Row>;
  readonly groups: Map<string, Group>;
}

const nothing = (): Result => ({ rows: new Map(), groups: new Map() });

function take({ rows, groups }: Result, delta: Delta): void {
  for (const row of delta.put) rows.set(row.id, row);
  for (const id of delta.removed) rows.delete(id);
  for (const group of delta.groups ?? [])
    if (group.count === 0) groups.delete(JSON.stringify(group.key));
    else groups.set(JSON.stringify(group.key), group);
}

export function createCopy(query: Query): Copy {
  const subscribers = new Set<Subscriber<Delta>>();
  let result = nothing();
  let coming: Result | undefined;
  /** When the result was true; absent while there is none. */
  let stood: Delta | undefined;
  const tell = (delta: Delta): void => subscribers.forEach((subscriber) => subscriber.next(delta));

  const whole = (of: Delta, gap: boolean): Delta => ({
    ...of,
    reset: true,
    gap,
    put: [...result.rows.values()],
    removed: [],
    ...(query.group && { groups: [...result.groups.values()] }),
  });

  const copy: Copy = {
    query,
    get size() {
      return subscribers.size;
    },
    add(subscriber) {
      subscribers.add(subscriber);
      if (stood) subscriber.next(whole(stood, false));
      return () => void subscribers.delete(subscriber);
    },
    part(delta, last) {
      if (delta.reset) coming = nothing();
      if (!coming) return;
      take(coming, delta);
      if (!last) return;
      result = coming;
      coming = undefined;
      // Where nothing was shown before, nothing was missed.
      const gap = delta.gap && stood !== undefined;
      stood = delta;
      tell(whole(delta, gap));
    },
    diff(delta) {
      take(result, delta);
      stood = delta;
      tell(delta);
    },
    none(when) {
      if (stood && result.rows.size === 0) return;
      copy.part({ ...when, reset: true, gap: false, put: [], removed: [] }, true);
    },
  };
  return copy;
}
