import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EntityId, Instant } from '@yingji/core';
import { OnDemand } from '../controllers/on-demand.js';
import type { Arrived } from './flood.js';
import type { YjElement } from '../frame/element.js';
import type { Item } from './item.js';

/** Several things of which the list tells in one row. */
export interface Group {
  readonly kind: 'group';
  readonly id: string;
  /** In the order in which they came: the first may be the cause of the others. Behind an incident what tells of it. */
  readonly members: readonly Item[];
  /** The incident that the others tell of: the row is its own, and has its id. */
  readonly head?: Item;
  readonly worst: Item;
  /** One device that told of the same again and again: ×5. */
  readonly repeat: boolean;
  readonly opened: boolean;
}

export type ListRow = Item | Group;

export const isGroup = (row: ListRow): row is Group => row.kind === 'group';

/** Everything that some rows tell of, each thing once: members of an open group have rows of their own. */
export const itemsIn = (rows: readonly ListRow[]): readonly Item[] =>
  rows.flatMap((row) => (isGroup(row) ? (row.opened ? (row.head ?? []) : row.members) : [row]));

const MOMENT_MS = 5000;

export interface Grouping {
  readonly now: Instant | undefined;
  readonly arrived: Arrived;
  /** Whether alarms come in a flood, of what is real and of what is a drill. */
  readonly flood: boolean;
  readonly drillFlood: boolean;
}

/**
 * In a flood, what is of one sort in one place, or of one incident, is one row that opens to all of it; what one device repeats
 * within ten minutes is one row at any time, and what tells of an incident stands in the row of that. What groups them is fetched when there may be something to group; until it is there, each
 * has a row of its own.
 */
export class Groups implements ReactiveController {
  readonly grouping: OnDemand<typeof import('./grouping.js')>;
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

  constructor(host: ReactiveControllerHost & Pick<YjElement, 'wear'>) {
    this.#host = host;
    this.grouping = new OnDemand(host, async () => {
      const part = await import('./grouping.js');
      host.wear(part.groupStyles);
      return part;
    });
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
    const { part } = this.grouping;
    const made = [items, moment, flood, drillFlood, held, this.#opened, this.#onPaper, part];
    if (made.every((each, i) => each === this.#made[i])) return this.#rows;
    this.#made = made;
    this.grouping.when(flood || drillFlood || anyTold(items) || anyRepeats(items));
    if (!held) this.#keys = part?.keysOf(items, grouping) ?? this.#keys;
    this.#rows =
      part && this.#keys.size > 0
        ? part.rowsOf(items, this.#keys, (key) => this.#onPaper || this.#opened.has(key))
        : items;
    return this.#rows;
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
    if (key !== undefined && key !== item.id && !this.#opened.has(key)) this.toggle(key);
  }
}

/** Whether something tells of an incident, or one is set aside. */
const anyTold = (items: readonly Item[]): boolean =>
  items.some(({ incident, row }) => incident !== undefined || row.derived['shelved'] !== undefined);

/** Whether one device has told of more than one thing. */
function anyRepeats(items: readonly Item[]): boolean {
  const devices = items.flatMap(({ row }) => row.value['device'] ?? []);
  return new Set(devices).size < devices.length;
}
