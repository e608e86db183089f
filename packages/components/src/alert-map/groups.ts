import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EntityId, Instant } from '@yingji/core';
import { groupOf, isNew, type Arrived } from './flood.js';
import type { Item } from './item.js';

/** Several things of which the list tells in one row. */
export interface Group {
  readonly kind: 'group';
  readonly id: string;
  /** In the order in which they came: the first may be the cause of the others. */
  readonly members: readonly Item[];
  readonly worst: Item;
  /** One device that told of the same again and again: ×5. */
  readonly repeat: boolean;
  readonly opened: boolean;
}

export type ListRow = Item | Group;

export const isGroup = (row: ListRow): row is Group => row.kind === 'group';

/** Everything that some rows tell of, each thing once: members of an open group have rows of their own. */
export const itemsIn = (rows: readonly ListRow[]): readonly Item[] =>
  rows.flatMap((row) => (isGroup(row) ? (row.opened ? [] : row.members) : [row]));

const REPEAT = 'again|';
const MOMENT_MS = 5000;

/** Red is told singly, always, and so is what nobody graded: it may be red. What tells of an incident is as grave as that, which has a row. */
const isSingle = (item: Item): boolean =>
  item.level === 'red' || item.unjudged || (item.level === 'ungraded' && item.incident === undefined);

export interface Grouping {
  readonly now: Instant | undefined;
  readonly arrived: Arrived;
  /** Whether alarms come in a flood, of what is real and of what is a drill. */
  readonly flood: boolean;
  readonly drillFlood: boolean;
}

/**
 * In a flood, what is of one sort in one place, or of one incident, is one row that opens to all of it; what one device repeats
 * within ten minutes is one row at any time.
 */
export class Groups implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #opened: ReadonlySet<string> = new Set();
  #keys: ReadonlyMap<EntityId, string> = new Map();
  /** On paper nobody can open a row. */
  #onPaper = false;
  #made: readonly unknown[] = [];
  #rows: readonly ListRow[] = [];
  readonly #print = (event: Event): void => {
    this.#onPaper = event.type === 'beforeprint';
    this.#host.requestUpdate();
  };

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    for (const type of ['beforeprint', 'afterprint']) addEventListener(type, this.#print);
  }

  hostDisconnected(): void {
    for (const type of ['beforeprint', 'afterprint']) removeEventListener(type, this.#print);
  }

  /** The rows of the list. With `held` nothing is grouped anew: rows do not go from under the reader's hand. */
  rows(items: readonly Item[], grouping: Grouping, held: boolean): readonly ListRow[] {
    const { now, flood, drillFlood } = grouping;
    const moment = now === undefined ? 0 : Math.floor(Date.parse(now) / MOMENT_MS);
    const made = [items, moment, flood, drillFlood, held, this.#opened, this.#onPaper];
    if (made.every((part, i) => part === this.#made[i])) return this.#rows;
    this.#made = made;
    if (!held) this.#keys = keysOf(items, grouping);
    this.#rows = this.#keys.size === 0 ? items : this.#group(items);
    return this.#rows;
  }

  #group(items: readonly Item[]): readonly ListRow[] {
    const members = new Map<string, Item[]>();
    const blocks: { readonly first: Item; readonly key?: string }[] = [];
    for (const item of items) {
      const key = this.#keys.get(item.id);
      const others = key === undefined ? undefined : members.get(key);
      if (others) others.push(item);
      else blocks.push({ first: item, ...(key !== undefined && { key }) });
      if (key !== undefined && !others) members.set(key, [item]);
    }
    return inOrder(blocks).flatMap(({ first, key }) => this.#block(first, key, members));
  }

  /** Opens or closes a group. */
  toggle(id: string): void {
    const opened = new Set(this.#opened);
    if (!opened.delete(id)) opened.add(id);
    this.#opened = opened;
  }

  /** Opens the group in which a thing stands. */
  reveal(item: Item): void {
    const key = this.#keys.get(item.id);
    if (key !== undefined && !this.#opened.has(key)) this.toggle(key);
  }

  #block(first: Item, key: string | undefined, all: ReadonlyMap<string, readonly Item[]>): readonly ListRow[] {
    const found = key === undefined ? [] : all.get(key)!;
    if (key === undefined || found.length < 2) return [first];
    const members = [...found].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
    const opened = this.#onPaper || this.#opened.has(key);
    const group: Group = { kind: 'group', id: key, members, worst: first, repeat: key.startsWith(REPEAT), opened };
    return opened ? [group, ...members] : [group];
  }
}

/** Real before drill, and what is told singly above what is told in groups. */
function inOrder<B extends { readonly first: Item; readonly key?: string }>(blocks: readonly B[]): readonly B[] {
  if (blocks.every(({ key }) => key === undefined || key.startsWith(REPEAT))) return blocks;
  const rank = ({ first }: B): number =>
    Number(first.exercise) * 2 + Number(!isSingle(first) || first.ended !== undefined);
  return [...blocks].sort((a, b) => rank(a) - rank(b));
}

/** Which of the things share a row, by the name of the row. */
function keysOf(items: readonly Item[], { now, arrived, flood, drillFlood }: Grouping): Map<EntityId, string> {
  const keys = new Map<EntityId, string>();
  if (now === undefined) return keys;
  const fresh = items.filter((item) => isNew(item, now, arrived));
  const put = (keyOf: (item: Item) => string | undefined): void => {
    const found = new Map<string, Item[]>();
    for (const item of fresh) {
      const key = keys.has(item.id) ? undefined : keyOf(item);
      if (key !== undefined) found.set(key, [...(found.get(key) ?? []), item]);
    }
    for (const [key, some] of found) if (some.length > 1) for (const { id } of some) keys.set(id, key);
  };
  put((item) =>
    (item.exercise ? drillFlood : flood) && !isSingle(item) ? `${item.exercise}|${groupOf(item)}` : undefined,
  );
  put((item) => repeatOf(item));
  return keys;
}

/** What a device says again has the same level; one that grows worse is another row. */
function repeatOf(item: Item): string | undefined {
  const device = item.row.value['device'];
  if (typeof device !== 'string' || item.level === 'red' || item.unjudged) return undefined;
  return `${REPEAT}${item.exercise}|${device}|${item.level}|${item.title}`;
}
