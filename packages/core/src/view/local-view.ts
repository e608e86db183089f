import { BehaviorSubject, Observable, type Subscriber } from 'rxjs';
import type { CommandRequest, CommandResult } from '../command/command.js';
import { issue } from '../error.js';
import { sameJson } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import type { Kind } from '../model/kind.js';
import { kinds as allKinds } from '../model/kinds.js';
import { refsOf, settle, slotOf, valueOf } from '../model/slot.js';
import { millis, type Instant } from '../model/time.js';
import { aliasesOf, looksFor } from './alias.js';
import { createCells, type Cell, type Table } from './cell.js';
import { deriveFor, standsAlone, type Surroundings } from './derive.js';
import { createDueList } from './due.js';
import { createLiveQuery } from './live-query.js';
import { matcher, orderOf } from './match.js';
import type { Query } from './query.js';
import type { Delta, Health, LocalView, Row } from './view.js';

export interface LocalViewOptions {
  readonly now: Instant;
  readonly kinds?: { readonly [name: string]: Kind };
  /** Takes Commands; without it the view is read-only. */
  readonly send?: (command: CommandRequest) => Promise<CommandResult>;
}

const NONE: readonly never[] = [];

/** How often one row may be derived again, beyond once for each thing touched, before derivations chase each other. */
const ROUNDS = 16;

/**
 * The view beside the writer: what stands in every slot, what is derived from it, and live answers to Queries.
 * The cost of a batch follows what changed and what looks at it; a query nobody subscribed to costs nothing.
 */
