import type { Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import { metresBetween, positionOf } from './area.js';
import { createBest, type Best } from './best.js';
import type { Cell } from './cell.js';
import { createGroups } from './group.js';
import { joined } from './join.js';
import { matcher, orderOf, type Seen } from './match.js';
import type { Query } from './query.js';
import { createFlags } from './table.js';
import type { Around, Delta, Reader, Row } from './view.js';

/** What a query reads of a cell; whoever shows other rows than the view's own brings such members of its own. */
export type Member = Seen & Pick<Cell, 'n' | 'present' | 'row'>;

/** One subscribed query: told which cells of its kind changed, it tells what changed in its result. */
export interface LiveQuery {
  /** Emits the whole result as a reset. */
  start(): void;
  /** Cells whose row became another one, came or went; nothing is told while `more` of them follow. */
  changed(cells: readonly Member[], more?: boolean): void;
  /** Joined queries: after all changes of a batch, whose row changed or who is named by another than before. */
  settled?(stirred: ReadonlySet<string>): void;
  /** How the view is to call the two above, for whoever asked. */
  around?: Around;
}

export interface LiveQuerySource {
  /** All cells of the kind that are there. */
  all(): Member[];
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
  const shown = createFlags();
  let put: Row[] = [];
  let removed: EntityId[] = [];
  return {
    start() {
      const found = all().filter(fits).sort(orderOf(query));
      for (const { n } of found) shown.set(n, 1);
      emit({ reset: true, gap: false, put: found.map(({ row }) => row!), removed: [], ...stamp() });
    },
    changed(cells, more) {
      for (const cell of cells) {
        if (cell.present && fits(cell)) {
          shown.set(cell.n, 1);
          put.push(cell.row!);
        } else if (shown.get(cell.n) === 1) {
          shown.set(cell.n, 0);
          removed.push(cell.id);
        }
      }
      if (more || put.length + removed.length === 0) return;
      const told = { put, removed };
      [put, removed] = [[], []];
      emit({ reset: false, gap: false, ...told, ...stamp() });
    },
  };
}

/** The first few of all cells that fit, by whatever order. */
type Few = Pick<Best<Member, unknown>, 'fill' | 'count'> & { first(): readonly Row[] };

function sorted(query: Query & { readonly top: number }, { all }: LiveQuerySource): Few {
  const fits = matcher(query);
  const best = createBest<Member, Seen>({
    top: query.top,
    order: orderOf(query),
    all: () => all().filter(fits),
    rank: (cell) => cell,
    keep: (cell) => cell.row!,
  });
  return { ...best, first: () => best.first() as readonly Row[] };
}

/** The same, by a distance that is worked out once for each. */
function nearest(query: Query & { readonly nearest: NonNullable<Query['nearest']> }, { all }: LiveQuerySource): Few {
  const { to, k } = query.nearest;
  const fits = matcher(query);
  const far = (cell: Member) => ({ row: cell.row!, m: metresBetween(to, positionOf(cell)!) });
  const best = createBest<Member, ReturnType<typeof far>>({
    top: k,
    order: (a, b) => a.m - b.m || (a.row.id < b.row.id ? -1 : a.row.id > b.row.id ? 1 : 0),
    all: () => all().filter(fits),
    rank: far,
    keep: far,
  });
  return { ...best, first: () => best.first().map(({ row }) => row) };
}

function firstFew(query: Query, best: Few, { stamp, emit }: LiveQuerySource): LiveQuery {
  const fits = matcher(query);
  let shown: readonly Row[] = [];
  let touched = false;
  return {
    start() {
      best.fill();
      shown = best.first();
      emit({ reset: true, gap: false, put: shown, removed: [], ...stamp() });
    },
    changed(cells, more) {
      for (const cell of cells) touched = best.count(cell, cell.present && fits(cell)) || touched;
      if (more || !touched) return;
      touched = false;
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
  const matches = matcher(query);
  const counts = createGroups(query.group);
  // A drill is never counted among what is real, unless it is asked about.
  const asked = /"exercise"/.test(JSON.stringify([query.where, query.group]));
  const fits = (cell: Member): boolean => matches(cell) && (asked || !cell.exercise);
  return {
    start() {
      for (const cell of all()) if (fits(cell)) counts.count(cell.n, cell);
      emit({ reset: true, gap: false, put: [], removed: [], groups: counts.take(), ...stamp() });
    },
    changed(cells, more) {
      for (const cell of cells) counts.count(cell.n, cell.present && fits(cell) ? cell : undefined);
      if (more) return;
      const groups = counts.take();
      if (groups.length > 0) emit({ reset: false, gap: false, put: [], removed: [], groups, ...stamp() });
    },
  };
}
