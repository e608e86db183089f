import { Observable, type Subscriber } from 'rxjs';
import type { CommandRequest, CommandResult } from '../command/command.js';
import { sameJson } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { kinds as allKinds } from '../model/kinds.js';
import { fills, inSight, refsOf, slotOf } from '../model/slot.js';
import { millis, type Instant } from '../model/time.js';
import { createLedgers } from '../resilience/ledgers.js';
import { aliasesOf, looksFor } from './alias.js';
import { CHANGED, createCells, PRESENT, QUEUED, type Cell, type Table } from './cell.js';
import { otherwise, type Rule } from './derivations.js';
import { createFaults, isFaulty } from './fault.js';
import type { Derive, Surroundings } from './derive.js';
import { createDueList } from './due.js';
import { createLast } from './last.js';
import { createLiveQuery, type LiveQuery } from './live-query.js';
import { neighbours } from './neighbours.js';
import { newer } from './newer.js';
import { nobody } from './nobody.js';
import { createTables, discharge, enlist } from './table.js';
import type { Query } from './query.js';
import type { Acting, Around, Delta, Health, LocalView, Row } from './view.js';

/** The instant the picture begins at, the kinds it knows (default: those of this version), and the way for Commands. */
export interface LocalViewOptions {
  readonly now: Instant;
  readonly kinds?: { readonly [name: string]: Kind };
  /** What is derived of a kind; default: what a page can carry. */
  readonly rules?: (kind: string) => Rule;
  /** Takes Commands; without it the view is read-only. */
  readonly send?: (command: CommandRequest) => Promise<CommandResult>;
  /** What health says of who acts. Default: that nobody does, where there is no `send`. */
  readonly who?: Acting;
  /** Hears, after the queries, of each row whose derivation fails from now on, and what it threw, which may quote the value. */
  readonly onFault?: (id: EntityId, cause: unknown) => void;
  /** What health is to name while the link is live and no derivation fails. */
  readonly fault?: () => string | undefined;
}

const NONE: readonly never[] = [];

/**
 * So many cells are looked up in one go before anything is done with them: memory answers many such questions at a time, where
 * they are not kept apart by the work on each. And so many are shown to all queries before the next ones are fetched.
 */
const AHEAD = 256;

/** How often one row may be derived again, beyond once for each thing touched, before derivations chase each other. */
const ROUNDS = 16;

/**
 * The view beside the writer: what stands in every slot, what is derived from it, and live answers to Queries.
 * The cost of a batch follows what changed and what looks at it; a query nobody subscribed to costs nothing. Without `send` a
 * Command is answered with the Issue `read-only`.
 */
