import type { Subscriber } from 'rxjs';
import type { EntityId } from '../model/id.js';
import type { Query } from '../view/query.js';
import type { Delta, Row } from '../view/view.js';

/** The result of one query as this side knows it, for everybody here who asked the same. */
export interface Copy {
  readonly query: Query;
  readonly size: number;
  add(subscriber: Subscriber<Delta>): () => void;
  /** A part of a whole result; nothing is shown before the last part. */
  part(delta: Delta, last: boolean): void;
  diff(delta: Delta): void;
}

export function createCopy(query: Query): Copy {
  const subscribers = new Set<Subscriber<Delta>>();
  let rows = new Map<EntityId, Row>();
  let coming: Map<EntityId, Row> | undefined;
  let stood: Delta | undefined;
  const tell = (delta: Delta): void => subscribers.forEach((subscriber) => subscriber.next(delta));

  return {
    query,
    get size() {
      return subscribers.size;
    },
    add(subscriber) {
      subscribers.add(subscriber);
      if (stood) subscriber.next({ ...stood, reset: true, gap: false, put: [...rows.values()], removed: [] });
      return () => void subscribers.delete(subscriber);
    },
    part(delta, last) {
      if (delta.reset) coming = new Map();
      for (const row of delta.put) coming?.set(row.id, row);
      if (!last || !coming) return;
      rows = coming;
      coming = undefined;
      // Where nothing was shown before, nothing was missed.
      stood = { ...delta, gap: delta.gap && stood !== undefined, reset: true, put: [...rows.values()], removed: [] };
      tell(stood);
    },
    diff(delta) {
      for (const row of delta.put) rows.set(row.id, row);
      for (const id of delta.removed) rows.delete(id);
      stood = { ...delta, reset: true, put: [] };
      tell(delta);
    },
  };
}
