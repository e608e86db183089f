import { Observable, type Subscription } from 'rxjs';
import type { EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { kinds as allKinds } from '../model/kinds.js';
import { refsOf } from '../model/slot.js';
import { withoutHidden } from '../view/all-clear-query.js';
import { createLiveQuery, type LiveQuery, type Member } from '../view/live-query.js';
import { ALL_CLEAR, type Query } from '../view/query.js';
import type { Delta, Reader, Row, View } from '../view/view.js';

/**
 * What somebody may see of a row: the row, the same entity with less in it, or nothing. Pure, and made from the actor alone;
 * a row is asked about again only when it changes, or when it is among those that `moved$` tells of.
 */
export type See = (row: Row) => Row | undefined;

/** The part of a view that a stream is made from. */
export type Source = Pick<View, 'select'> & Pick<Reader, 'get' | 'answer' | 'referring' | 'at' | 'now'>;

/** One entity as it is seen. */
class Seat implements Member {
  readonly n: number;
  present = false;
  /** The last one seen: it stays readable until queries have heard that it went. */
  shown!: Row;

  constructor(n: number) {
    this.n = n;
  }

  get row(): Row | undefined {
    return this.present ? this.shown : undefined;
  }
  get id() {
    return this.shown.id;
  }
  get kind() {
    return this.shown.kind;
  }
  get value() {
    return this.shown.value;
  }
  get at() {
    return this.shown.at;
  }
  get source() {
    return this.shown.source;
  }
  get exercise() {
    return this.shown.exercise;
  }
  get derived() {
    return this.shown.derived;
  }
  get fresh() {
    return this.shown.fresh;
  }
}

interface Room {
  readonly seats: Map<EntityId, Seat>;
  readonly free: number[];
  following: Subscription | undefined;
  /** Queries that need this kind, and of them those that are about it. */
  needed: number;
  readonly live: Set<LiveQuery>;
}

export interface SeenByOptions {
  readonly kinds?: { readonly [name: string]: Kind } | undefined;
  /** Rows about which `see` is to be asked again. */
  readonly moved$?: Observable<readonly Row[]> | undefined;
}

/**
 * A view through somebody's eyes. Queries are answered from the rows as they are seen and from nothing else: what is hidden
 * is not counted, joined, ranked or found by asking for it. What leaves sight is removed.
 */
export function seenBy(view: Source, see: See, { kinds = allKinds, moved$ }: SeenByOptions = {}): Source {
  const rooms = new Map<string, Room>();
  const joins = new Set<LiveQuery>();
  let moving: Subscription | undefined;
  let asking = 0;

  /** Ids that a row names, as far as it says. */
  function namesOf({ kind: name, value }: Row): string[] {
    const kind = kinds[name];
    return kind ? refsOf(kind, value) : [];
  }

  function roomOf(kind: string): Room {
    const have = rooms.get(kind);
    if (have) return have;
    const room: Room = { seats: new Map(), free: [], following: undefined, needed: 0, live: new Set() };
    rooms.set(kind, room);
    room.following = view.select({ kind }).subscribe((delta) => take(kind, room, delta));
    return room;
  }

  /** What came into sight, or left it, by what it refers to. */
  function look(rows: readonly Row[]): void {
    for (const [kind, room] of [...rooms]) {
      const put = rows.filter((row) => row.kind === kind);
      if (put.length > 0) take(kind, room, { put, removed: [] });
    }
  }

  const get = (id: EntityId): Row | undefined => rooms.get(id.slice(0, id.indexOf('/')))?.seats.get(id)?.row;
  const referring = (id: EntityId): Row[] => view.referring(id).flatMap((row) => named(get(row.id), id));
  /** A row that may be seen, but not whom it names, does not tell of it. */
  const named = (row: Row | undefined, id: EntityId): Row[] => (row && namesOf(row).includes(id) ? [row] : []);

  function take(kind: string, { seats, free, live }: Room, { put, removed }: Pick<Delta, 'put' | 'removed'>): void {
    const changed: Seat[] = [];
    const stirred = new Set<string>();
    const stir = (row: Row | undefined): void => {
      if (!row || joins.size === 0) return;
      stirred.add(row.id);
      for (const name of namesOf(row)) stirred.add(name);
    };
    const show = (id: EntityId, row: Row | undefined): void => {
      let seat = seats.get(id);
      if (seat?.row === row) return;
      if (!seat) seats.set(id, (seat = new Seat(free.pop() ?? seats.size)));
      stir(seat.row);
      stir(row);
      seat.present = row !== undefined;
      if (row) seat.shown = row;
      changed.push(seat);
    };
    for (const row of put) show(row.id, row.kind === kind ? see(row) : undefined);
    for (const id of removed) show(id, undefined);
    const asked = [...live];
    const joined = [...joins];
    if (changed.length > 0) for (const query of asked) query.changed(changed);
    if (stirred.size > 0) for (const query of joined) query.settled?.(stirred);
    for (const seat of changed) {
      if (seat.present) continue;
      seats.delete(seat.id);
      free.push(seat.n);
    }
  }

  /** Keeps the rows of all kinds a query needs; the answer lets go of them. */
  function need(query: Query): () => void {
    const names = [...kindsOf(query)];
    for (const name of names) roomOf(name).needed += 1;
    return () => {
      for (const name of names) {
        const room = rooms.get(name)!;
        room.needed -= 1;
        if (room.needed > 0) continue;
        room.following?.unsubscribe();
        rooms.delete(name);
      }
    };
  }

  const liveQuery = (query: Query, emit: (delta: Delta) => void): LiveQuery =>
    createLiveQuery(query, {
      all: () => [...roomOf(query.kind).seats.values()].filter(({ present }) => present),
      reader: { get, referring },
      stamp: () => ({ at: view.at, now: view.now }),
      emit,
    });

  /** What was made of the whole picture names nothing that is hidden, and is told only to who would see it in its place. */
  function seenAllClear({ put, removed, ...delta }: Delta): Delta {
    const hidden = (id: EntityId): boolean => {
      const row = view.get(id);
      return row !== undefined && see(row) === undefined;
    };
    const shown = put.flatMap((row) => (see(row) ? [withoutHidden(row, hidden)] : []));
    const gone = put.filter(({ id }) => !shown.some((row) => row.id === id)).map(({ id }) => id);
    return { ...delta, put: shown, removed: delta.reset ? [] : [...removed, ...gone] };
  }

  const allClearThrough = (query: Query): Observable<Delta> =>
    new Observable((subscriber) => {
      let last: Delta | undefined;
      const following = view.select(query).subscribe({
        next: (delta) => subscriber.next(seenAllClear((last = delta))),
        error: (why: unknown) => subscriber.error(why),
      });
      // Who may see what may have changed.
      following.add(moved$?.subscribe(() => last && subscriber.next(seenAllClear({ ...last, reset: false }))));
      return following;
    });

  return {
    select: (query) => {
      if (query.kind === ALL_CLEAR) return allClearThrough(query) as Observable<never>;
      return new Observable<Delta>((subscriber) => {
        const free = need(query);
        const live = liveQuery(query, (delta) => subscriber.next(delta));
        const { live: asked } = roomOf(query.kind);
        const leave = (): void => {
          asked.delete(live);
          joins.delete(live);
          free();
          asking -= 1;
          if (asking === 0) moving?.unsubscribe();
        };
        if (asking++ === 0) moving = moved$?.subscribe(look);
        asked.add(live);
        if (live.settled) joins.add(live);
        try {
          live.start();
        } catch (error) {
          leave();
          throw error;
        }
        return leave;
      }) as Observable<never>;
    },
    get: (id) => {
      const row = view.get(id);
      return row && see(row);
    },
    answer(query) {
      if (query.kind === ALL_CLEAR) return seenAllClear(view.answer(query)) as never;
      const leave = need(query);
      let whole: Delta | undefined;
      try {
        liveQuery(query, (delta) => (whole = delta)).start();
      } finally {
        // Not before all that is asked at one go has been answered: each would ask about every row again.
        void Promise.resolve().then(leave);
      }
      return whole as never;
    },
    referring,
    get at() {
      return view.at;
    },
    get now() {
      return view.now;
    },
  };
}

function kindsOf({ kind, join = [] }: Query): Set<string> {
  const found = new Set([kind]);
  for (const { via, query } of join) {
    if ('link' in via) found.add('link');
    for (const other of kindsOf(query)) found.add(other);
  }
  return found;
}