export function createLocalView(options: LocalViewOptions): LocalView {
  const cells = createCells();
  const tables = createTables(options.kinds ?? allKinds, options.rules);
  /** Of kinds that keep only the latest: from slot to the cell that fills it. */
  const latest = new Map<string, Cell>();
  /** By slot, what fills it and is not seen: its id is seen in another one. */
  const hidden = new Map<string, Entry>();
  const due = createDueList();
  const erasing = new Set<Subscriber<void>>();
  const { send = nobody, who = send === nobody && { readOnly: 'no-actor' } } = options;
  const queue: Cell[] = [];
  /** Joined queries, and for them: whose row changed, or who is named by another than before. */
  const joins = new Set<LiveQuery>();
  const stirred = new Set<string>();
  /** What is under way, and what was asked for meanwhile. */
  const steps: (() => void)[] = [];
  /** Tables with changes in this batch. */
  const told: Table[] = [];
  const faults = createFaults(options);
  let at = 0 as Position;
  let { now } = options;
  const standingOf = (link: Health['link'], code = faults.code) => ({ link, now, ...(code && { code }), ...who });
  const health = createLast<Health>(standingOf({ state: 'live', since: now }));

  const rowsOf = (found: Iterable<Cell> | undefined): Row[] => {
    const rows: Row[] = [];
    for (const { row } of found ?? NONE) if (row) rows.push(row);
    return rows;
  };

  const around: Surroundings = {
    row: (id) => cells.get(id)?.row,
    referring(id) {
      const found: Cell[] = [];
      for (const cell of cells.get(id)?.ties?.lookers ?? NONE) if (cell.stated) found.push(cell);
      return found;
    },
    known: (alias) => rowsOf(cells.get(alias)?.ties?.holders),
    ledger: (stock) => ledgers.of(stock),
  };
  const ledgers = createLedgers(around.referring);

  /** Puts a committed Entry into its slot, given the cell of its id and which ids come again in this batch, if known; queues what must be derived again. */
  function place(entry: Entry, known: Cell | undefined, again: (id: EntityId) => boolean): void {
    const table = tables.of(entry.kind);
    if (!table) return;
    const { kind } = table;
    const slot = slotOf(kind, entry);
    const have = kind.keepLatestBy ? latest.get(slot) : (known ?? cells.make(slot));
    if (!(have?.stands && newer(have, entry, kind)) && !fills(kind, standing(slot), entry)) return;
    let cell = have!;
    if (kind.keepLatestBy) cell = cells.get(entry.id) ?? heir(have, entry.id, again) ?? cells.make(entry.id);
    if (have !== cell) {
      hidden.delete(slot);
      if (have) leave(have, table);
      const other = cell.entry();
      if (other) {
        // One id in two places breaks its feed's contract. Both are taken, and one of them is seen.
        for (const each of [entry, other]) {
          hidden.set(slotOf(kind, each), each);
          latest.delete(slotOf(kind, each));
        }
        leave(cell, table);
        reveal(kind, cell);
        return reveal(kind, have);
      }
      latest.set(slot, cell);
    } else if (cell.ties && cell.stated) neighbours(cell, touch);
    // Who stays in a place that says whom it names has the same ties.
    const tied = have === cell && kind.keepLatestBy && kind.refs.every((field) => kind.keepLatestBy!.includes(field));
    stir(cell);
    const before = cell.stated;
    cell.fill(entry, table);
    ledgers.note(cell, before);
    touchAll(table.note?.(cell));
    if (!cell.stated) cells.name(cell);
    // Of other kinds nothing names another, or is found by another name.
    else if (!tied && (kind.refs.length > 0 || kind.name === 'feed'))
      cells.name(cell, {
        named: refsOf(kind, cell.stated),
        looks: looksFor(entry, cell.stated),
        aliases: aliasesOf(entry, cell.stated),
      });
    stir(cell);
    if (table.derive) touch(cell);
    else became(cell, table, cell.stated !== undefined);
    if (!tied && cell.ties) neighbours(cell, touch);
    if (have !== cell) reveal(kind, have);
  }

  /** The cell of what something new comes in the place of, for that from now on, ties and all; not if somebody names what it stood for. */
  function heir(cell: Cell | undefined, id: EntityId, again: (id: EntityId) => boolean): Cell | undefined {
    // What comes again in this batch keeps its cell: queries would be told of one id by two.
    if (!cell || hidden.size > 0 || again(cell.id)) return undefined;
    stir(cell);
    faults.forget(cell);
    return cells.rename(cell, id);
  }

  /** Shows what was hidden by a cell that stands nowhere any more. */
  function reveal(kind: Kind, gone: Cell | undefined): void {
    if (hidden.size === 0) return;
    const [first] = [...hidden.values()].filter(({ id }) => id === gone?.name).sort(inSight);
    if (!first) return;
    hidden.delete(slotOf(kind, first));
    place(first, undefined, Boolean);
  }

  const standing = (slot: string): Entry | undefined =>
    (latest.get(slot) ?? cells.get(slot))?.entry() ?? hidden.get(slot);

  function stir(cell: Cell): void {
    if (joins.size === 0) return;
    stirred.add(cell.name);
    for (const { name } of cell.ties?.named ?? NONE) stirred.add(name);
  }

  /** Takes out what stood in a place that something else fills now. */
  function leave(cell: Cell, table: Table): void {
    neighbours(cell, touch);
    stir(cell);
    cell.empty();
    cells.name(cell);
    if (table.derive) touch(cell);
    else became(cell, table, false);
  }

  /** Notes that the row of a cell is another one now, or that it came or went. */
  function became(cell: Cell, table: Table, present: boolean): void {
    if (present) enlist(cell, table);
    else {
      faults.forget(cell);
      if (!cell.present) return void cells.release(cell);
      cell.marks &= ~PRESENT;
      cell.made = undefined;
      due.set(cell, Infinity);
    }
    if (joins.size > 0) stirred.add(cell.name);
    if (cell.marks & CHANGED) return;
    cell.marks |= CHANGED;
    if (table.changed.length === 0) told.push(table);
    table.changed.push(cell);
  }

  function touch(cell: Cell): void {
    if (cell.marks & QUEUED || (!cell.stands && !cell.present)) return;
    cell.marks |= QUEUED;
    queue.push(cell);
  }

  function touchAll(ids: Iterable<EntityId> = NONE): void {
    for (const id of ids) touch(cells.make(id));
  }

  /** Derives what was touched, and whatever that touches, until nothing changes any more; then tells the queries. */
  function rederive(): void {
    const most = ROUNDS + queue.length;
    const rounds = new Map<Cell, number>();
    const count = (cell: Cell): number => rounds.set(cell, (rounds.get(cell) ?? 0) + 1).get(cell)!;
    for (let i = 0; i < queue.length; i += 1) {
      const cell = queue[i]!;
      cell.marks &= ~QUEUED;
      const table = cell.table!;
      const derived = cell.stated && derive(cell, table.derive!);
      if (derived ? derived === cell.made && cell.present : !cell.present) {
        // What came and was replaced in one batch has gone unseen.
        cells.release(cell);
        // It stays as it is, whatever it was asked for: those are asked whom it stands between.
        if (derived && isFaulty(derived) && count(cell) <= ROUNDS) neighbours(cell, touch);
        continue;
      }
      const round = cell.marks & CHANGED ? count(cell) : 0;
      const other = otherwise(cell.made, derived);
      touchAll(table.stirs?.(cell.made, derived));
      cell.made = derived;
      became(cell, table, derived !== undefined);
      // What looks at no more than the ground of others shows them no more either.
      if ((table.shown || !table.sited || other !== 'time') && round <= most) neighbours(cell, touch, other, table);
    }
    queue.length = 0;
    // All is settled before anybody is told: who asks anew while being told knows this batch already.
    const tellings = told.splice(0).map(({ live, changed }) => ({ queries: [...live], cells: changed.splice(0) }));
    const names = new Set(stirred);
    stirred.clear();
    const joined = [...joins];
    const gone: Cell[] = [];
    for (const { queries, cells: changed } of tellings)
      for (let from = 0; from < changed.length; from += AHEAD) {
        const some = changed.slice(from, from + AHEAD);
        for (const cell of some) {
          cell.marks &= ~CHANGED;
          if (!cell.present) gone.push(cell);
        }
        for (const query of queries) query.around!(() => query.changed(some, from + AHEAD < changed.length));
        for (const { ties } of some) if (ties) ties.was = undefined;
      }
    for (const query of joined) if (names.size > 0) query.around!(() => query.settled!(names));
    gone.forEach(discharge);
    gone.forEach(cells.release);
    cells.sweep();
    faults.tell();
    const said = health.last();
    if (said.link.state === 'live' && faults.code !== said.code) health.tell(standingOf(said.link));
  }

  const stop = (code: string): void =>
    health.tell(standingOf({ state: 'stale', since: health.last().link.since ?? now }, code));

  /** The row of what stands; the same object as before when nothing a reader could see is different. */
  function derive(cell: Cell, by: Derive): Row {
    const before = cell.made;
    cells.asking = cell;
    const { derived, fresh, due: falls = Infinity } = faults.derive(by, cell, around, millis(now));
    due.set(cell, falls);
    if (
      before?.position === cell.position &&
      before.value === cell.stated &&
      before.fresh.state === fresh.state &&
      before.fresh.since === fresh.since &&
      sameJson(before.derived, derived)
    )
      return before;
    return cell.rowWith(derived, fresh);
  }

  const get = around.row;
  function referring(id: EntityId): Row[] {
    const { lookers = NONE, noted = NONE } = cells.get(id)?.ties ?? {};
    return rowsOf([...lookers, ...noted]);
  }
  const liveQuery = (query: Query, emit: (delta: Delta) => void): LiveQuery =>
    createLiveQuery(query, {
      all: () => (tables.of(query.kind)?.cells ?? NONE).filter((cell) => cell?.present) as Cell[],
      reader: { get, referring },
      stamp: () => ({ at, now }),
      emit,
    });

  const select = (query: Query, around: Around = (job) => job()): Observable<Delta> =>
    new Observable((subscriber: Subscriber<Delta>) => {
      const live = liveQuery(query, (delta) => subscriber.next(delta));
      live.around = around;
      const table = tables.of(query.kind);
      const leave = (): void => {
        table?.live.delete(live);
        joins.delete(live);
      };
      table?.live.add(live);
      if (live.settled) joins.add(live);
      try {
        live.start();
      } catch (error) {
        // One that asks for too much is not followed.
        leave();
        throw error;
      }
      return leave;
    });

  function apply(batch: readonly Entry[], when: Instant): void {
    // A commit was gathered a moment before; the tick of the host may be ahead of it.
    if (millis(when) > millis(now)) now = when;
    let turn = 0;
    let last: Map<EntityId, number> | undefined;
    // Of most batches nobody asks.
    const again = (id: EntityId): boolean => (last ??= new Map(batch.map((each, i) => [each.id, i]))).get(id)! > turn;
    for (let from = 0; from < batch.length; from += AHEAD) {
      const some = batch.slice(from, from + AHEAD);
      const known = some.map(({ id, kind }) => (tables.of(kind)?.kind.keepLatestBy ? undefined : cells.make(id)));
      for (turn = from; turn < from + some.length; turn += 1) place(batch[turn]!, known[turn - from], again);
    }
    // What shows less since an erasure is told anew at the position it has.
    at = Math.max(at, batch.at(-1)?.position ?? at) as Position;
    rederive();
  }

  function advance(when: Instant, trouble: string | undefined): void {
    // Set back, time makes untrue what fell due meanwhile: everything is derived again.
    const back = millis(when) < millis(now);
    now = when;
    for (const cell of back ? cells.values() : due.take(millis(when))) if (cell.table?.derive) touch(cell);
    rederive();
    if (trouble) stop(trouble);
    else health.tell(standingOf({ state: 'live', since: now }));
  }

  /** A subscriber that changes the view while it is told of a change is heard after all have been told of that one. */
  function inTurn(step: () => void): void {
    steps.push(step);
    if (steps.length > 1) return;
    try {
      for (let i = 0; i < steps.length; i += 1) steps[i]!();
    } finally {
      steps.length = 0;
    }
  }

  function answer(query: Query): Delta {
    let whole: Delta | undefined;
    liveQuery(query, (delta) => (whole = delta)).start();
    return whole!;
  }

  return {
    apply: (batch, when) => inTurn(() => apply(batch, when)),
    advance: (when, trouble) => inTurn(() => advance(when, trouble)),
    // What a kind's rows carry is held by its schema at the door, not by these types.
    select: select as LocalView['select'],
    health$: health.told$,
    erased$: new Observable((listener) => {
      erasing.add(listener);
      return () => erasing.delete(listener);
    }),
    erased: () => inTurn(() => erasing.forEach((listener) => listener.next())),
    send,
    get,
    find: (query) => answer(query).put as never,
    answer: answer as LocalView['answer'],
    referring,
    known: around.known,
    standing,
    get at() {
      return at;
    },
    get now() {
      return now;
    },
    get trouble() {
      const { link, code } = health.last();
      return link.state === 'live' ? undefined : code;
    },
    close() {
      for (const { live } of tables.all()) live.clear();
      joins.clear();
      // Whoever still looks must not go on seeing calm.
      stop('view-closed');
      health.end();
      erasing.forEach((listener) => listener.complete());
    },
  };
}
