import { YingjiError } from '../error.js';
import type { JsonObject } from '../json.js';
import type { EntityId } from '../model/id.js';
import { refsOf } from '../model/slot.js';
import type { LiveQuery, LiveQuerySource } from './live-query.js';
import { matcher, orderOf, type Seen } from './match.js';
import type { Join, Query } from './query.js';
import type { Delta, Row } from './view.js';

/**
 * Rows that a joined query may look at to begin with, each once for each join. What is joined multiplies: places joined to their
 * district, and that to its places, are millions to be told, and no question may be what a host dies of.
 */
const MOST_LOOKED_AT = 250_000;

/** A query within a query, or the outermost: read once, with everybody it shows or may come to show. */
interface Level {
  readonly fits: (row: Row) => boolean;
  readonly order: (a: Seen, b: Seen) => number;
  /** Each once, however many show it: what hangs on it is made once. */
  readonly cells: Map<EntityId, Seat>;
  readonly join: readonly Inner[];
}

interface Inner extends Level, Join {
  readonly i: number;
  readonly from: Level;
}

/** An entity in a level. */
interface Seat {
  readonly level: Level;
  readonly id: EntityId;
  /** Nothing while it is not there, or does not fit. */
  row?: Row | undefined;
  /** The row with what is shown beside it, once somebody shows it. */
  made?: Row | undefined;
  /** It may come out different, and so may whatever shows it. */
  changed?: boolean;
  ties: readonly Tie[];
  readonly lookers: Set<Tie>;
}

/** What one join finds for one row. */
interface Tie {
  readonly owner: Seat;
  readonly join: Inner;
  /** Everybody related, there or not: one that is not there yet may come. */
  readonly named: Set<EntityId>;
  /** Those that fit, in order. */
  readonly members: Seat[];
}

/**
 * A query whose rows carry others. Each change is carried from where it is to the trees that show it: nothing beside it is looked
 * at again, and only trees that came out different are told.
 */
