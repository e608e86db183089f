import { YingjiError } from '../error.js';
import type { EntityId } from '../model/id.js';
import type { LiveQuery, LiveQuerySource } from './live-query.js';
import { matcher, orderOf, type Seen } from './match.js';
import type { Join, Query, Via } from './query.js';
import type { Delta, Reader, Row } from './view.js';

/**
 * Rows that a joined query may look at to begin with, all its trees together. What is joined multiplies: places joined to their
 * district, and that to its places, are millions, and no question may be what a host dies of.
 */
const MOST_LOOKED_AT = 250_000;

/** A row of the result with what is shown beside it, and everybody that this was made from. */
interface Tree {
  readonly plain: Row;
  readonly row: Row;
  readonly from: ReadonlySet<string>;
}

/** A join as it is asked of many rows: read once. */
interface Asked {
  readonly as: string;
  readonly via: Via;
  readonly fits: (row: Row) => boolean;
  readonly order: (a: Seen, b: Seen) => number;
  readonly top: number | undefined;
  readonly joins: readonly Asked[];
}

function asked({ as, via, query }: Join): Asked {
  const { kind, top, join = [] } = query;
  const answers = matcher(query);
  return {
    as,
    via,
    fits: (row) => row.kind === kind && answers(row),
    order: orderOf(query),
    top,
    joins: join.map(asked),
  };
}

/**
 * A query whose rows carry others. Only the trees that somebody stirred stands in are made again, and only those that came
 * out different are told.
 */
export function joined(
  query: Query & { readonly join: readonly Join[] },
  source: LiveQuerySource,
  create: (query: Query, source: LiveQuerySource) => LiveQuery,
): LiveQuery {
  const { reader, stamp, emit } = source;
  const { join, ...plain } = query;
  const joins = join.map(asked);
  const trees = new Map<EntityId, Tree>();
  /** From an id to the trees it stands in. */
  const standsIn = new Map<string, Set<EntityId>>();
  let pending: Delta | undefined;
  const base = create(plain, { ...source, emit: (delta) => (pending = delta) });

  /** How many more rows may be looked at; without end once it has begun: then the work follows what changes. */
  let room = Infinity;
  const rows: Rows = {
    get(id) {
      spend(1);
      return reader.get(id);
    },
    referring(id) {
      const found = reader.referring(id);
      spend(found.length);
      return found;
    },
  };

  function spend(looks: number): void {
    room -= looks;
    if (room >= 0) return;
    throw new YingjiError('query-too-wide', `its joins meet more than ${MOST_LOOKED_AT} rows; ask for fewer.`, {
      recovery: 'skip',
    });
  }

  function grow(row: Row): Tree {
    const from = new Set<string>();
    const tree = { plain: row, row: withJoined(row, joins, rows, from), from };
    for (const id of from) {
      const roots = standsIn.get(id);
      if (roots) roots.add(row.id);
      else standsIn.set(id, new Set([row.id]));
    }
    return tree;
  }

  function fell(id: EntityId): void {
    for (const name of trees.get(id)?.from ?? []) {
      const roots = standsIn.get(name);
      roots?.delete(id);
      if (roots?.size === 0) standsIn.delete(name);
    }
    trees.delete(id);
  }

  /** Makes a tree anew; the row to be told, when it came out different. */
  function regrow(row: Row): Row | undefined {
    const had = trees.get(row.id);
    fell(row.id);
    const tree = grow(row);
    const same = had !== undefined && sameTree(had.row, tree.row);
    trees.set(row.id, same ? { ...tree, row: had.row } : tree);
    return same ? undefined : tree.row;
  }

  return {
    start() {
      base.start();
      const { put = [] } = pending ?? {};
      pending = undefined;
      room = MOST_LOOKED_AT;
      const grown = put.flatMap((row) => regrow(row) ?? []);
      room = Infinity;
      emit({ reset: true, gap: false, put: grown, removed: [], ...stamp() });
    },
    changed: (cells, more) => base.changed(cells, more),
    settled(stirred) {
      const removed = pending?.removed ?? [];
      for (const id of removed) fell(id);
      const again = new Map((pending?.put ?? []).map((row) => [row.id, row]));
      pending = undefined;
      for (const name of stirred)
        for (const id of standsIn.get(name) ?? []) if (!again.has(id)) again.set(id, trees.get(id)!.plain);
      const put = [...again.values()].flatMap((row) => regrow(row) ?? []);
      if (put.length + removed.length > 0) emit({ reset: false, gap: false, put, removed, ...stamp() });
    },
  };
}

type Rows = Pick<Reader, 'get' | 'referring'>;

function withJoined(row: Row, joins: readonly Asked[], rows: Rows, from: Set<string>): Row {
  from.add(row.id);
  const joined: { [as: string]: readonly Row[] } = {};
  for (const { as, via, fits, order, top, joins: further } of joins) {
    const found = related(row, via, rows, from).filter((other) => {
      from.add(other.id);
      return fits(other);
    });
    const first = [...new Set(found)].sort(order).slice(0, top);
    joined[as] = further.length > 0 ? first.map((other) => withJoined(other, further, rows, from)) : first;
  }
  return { ...row, joined };
}

function related(row: Row, via: Via, rows: Rows, from: Set<string>): Row[] {
  if ('field' in via) {
    return idsIn(row.value[via.field]).flatMap((id) => {
      // One that is not there yet may come.
      from.add(id);
      return rows.get(id) ?? [];
    });
  }
  const naming = rows.referring(row.id);
  if ('namedBy' in via) return naming.filter(({ value }) => idsIn(value[via.namedBy]).includes(row.id));
  return naming.flatMap((link) => {
    if (link.kind !== 'link' || link.value['role'] !== via.link || link.value[via.at] !== row.id) return [];
    from.add(link.id);
    // A drill joins and takes apart nothing real.
    if (link.exercise !== row.exercise || link.value['undoes'] !== undefined) return [];
    if (rows.referring(link.id).some((undo) => undo.value['undoes'] === link.id && undo.exercise === link.exercise))
      return [];
    const other = link.value[via.at === 'from' ? 'to' : 'from'] as EntityId;
    from.add(other);
    return rows.get(other) ?? [];
  });
}

const idsIn = (field: unknown): EntityId[] =>
  (Array.isArray(field) ? field : [field]).filter((id): id is EntityId => typeof id === 'string');

function sameTree(a: Row, b: Row): boolean {
  if (a === b) return true;
  if (a.id !== b.id || a.position !== b.position || a.derived !== b.derived || a.fresh !== b.fresh) return false;
  const [one, other] = [a.joined ?? {}, b.joined ?? {}];
  return Object.keys(one).every((as) => {
    const [these, those] = [one[as] ?? [], other[as] ?? []];
    return these.length === those.length && these.every((row, i) => sameTree(row, those[i]!));
  });
}
