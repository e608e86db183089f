import { BehaviorSubject, Observable, type Subscriber } from 'rxjs';
import type { CommandRequest, CommandResult } from '../command/command.js';
import { issue } from '../error.js';
import { sameJson } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { kinds as allKinds } from '../model/kinds.js';
import { fills, refsOf, slotOf, valueOf } from '../model/slot.js';
import { millis, type Instant } from '../model/time.js';
import { aliasesOf, looksFor } from './alias.js';
import { createCells, type Cell, type Table } from './cell.js';
import { deriveFor, hears, looks, type Surroundings } from './derive.js';
import { createDueList } from './due.js';
import { createLiveQuery, type LiveQuery } from './live-query.js';
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
  /** Joined queries, and for them: whose row changed, or who is named by another than before. */
  const joins = new Set<LiveQuery>();
  const stirred = new Set<string>();
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
      hears: hears(name),
      looks: looks(name),
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
        leave(same);
      }
      if (!fills(kind, have?.entry, entry)) return;
      latest.set(slot, cells.make(entry.id));
    } else if (!fills(kind, have?.entry, entry)) return;
    const cell = same ?? cells.make(entry.id);
    if (have?.entry) neighbours(have);
    if (joins.size > 0) stir(have);
    cell.entry = entry;
    cell.table = table;
    const value = valueOf(entry);
    if (value) cells.name(cell, { named: refsOf(kind, value), looks: looksFor(entry), aliases: aliasesOf(entry) });
    else cells.unname(cell);
    if (joins.size > 0) stir(cell);
    touch(cell);
    neighbours(cell);
    if (have && have !== cell) leave(have);
  }

  function stir(cell: Cell | undefined): void {
    if (!cell) return;
    stirred.add(cell.name);
    for (const { name } of cell.named) stirred.add(name);
  }

  /** Takes out what stood in a place that something else fills now. */
  function leave(cell: Cell): void {
    cell.entry = undefined;
    cells.unname(cell);
    touch(cell);
  }

  function touch(cell: Cell): void {
    if (cell.queued || (!cell.entry && !cell.row)) return;
    cell.queued = true;
    queue.push(cell);
  }

  /** Everything whose derivation looks at this entity: a link is looked through at its ends. */
  function neighbours({ lookers, named, aliases }: Cell): void {
    for (const other of lookers ?? NONE)
      if (other.entry?.kind === 'link') ends(other);
      else if (other.table?.looks) touch(other);
    for (const other of named)
      if (other.entry?.kind === 'link') ends(other);
      else if (other.table?.hears) touch(other);
    for (const alias of aliases) for (const other of alias.lookers ?? NONE) touch(other);
  }

  function ends(link: Cell): void {
    for (const end of link.named) if (end.table?.hears) touch(end);
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
      if (after === before) continue;
      cell.row = after;
      if (joins.size > 0) stirred.add(cell.name);
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
    for (const { live, changed, before } of told) {
      const after = changed.map(({ row }) => row);
      for (const query of live) query.changed(before, after);
      changed.length = before.length = 0;
    }
    if (stirred.size === 0) return;
    const names = new Set(stirred);
    stirred.clear();
    for (const query of joins) query.settled?.(names);
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

  const get = (id: EntityId): Row | undefined => cells.get(id)?.row;
  const referring = (id: EntityId): Row[] => rowsOf(cells.get(id)?.lookers);
  const liveQuery = (query: Query, emit: (delta: Delta) => void): LiveQuery =>
    createLiveQuery(query, {
      all: () => rowsOf(tables.get(query.kind)?.cells),
      reader: { get, referring },
      stamp: () => ({ at, now }),
      emit,
    });

  function answer(query: Query): Delta {
    let whole: Delta | undefined;
    liveQuery(query, (delta) => (whole = delta)).start();
    return whole!;
  }

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
      for (const cell of back ? cells.values() : due.take(millis(when))) touch(cell);
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
        const live = liveQuery(query, (delta) => subscriber.next(delta));
        const table = tableOf(query.kind);
        table?.live.add(live);
        if (live.settled) joins.add(live);
        live.start();
        return () => {
          table?.live.delete(live);
          joins.delete(live);
        };
      }),
    health$: health.asObservable(),
    send: (command) =>
      options.send?.(command) ??
      Promise.resolve({
        ok: false,
        issues: [issue('read-only', 'This view takes no Commands; send it through the host that has a writer.')],
      }),
    get,
    find: (query) => answer(query).put,
    answer,
    referring,
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
      joins.clear();
      health.complete();
    },
  };
}