export function createLocalView(options: LocalViewOptions): LocalView {
  const kinds = options.kinds ?? allKinds;
  const cells = createCells();
  const tables = new Map<string, Table>();
  /** Of kinds that keep only the latest: from slot to the cell that fills it. */
  const latest = new Map<string, Cell>();
  const due = createDueList();
  const health = new BehaviorSubject<Health>({ link: { state: 'live', since: options.now }, now: options.now });
  const queue: Cell[] = [];
  let batches = 0;
  let at = 0 as Position;
  let now = options.now;

  const rowsOf = (found: Iterable<Cell> | undefined): Row[] => {
    const rows: Row[] = [];
    for (const { row } of found ?? NONE) if (row) rows.push(row);
    return rows;
  };

  const around: Surroundings = {
    row: (id) => cells.get(id)?.row,
    referring(id) {
      const found: Entry[] = [];
      for (const { entry } of cells.get(id)?.lookers ?? NONE) if (entry) found.push(entry);
      return found;
    },
    known: (alias) => rowsOf(cells.get(alias)?.holders),
  };

  function tableOf(name: string): Table | undefined {
    const have = tables.get(name);
    const kind = kinds[name];
    if (have || !kind) return have;
    const table: Table = {
      kind,
      derive: deriveFor(name),
      alone: standsAlone(name),
      cells: [],
      live: new Set(),
      changed: [],
      before: [],
    };
    tables.set(name, table);
    return table;
  }

  /** Puts a committed Entry into its slot; queues what must be derived again. */
  function place(entry: Entry): void {
    const table = tableOf(entry.kind);
    if (!table) return;
    const { kind } = table;
    const same = cells.get(entry.id);
    let have = same;
    if (kind.keepLatestBy) {
      const slot = slotOf(kind, entry);
      have = latest.get(slot);
      if (same?.entry && same !== have) {
        // One id in two places breaks its feed's contract: the first one stands, or what is real before what is played.
        if (same.entry.exercise === undefined || entry.exercise !== undefined) return;
        latest.delete(slotOf(kind, same.entry));
        neighbours(same);
        leave(same);
      }
      if (!settle(kind, have?.entry, entry).kept) return;
      latest.set(slot, cells.make(entry.id));
    } else if (!settle(kind, have?.entry, entry).kept) return;
    const cell = same ?? cells.make(entry.id);
    if (have?.entry) neighbours(have);
    cell.entry = entry;
    cell.table = table;
    const value = valueOf(entry);
    if (value) cells.name(cell, { named: refsOf(kind, value), looks: looksFor(entry), aliases: aliasesOf(entry) });
    else cells.unname(cell);
    touch(cell);
    neighbours(cell);
    if (have && have !== cell) leave(have);
  }

  /** Takes out what stood in a place that something else fills now. */
  function leave(cell: Cell): void {
    cell.entry = undefined;
    cells.unname(cell);
    touch(cell);
  }

  /** What stands alone is derived from its own Entry only: nothing around it can change it. */
  function touch(cell: Cell): void {
    if (cell.queued || (!cell.entry && !cell.row)) return;
    if (cell.table?.alone && cell.row !== undefined && cell.row.position === cell.entry?.position) return;
    cell.queued = true;
    queue.push(cell);
  }

  /** Everything whose derivation may look at this entity, or whom it looks at: a link is looked through at its ends. */
  function neighbours({ lookers, named, aliases }: Cell): void {
    for (const other of lookers ?? NONE) through(other);
    for (const other of named) through(other);
    for (const alias of aliases) for (const other of alias.lookers ?? NONE) touch(other);
  }

  function queueAgain(cell: Cell): void {
    if (cell.queued || !cell.row) return;
    cell.queued = true;
    queue.push(cell);
  }

  function through(cell: Cell): void {
    touch(cell);
    if (cell.entry?.kind === 'link') for (const end of cell.named) touch(end);
  }

  function rederive(): void {
    batches += 1;
    const most = ROUNDS + queue.length;
    const told: Table[] = [];
    for (let i = 0; i < queue.length; i += 1) {
      const cell = queue[i]!;
      cell.queued = false;
      const { row: before, entry } = cell;
      const table = cell.table!;
      const after = entry && 'value' in entry.body ? rowOf(cell, entry, table) : undefined;
      if (after === before) {
        // It came and was replaced in one batch.
        if (!after) cells.release(cell);
        continue;
      }
      cell.row = after;
      if (!before) cell.index = table.cells.push(cell) - 1;
      else if (!after) drop(cell, table);
      if (cell.batch !== batches) {
        cell.batch = batches;
        cell.rounds = 1;
        if (table.live.size > 0) {
          if (table.changed.length === 0) told.push(table);
          table.changed.push(cell);
          table.before.push(before);
        }
      } else if ((cell.rounds += 1) > most) continue;
      neighbours(cell);
      if (!after) cells.release(cell);
    }
    queue.length = 0;
    // Settled before anybody is told: who asks anew while being told knows all this already.
    const tellings = told.map(({ live, changed, before }) => ({
      queries: [...live],
      before: before.splice(0),
      after: changed.splice(0).map(({ row }) => row),
    }));
    for (const { queries, before, after } of tellings) for (const query of queries) query.changed(before, after);
  }

  function drop(cell: Cell, table: Table): void {
    const last = table.cells.pop()!;
    if (last !== cell) {
      table.cells[cell.index] = last;
      last.index = cell.index;
    }
    cell.due = Infinity;
  }

  /** The row of an entry; the same object as before when nothing a reader could see is different. */
  function rowOf(cell: Cell, entry: Entry, table: Table): Row {
    const before = cell.row;
    const { derived, fresh, due: falls = Infinity } = table.derive(entry, around, millis(now));
    if (falls !== cell.due) due.set(cell, falls);
    if (
      before?.position === entry.position &&
      before.fresh.state === fresh.state &&
      before.fresh.since === fresh.since &&
      sameJson(before.derived, derived)
    )
      return before;
    const { id, kind, basis, source, exercise, by, position, recordedAt } = entry;
    const row = { id, kind, value: valueOf(entry)!, at: entry.at, recordedAt, basis, source, position, derived, fresh };
    if (exercise === undefined && by === undefined) return row;
    return { ...row, ...(exercise === undefined ? {} : { exercise }), ...(by === undefined ? {} : { by }) };
  }

  const all = (kind: string): Row[] => rowsOf(tables.get(kind)?.cells);

  return {
    apply(batch, when) {
      // A commit was gathered a moment before; the tick of the host may be ahead of it.
      if (millis(when) > millis(now)) now = when;
      for (const entry of batch) place(entry);
      at = batch.at(-1)?.position ?? at;
      rederive();
    },
    advance(when, trouble) {
      // Set back, time makes untrue what fell due meanwhile: everything is derived again.
      const back = millis(when) < millis(now);
      now = when;
      for (const cell of back ? cells.values() : due.take(millis(when))) queueAgain(cell);
      rederive();
      const { since = when } = health.value.link;
      health.next(
        trouble === undefined
          ? { link: { state: 'live', since: when }, now: when }
          : { link: { state: 'stale', since }, code: trouble, now: when },
      );
    },
    select: (query) =>
      new Observable((subscriber: Subscriber<Delta>) => {
        const answering = createLiveQuery(query, {
          all: () => all(query.kind),
          stamp: () => ({ at, now }),
          emit: (delta) => subscriber.next(delta),
        });
        const table = tableOf(query.kind);
        table?.live.add(answering);
        answering.start();
        return () => table?.live.delete(answering);
      }),
    health$: health.asObservable(),
    send: (command) =>
      options.send?.(command) ??
      Promise.resolve({
        ok: false,
        issues: [issue('read-only', 'This view takes no Commands; send it through the host that has a writer.')],
      }),
    get: (id) => cells.get(id)?.row,
    find(query: Query) {
      const found = all(query.kind).filter(matcher(query)).sort(orderOf(query));
      return query.top === undefined ? found : found.slice(0, query.top);
    },
    referring: (id) => rowsOf(cells.get(id)?.lookers),
    known: around.known,
    standing: (slot) => (latest.get(slot) ?? cells.get(slot))?.entry,
    get at() {
      return at;
    },
    get now() {
      return now;
    },
    close() {
      for (const { live } of tables.values()) live.clear();
      health.complete();
    },
  };
}
