import { BehaviorSubject, Observable, type Subscriber } from 'rxjs';
import type { CommandRequest, CommandResult } from '../command/command.js';
import { issue } from '../error.js';
import { sameJson } from '../json.js';
import type { Entry, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { kinds as allKinds } from '../model/kinds.js';
import { refsOf, settle, slotOf, valueOf } from '../model/slot.js';
import { millis, type Instant } from '../model/time.js';
import { aliasesOf, looksFor } from './alias.js';
import { deriveFor, standsAlone, type Surroundings } from './derive.js';
import { createDueList } from './due.js';
import { createLiveQuery, type LiveQuery } from './live-query.js';
import { matches, orderOf } from './match.js';
import type { Query } from './query.js';
import type { Delta, Health, LocalView, Row } from './view.js';

export interface LocalViewOptions {
  readonly now: Instant;
  readonly kinds?: { readonly [name: string]: Kind };
  /** Takes Commands; without it the view is read-only. */
  readonly send?: (command: CommandRequest) => Promise<CommandResult>;
}

/** An Entry that stands, with whom it names and how it is found, read from its value once. */
interface Placed {
  readonly entry: Entry;
  readonly named: readonly string[];
  readonly looks: readonly string[];
  readonly aliases: readonly string[];
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
  const slots = new Map<string, Entry>();
  const placed = new Map<string, Placed>();
  const rows = new Map<string, Row>();
  const byKind = new Map<string, Map<string, Row>>();
  /** From an id or alias to the entities that name it. */
  const lookers = new Map<string, Set<EntityId>>();
  /** From an alias to the entities known under it. */
  const known = new Map<string, Set<EntityId>>();
  const due = createDueList();
  const live = new Map<string, Set<LiveQuery>>();
  const health = new BehaviorSubject<Health>({ link: { state: 'live', since: options.now }, now: options.now });
  let at = 0 as Position;
  let now = options.now;

  const around: Surroundings = {
    row: (id) => rows.get(id),
    referring(id) {
      const found: Entry[] = [];
      for (const other of lookers.get(id) ?? NONE) {
        const here = placed.get(other);
        if (here) found.push(here.entry);
      }
      return found;
    },
    known: (alias) => [...(known.get(alias) ?? NONE)].flatMap((id) => rows.get(id) ?? []),
  };

  function wire({ entry, named, looks, aliases }: Placed, how: 'add' | 'delete'): void {
    for (const target of named) toggle(lookers, { key: target, id: entry.id, how });
    for (const target of looks) toggle(lookers, { key: target, id: entry.id, how });
    for (const alias of aliases) toggle(known, { key: alias, id: entry.id, how });
  }

  function put(entry: Entry, kind: Kind, touched: Set<string>): void {
    const value = valueOf(entry);
    if (!value) return;
    const here = { entry, named: refsOf(kind, value), looks: looksFor(entry), aliases: aliasesOf(entry) };
    placed.set(entry.id, here);
    wire(here, 'add');
    neighbours(here, touched);
  }

  function take(here: Placed): void {
    wire(here, 'delete');
    placed.delete(here.entry.id);
  }

  /** Puts a committed Entry into its slot; adds what must be derived again. */
  function place(entry: Entry, touched: Set<string>): void {
    const kind = kinds[entry.kind];
    if (!kind) return;
    const slot = slotOf(kind, entry);
    const same = placed.get(entry.id);
    // One id in two places breaks its feed's contract: the first one stands, or what is real before what is played.
    if (same && slotOf(kind, same.entry) !== slot) {
      if (same.entry.exercise === undefined || entry.exercise !== undefined) return;
      slots.delete(slotOf(kind, same.entry));
      take(same);
    }
    const have = slots.get(slot);
    if (!settle(kind, have, entry).kept) return;
    slots.set(slot, entry);
    touched.add(entry.id);
    const stood = have && placed.get(have.id);
    if (stood) {
      touched.add(have.id);
      neighbours(stood, touched);
    }
    if (stood?.entry.id === entry.id) take(stood);
    put(entry, kind, touched);
    // Taken out last, so that the list of those who look at the same thing is not emptied only to be filled again.
    if (stood && stood.entry.id !== entry.id) take(stood);
  }

  /** Everything whose derivation may look at this entity, or whom it looks at: a link is looked through at its ends. */
  function neighbours({ entry, named, aliases }: Placed, touched: Set<string>): void {
    for (const id of lookers.get(entry.id) ?? NONE) through(id, touched);
    for (const id of named) through(id, touched);
    for (const alias of aliases) for (const id of lookers.get(alias) ?? NONE) touched.add(id);
  }

  function through(id: string, touched: Set<string>): void {
    touched.add(id);
    const other = placed.get(id);
    if (other?.entry.kind === 'link') for (const end of other.named) touched.add(end);
  }

  function rederive(queue: Set<string>): void {
    const most = ROUNDS + queue.size;
    const rounds = new Map<string, number>();
    const changed = new Map<string, Set<EntityId>>();
    for (const id of queue) {
      queue.delete(id);
      const before = rows.get(id);
      const here = placed.get(id);
      if (here && before?.position === here.entry.position && standsAlone(here.entry.kind)) continue;
      const after = here && rowOf(here.entry, before);
      if (after === before) continue;
      if (after) setRow(after);
      else dropRow(before!);
      const { id: rowId, kind } = (after ?? before)!;
      let ids = changed.get(kind);
      if (!ids) changed.set(kind, (ids = new Set()));
      if (ids.has(rowId)) {
        const round = (rounds.get(id) ?? 1) + 1;
        rounds.set(id, round);
        if (round > most) continue;
      } else ids.add(rowId);
      if (here) neighbours(here, queue);
      else for (const other of lookers.get(id) ?? NONE) queue.add(other);
    }
    for (const [kind, ids] of changed) for (const query of live.get(kind) ?? NONE) query.changed(ids);
  }

  /** The row of an entry; the same object as before when nothing a reader could see is different. */
  function rowOf(entry: Entry, before: Row | undefined): Row {
    const { derived, fresh, due: falls } = deriveFor(entry.kind)(entry, around, millis(now));
    due.set(entry.id, falls);
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

  function setRow(row: Row): void {
    rows.set(row.id, row);
    if (!byKind.has(row.kind)) byKind.set(row.kind, new Map());
    byKind.get(row.kind)!.set(row.id, row);
  }

  function dropRow(row: Row): void {
    rows.delete(row.id);
    byKind.get(row.kind)?.delete(row.id);
    due.set(row.id, undefined);
  }

  const all = (kind: string): Iterable<Row> => byKind.get(kind)?.values() ?? [];

  return {
    apply(batch, when) {
      // A commit was gathered a moment before; the tick of the host may be ahead of it.
      if (millis(when) > millis(now)) now = when;
      const touched = new Set<string>();
      for (const entry of batch) place(entry, touched);
      at = batch.at(-1)?.position ?? at;
      rederive(touched);
    },
    advance(when, trouble) {
      // Set back, time makes untrue what fell due meanwhile: everything is derived again.
      const back = millis(when) < millis(now);
      now = when;
      rederive(new Set(back ? placed.keys() : due.take(millis(when))));
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
          row: (id) => rows.get(id),
          stamp: () => ({ at, now }),
          emit: (delta) => subscriber.next(delta),
        });
        if (!live.has(query.kind)) live.set(query.kind, new Set());
        live.get(query.kind)!.add(answering);
        answering.start();
        return () => live.get(query.kind)?.delete(answering);
      }),
    health$: health.asObservable(),
    send: (command) =>
      options.send?.(command) ??
      Promise.resolve({
        ok: false,
        issues: [issue('read-only', 'This view takes no Commands; send it through the host that has a writer.')],
      }),
    get: (id) => rows.get(id),
    find(query: Query) {
      const found = [...all(query.kind)].filter((row) => matches(query, row)).sort(orderOf(query));
      return query.top === undefined ? found : found.slice(0, query.top);
    },
    referring: (id) => [...(lookers.get(id) ?? NONE)].flatMap((other) => rows.get(other) ?? []),
    known: around.known,
    standing: (slot) => slots.get(slot),
    get at() {
      return at;
    },
    get now() {
      return now;
    },
    close() {
      live.clear();
      health.complete();
    },
  };
}

function toggle(
  index: Map<string, Set<EntityId>>,
  { key, id, how }: { key: string; id: EntityId; how: 'add' | 'delete' },
): void {
  const set = index.get(key) ?? new Set<EntityId>();
  set[how](id);
  if (set.size > 0) index.set(key, set);
  else index.delete(key);
}
