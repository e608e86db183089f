import { BehaviorSubject, Observable, Subject } from 'rxjs';
import type {
  CommandRequest,
  CommandResult,
  Delta,
  EntityId,
  Health,
  Instant,
  Position,
  Query,
  Row,
  View,
} from '@yingji/core';
import { matches, orderOf } from '@yingji/core/testing';

export interface FakeView extends View {
  /** Tells all queries of new and changed rows. */
  put(...rows: readonly Row[]): void;
  remove(...ids: readonly string[]): void;
  /** Starts every query anew, as after a lost connection. */
  reset(options?: { readonly gap?: boolean }): void;
  health(health: Partial<Health>): void;
  /** Sets the host's time; the next delta and health carry it. */
  at(now: string): void;
  readonly sent: CommandRequest[];
  /** How `send` is answered; by default it is committed. */
  answer: (command: CommandRequest) => Promise<CommandResult>;
}

/** A View that a test plays. With `silent` no query is answered until the first `reset`. */
export function createFakeView(options: {
  readonly now: string;
  readonly rows?: readonly Row[];
  readonly silent?: boolean;
}): FakeView {
  let now = options.now as Instant;
  let silent = options.silent ?? false;
  let position = 1;
  const rows = new Map<EntityId, Row>((options.rows ?? []).map((row) => [row.id, row]));
  const told = new Subject<{ readonly reset: boolean; readonly gap: boolean; readonly ids: readonly EntityId[] }>();
  const health = new BehaviorSubject<Health>(
    silent ? { link: { state: 'unknown' }, now } : { link: { state: 'live', since: now }, now },
  );
  const sent: CommandRequest[] = [];

  const result = (query: Query): Row[] => {
    const found = [...rows.values()].filter((row) => matches(query, row)).sort(orderOf(query));
    return query.top === undefined ? found : found.slice(0, query.top);
  };
  const delta = (part: Partial<Delta>): Delta => ({
    reset: false,
    gap: false,
    put: [],
    removed: [],
    at: (position += 1) as Position,
    now,
    ...part,
  });

  const fake: FakeView = {
    select: (query) =>
      new Observable<Delta>((subscriber) => {
        let shown = new Set<EntityId>();
        const whole = (gap: boolean): void => {
          const put = result(query);
          shown = new Set(put.map(({ id }) => id));
          subscriber.next(delta({ reset: true, gap, put }));
        };
        if (!silent) whole(false);
        return told.subscribe(({ reset, gap, ids }) => {
          if (reset) return whole(gap);
          const after = result(query);
          const matching = new Set(after.map(({ id }) => id));
          const put = after.filter(({ id }) => ids.includes(id) || !shown.has(id));
          const removed = [...shown].filter((id) => !matching.has(id));
          shown = matching;
          if (put.length + removed.length > 0) subscriber.next(delta({ put, removed }));
        });
      }) as Observable<never>,
    health$: health.asObservable(),
    async send(command) {
      sent.push(command);
      return fake.answer(command);
    },
    put(...changed) {
      for (const row of changed) rows.set(row.id, row);
      if (!silent) told.next({ reset: false, gap: false, ids: changed.map(({ id }) => id) });
    },
    remove(...ids) {
      for (const id of ids) rows.delete(id as EntityId);
      if (!silent) told.next({ reset: false, gap: false, ids: ids as EntityId[] });
    },
    reset({ gap = false } = {}) {
      silent = false;
      told.next({ reset: true, gap, ids: [] });
    },
    health(next) {
      health.next({ ...health.value, now, ...next });
    },
    at(time) {
      now = time as Instant;
    },
    sent,
    answer: () => Promise.resolve({ ok: true, at: 1 as Position, ids: [] }),
  };
  return fake;
}