export function joined(
  query: Query,
  source: LiveQuerySource,
  create: (query: Query, source: LiveQuerySource) => LiveQuery,
): LiveQuery {
  const { reader, stamp, emit } = source;
  const { join: _, ...plain } = query;
  const inners: Inner[] = [];
  const outer = toLevel(query);
  /** Whom these relate to is looked for anew. */
  const again = new Set<Tie>();
  /** Those that may come out different. */
  const roots = new Set<Seat>();
  let pending: Delta | undefined;
  const base = create(plain, { ...source, emit: (delta) => (pending = delta) });

  function toLevel(of: Query): Level {
    const { kind, join = [] } = of;
    const answers = matcher(of);
    const inner: Inner[] = [];
    const fits = (row: Row): boolean => row.kind === kind && answers(row);
    const level: Level = { fits, order: orderOf(of), cells: new Map(), join: inner };
    for (const each of join) {
      const made: Inner = { ...each, ...toLevel(each.query), i: inner.length, from: level };
      inner.push(made);
      inners.push(made);
    }
    return level;
  }

  /** How many more rows may be looked at; without end once it has begun: then the work follows what changes. */
  let room = Infinity;
  function spend(looks: number): void {
    if ((room -= looks) < 0)
      throw new YingjiError('query-too-wide', 'its joins meet too many rows; ask for fewer.', {
        recovery: 'skip',
      });
  }
  function count({ joined = {} }: Row): void {
    for (const rows of Object.values(joined)) {
      spend(rows.length);
      rows.forEach(count);
    }
  }
  function fitting({ fits }: Level, id: EntityId): Row | undefined {
    const row = reader.get(id);
    return row && fits(row) ? row : undefined;
  }

  function seatOf(level: Level, id: EntityId): Seat {
    let seat = level.cells.get(id);
    if (!seat) level.cells.set(id, (seat = { level, id, ties: [], lookers: new Set() }));
    return seat;
  }

  function soil(seat: Seat): void {
    if (seat.changed) return;
    seat.changed = true;
    if (seat.level === outer) roots.add(seat);
    for (const { owner } of seat.lookers) soil(owner);
  }

  /** Takes a seat out of the members, or puts it among them. */
  function move({ members, join, owner }: Tie, { row }: Seat, ...put: Seat[]): void {
    if (!row) return;
    let [low, high] = [0, members.length];
    while (low < high) {
      const mid = (low + high) >> 1;
      if (join.order(members[mid]!.row!, row) < 0) low = mid + 1;
      else high = mid;
    }
    members.splice(low, 1 - put.length, ...put);
    soil(owner);
  }

  function bind(tie: Tie, id: EntityId): void {
    const { join, named } = tie;
    if (named.has(id)) return;
    named.add(id);
    const seat = seatOf(join, id);
    become(seat, fitting(join, id));
    seat.lookers.add(tie);
    move(tie, seat, seat);
  }
  function part(tie: Tie, id: EntityId): void {
    const seat = tie.join.cells.get(id)!;
    tie.named.delete(id);
    move(tie, seat);
    seat.lookers.delete(tie);
    if (seat.lookers.size === 0) fell(seat);
  }
  function fell({ level, id, ties }: Seat): void {
    level.cells.delete(id);
    for (const tie of ties) relate(tie, []);
  }
  function relate(tie: Tie, ids: readonly EntityId[]): void {
    const now = new Set(ids);
    for (const id of tie.named) if (!now.has(id)) part(tie, id);
    for (const id of now) bind(tie, id);
  }

  function related({ owner: { id, row }, join: { via, query } }: Tie): EntityId[] {
    const found = 'field' in via ? idsIn(row?.value, via.field) : reader.referring(id);
    spend(found.length);
    return found.flatMap((other) => {
      if ('field' in via) return other as EntityId;
      const { id: by, kind, value, exercise } = other as Row;
      if ('namedBy' in via) return kind === query.kind && idsIn(value, via.namedBy).includes(id) ? by : [];
      const undoes = (it: Row): boolean => it.value['undoes'] === by && it.exercise === exercise;
      return kind === 'link' &&
        value['role'] === via.link &&
        value[via.at] === id &&
        // A drill joins and takes apart nothing real.
        exercise === row?.exercise &&
        value['undoes'] === undefined &&
        !reader.referring(by).some(undoes)
        ? (value[via.at === 'from' ? 'to' : 'from'] as EntityId)
        : [];
    });
  }

  /** The row as it is shown: made when it is first asked for, and again when something of it is another. */
  function make(seat: Seat): Row {
    const { level, row, made } = seat;
    if (!seat.changed || level.join.length === 0) return made ?? row!;
    if (seat.ties.length === 0)
      seat.ties = level.join.map((join) => {
        const tie: Tie = { owner: seat, join, named: new Set(), members: [] };
        for (const id of related(tie)) bind(tie, id);
        return tie;
      });
    const had = made?.joined;
    const joined: { [as: string]: readonly Row[] } = {};
    let other = !had;
    for (const { join, members } of seat.ties) {
      const shown = members.slice(0, join.query.top).map(make);
      const before = had?.[join.as];
      joined[join.as] = shown;
      other ||= shown.length !== before?.length || shown.some((each, i) => each !== before[i]);
    }
    // Not before: what it was made of has changed it.
    seat.changed = false;
    return other ? (seat.made = { ...row!, joined }) : made!;
  }

  function become(seat: Seat, row: Row | undefined): void {
    const before = seat.row;
    if (sameRow(before, row)) return;
    for (const tie of seat.lookers) move(tie, seat);
    seat.row = row;
    seat.made = undefined;
    for (const tie of seat.lookers) move(tie, seat, seat);
    soil(seat);
    for (const tie of seat.ties) if ('field' in tie.join.via || before?.exercise !== row?.exercise) again.add(tie);
  }

  /** Sees to it that somebody who changed stands where it belongs. */
  function reseat(id: EntityId, stirred: ReadonlySet<string>): void {
    const row = reader.get(id);
    for (const inner of inners) {
      const { via, from, i, query, cells } = inner;
      const seat = cells.get(id);
      const owners =
        'link' in via
          ? [id, row?.value[via.at] as EntityId]
          : 'namedBy' in via && row?.kind === query.kind
            ? idsIn(row.value, via.namedBy)
            : [];
      if ('namedBy' in via) for (const tie of seat?.lookers ?? []) if (!owners.includes(tie.owner.id)) part(tie, id);
      for (const owner of owners) {
        const tie = from.cells.get(owner)?.ties[i];
        if (!tie) continue;
        if ('link' in via) again.add(tie);
        else if (stirred.has(owner)) bind(tie, id);
      }
      if (seat) become(seat, fitting(inner, id));
    }
  }

  /** Carries what changed outwards, and tells of the trees that came out different. */
  function tell(reset: boolean, stirred: ReadonlySet<string>): void {
    const { put: changed = [], removed = [] } = pending ?? {};
    pending = undefined;
    for (const id of removed) fell(outer.cells.get(id)!);
    for (const row of changed) become(seatOf(outer, row.id), row);
    for (const id of stirred) reseat(id as EntityId, stirred);
    for (const tie of again) if (stands(tie.owner)) relate(tie, related(tie));
    again.clear();
    const put: Row[] = [];
    for (const seat of roots) {
      const { made } = seat;
      if (stands(seat) && make(seat) !== made) put.push(seat.made!);
    }
    roots.clear();
    if (reset) {
      // Each row may be shown several times over, but not as often as rows multiply.
      room = 25_000 + 4 * (MOST_LOOKED_AT - room);
      put.forEach(count);
      room = Infinity;
    }
    if (reset || put.length + removed.length > 0) emit({ reset, gap: false, put, removed, ...stamp() });
  }

  return {
    start() {
      base.start();
      room = MOST_LOOKED_AT;
      tell(true, new Set());
    },
    changed: base.changed,
    settled: (stirred) => tell(false, stirred),
  };
}

const stands = (seat: Seat): boolean => seat.level.cells.get(seat.id) === seat;

const idsIn = (value: JsonObject | undefined, field: string): EntityId[] =>
  refsOf({ refs: [field] }, value) as EntityId[];

/** An erasure tells another value at the position it had. */
const sameRow = (a: Row | undefined, b: Row | undefined): boolean =>
  a?.position === b?.position && a?.value === b?.value && a?.derived === b?.derived && a?.fresh === b?.fresh;
