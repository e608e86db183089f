import type { Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import { metresBetween, positionOf } from './area.js';
import { createBest, type BestOptions } from './best.js';
import type { Cell } from './cell.js';
import { createGroups } from './group.js';
import { joined } from './join.js';
import { matcher, orderOf, type Seen } from './match.js';
import type { Query } from './query.js';
import { createFlags } from './table.js';
import type { Around, Delta, Reader, Row } from './view.js';

/** What a query reads of a cell; whoever shows other rows than the view's own brings such members of its own. */
export type Member = Seen & Pick<Cell, 'n' | 'present' | 'row'> & { readonly ties?: Cell['ties'] };

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

const tell = (
  { emit, stamp }: LiveQuerySource,
  reset: boolean,
  told: Partial<Pick<Delta, 'put' | 'removed' | 'groups'>>,
): void => emit({ reset, gap: false, put: [], removed: [], ...told, ...stamp() });

export function createLiveQuery(query: Query, source: LiveQuerySource): LiveQuery {
  if (query.group) return groups(query, source, query.group);
  if (query.join?.length) return joined(query, source, createLiveQuery);
  if (query.nearest) return firstFew(query, source, nearest(query.nearest));
  if (query.top !== undefined) return firstFew(query, source, sorted(query, query.top));
  return everyMatch(query, source);
}

function everyMatch(query: Query, source: LiveQuerySource): LiveQuery {
  const fits = matcher(query);
  const shown = createFlags();
  const put: Row[] = [];
  const removed: EntityId[] = [];
  return {
    start() {
      const found = source.all().filter(fits).sort(orderOf(query));
      for (const { n } of found) shown.set(n, 1);
      tell(source, true, { put: found.map(({ row }) => row!) });
    },
    changed(cells, more) {
      for (const cell of cells) {
        const is = cell.present && fits(cell);
        const was = cell.ties?.was;
        if (shown.get(cell.n) && (was || !is)) removed.push(was ?? cell.id);
        shown.set(cell.n, is ? 1 : 0);
        if (is) put.push(cell.row!);
      }
      if (more || put.length + removed.length === 0) return;
      tell(source, false, { put: put.splice(0), removed: removed.splice(0) });
    },
  };
}

/** What the first few are by, and how many; `rank`, `keep` and `order` as {@link createBest} takes them. */
interface Few<T> extends Omit<BestOptions<Member, T>, 'all'> {
  row(by: T): Row;
}

const sorted = (query: Query, top: number): Few<Seen> => ({
  top,
  order: orderOf(query),
  rank: (cell) => cell,
  keep: (cell) => cell.row!,
  row: (by) => by as Row,
});

/** By a distance that is worked out once for each. */
function nearest({ to, k }: NonNullable<Query['nearest']>): Few<{ readonly row: Row; readonly m: number }> {
  const far = (cell: Member) => ({ row: cell.row!, m: metresBetween(to, positionOf(cell)!) });
  const byId = orderOf({});
  return { top: k, order: (a, b) => a.m - b.m || byId(a.row, b.row), rank: far, keep: far, row: ({ row }) => row };
}

function firstFew<T>(query: Query, source: LiveQuerySource, few: Few<T>): LiveQuery {
  const fits = matcher(query);
  const best = createBest({ ...few, all: () => source.all().filter(fits) });
  const first = (): Row[] => best.first().map(few.row);
  let shown: readonly Row[] = [];
  let touched = false;
  return {
    start() {
      best.fill();
      shown = first();
      tell(source, true, { put: shown });
    },
    changed(cells, more) {
      for (const cell of cells) touched = best.count(cell, cell.present && fits(cell)) || touched;
      if (more || !touched) return;
      touched = false;
      const now = first();
      const had = new Map(shown.map((row) => [row.id, row]));
      const put = now.filter((row) => had.get(row.id) !== row);
      for (const { id } of now) had.delete(id);
      shown = now;
      if (put.length + had.size > 0) tell(source, false, { put, removed: [...had.keys()] });
    },
  };
}

function groups(query: Query, source: LiveQuerySource, group: NonNullable<Query['group']>): LiveQuery {
  const matches = matcher(query);
  const counts = createGroups(group);
  const withDrills = asksOfDrills(query);
  const fits = (cell: Member): boolean => (withDrills || !cell.exercise) && matches(cell);
  return {
    start() {
      for (const cell of source.all()) if (fits(cell)) counts.count(cell.n, cell);
      tell(source, true, { groups: counts.take() });
    },
    changed(cells, more) {
      for (const cell of cells) counts.count(cell.n, cell.present && fits(cell) ? cell : undefined);
      if (more) return;
      const groups = counts.take();
      if (groups.length > 0) tell(source, false, { groups });
    },
  };
}

/** A drill is never counted among what is real, unless counts are asked for by its name. */
const asksOfDrills = ({ where = [], group }: Query): boolean =>
  [...where.map((test) => 'field' in test && test.field), ...group!.by].includes('exercise');
