import type { JsonObject } from '../json.js';
import type { Basis, Entry, Order, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import type { Instant } from '../model/time.js';
import type { Rule } from './derivations.js';
import type { LiveQuery } from './live-query.js';
import type { Freshness, Row } from './view.js';

/** All entities of one kind that are there, and who asks about them. Where nothing is derived a row is made when it is read. */
export interface Table extends Rule {
  readonly kind: Kind;
  /** By their number; empty places are given out again. */
  readonly cells: (Cell | undefined)[];
  readonly free: number[];
  readonly live: Set<LiveQuery>;
  /** Cells whose row became another one in this batch, came or went. */
  readonly changed: Cell[];
}

/** Who names whom, and what time does to it: absent for a cell that names nobody, that nobody names, and that never falls due. */
interface Ties {
  /** Whom its value names by id; a link is looked through at these. */
  named: readonly Cell[];
  /** Whom it looks for by alias. */
  looks: readonly Cell[];
  aliases: readonly Cell[];
  /** Who names or looks for it. */
  lookers: Set<Cell> | undefined;
  /** Who names it and is taken down in a book, so that it need not look through them. */
  noted: Set<Cell> | undefined;
  /** Who is known under it, when it is an alias. */
  holders: Set<Cell> | undefined;
  /** When its row changes by time alone, milliseconds, and the second in which that is looked at. */
  due: number;
  wheel: number;
  /** Of what it stood for when queries were last told, where that is another: its id. */
  was: EntityId | undefined;
}

/** What few Changes carry. */
type Rare = Pick<Entry, 'exercise' | 'by' | 'cause'> & { readonly reason?: string; readonly epoch?: number };

type Present<T> = { readonly [name in keyof T]?: Exclude<T[name], undefined> };

/** A record without its absent members. */
export function compact<T extends object>(record: T): Present<T> {
  const present: { [name in keyof T]?: T[name] } = {};
  for (const name of Object.keys(record) as (keyof T)[]) if (record[name] !== undefined) present[name] = record[name];
  return present as Present<T>;
}

const PLACELESS = 0 as Position;
/** Marks of a cell: its row is there; it is to be derived anew; in this batch its row became another one. */
export const PRESENT = 1;
export const QUEUED = 2;
export const CHANGED = 4;

/**
 * An id or an alias, and what stands under it. Cells point at each other, so that a change finds whom it concerns without
 * looking anything up. They hold what an Entry says, member by member: a city of cells is half as large as one of Entries, and
 * queries read a cell as they would its row, which need not be made for that.
 */
export class Cell {
  // Declared here, assigned below: a page that compiles fields for older browsers pays for each of them.
  declare name: string;
  /** Sum of marks: members of their own would take three times the room. */
  declare marks: number;
  /** Its number in the table while it is there, and until queries have heard that it went. */
  declare n: number;
  /** 0: nothing stands here. */
  declare position: Position;
  /** The value that stands; absent for a tombstone, an alias, and an id that is only named. */
  declare stated: JsonObject | undefined;
  declare seq: number;
  declare rare: Rare | undefined;
  declare source: string;
  declare ties: Ties | undefined;
  declare table: Table | undefined;
  declare at: Instant;
  declare recordedAt: Instant;
  declare basis: Basis;
  /** The row last made; out of date once another position stands. */
  declare made: Row | undefined;

  constructor(name: string) {
    // Those that a change and a query ask for stand together, first: so they come into the cache at once.
    this.name = name;
    this.marks = 0;
    this.n = -1;
    this.position = PLACELESS;
    this.stated = undefined;
    this.seq = 0;
    this.rare = undefined;
    this.source = '';
    this.ties = undefined;
    this.table = undefined;
    this.at = '' as Instant;
    this.recordedAt = '' as Instant;
    this.basis = 'unknown';
    this.made = undefined;
  }

  get present(): boolean {
    return (this.marks & PRESENT) !== 0;
  }

  get epoch(): number {
    return this.rare?.epoch ?? 0;
  }

  get stands(): boolean {
    return this.position !== PLACELESS;
  }

  get id(): EntityId {
    return this.name as EntityId;
  }

  get kind(): string {
    return this.table!.kind.name;
  }

  /** Of a cell that is present. */
  get value(): JsonObject {
    return this.stated!;
  }

  get exercise(): string | undefined {
    return this.rare?.exercise;
  }

  get by(): string | undefined {
    return this.rare?.by;
  }

  get order(): Order {
    return [this.epoch, this.seq];
  }

  get derived(): JsonObject {
    return this.row!.derived;
  }

  get fresh(): Freshness {
    return this.row!.fresh;
  }

  /** Its row while it is there. */
  get row(): Row | undefined {
    if (!this.present) return undefined;
    // Things that are said once and do not go on being said are known, of the instant they were said.
    if (!this.table!.derive && (this.made?.position !== this.position || this.made.value !== this.stated))
      this.made = this.rowWith(NOTHING, { state: 'live', since: this.at });
    return this.made;
  }

  rowWith(derived: JsonObject, fresh: Freshness): Row {
    const { id, kind, value, at, recordedAt, basis, source, position, rare } = this;
    const row = { id, kind, value, at, recordedAt, basis, source, position, derived, fresh };
    return rare ? { ...row, ...compact({ exercise: rare.exercise, by: rare.by }) } : row;
  }

  fill(entry: Entry, table: Table): void {
    const { body, position, at, recordedAt, basis, source, order, exercise, by, cause } = entry;
    this.table = table;
    this.stated = 'value' in body ? (body.value as JsonObject) : undefined;
    this.position = position;
    this.at = at;
    this.recordedAt = recordedAt;
    this.basis = basis;
    this.source = source;
    this.seq = order[1];
    const reason = 'value' in body ? undefined : body.reason;
    const epoch = order[0];
    const plain = (exercise ?? by ?? cause ?? reason) === undefined && epoch === 0;
    this.rare = plain ? undefined : compact({ exercise, by, cause, reason, epoch: epoch || undefined });
  }

  /** Nothing stands here any more. */
  empty(): void {
    this.stated = undefined;
    this.position = PLACELESS;
  }

  /** What stands, as it was committed. */
  entry(): Entry | undefined {
    if (!this.stands) return undefined;
    const { id, kind, source, at, order, basis, position, recordedAt, stated } = this;
    const { reason = '', epoch: _, ...rare } = this.rare ?? {};
    const body = stated ? { value: stated } : { removed: true as const, reason };
    return { v: 1, kind, id, source, at, order, basis, body, position, recordedAt, ...rare };
  }
}

const NOTHING: JsonObject = {};

const NONE: readonly never[] = [];

/** The ties of a cell; made when it has none yet. */
export function tiesOf(cell: Cell): Ties {
  return (cell.ties ??= {
    named: NONE,
    looks: NONE,
    aliases: NONE,
    lookers: undefined,
    noted: undefined,
    holders: undefined,
    due: Infinity,
    wheel: Infinity,
    was: undefined,
  });
}

interface Names {
  readonly named: readonly string[];
  readonly looks: readonly string[];
  readonly aliases: readonly string[];
}

export interface Cells {
  /** What is derived just now: it asks for itself and what it is tied to, which need not be looked up. */
  asking: Cell | undefined;
  get(name: string): Cell | undefined;
  /** The cell of that name; a new one is forgotten by {@link sweep} unless something stands in it by then, or somebody names it. */
  make(name: string): Cell;
  /** Lets a cell stand under another name, and gives it; nothing where somebody names it by the one it has. */
  rename(cell: Cell, name: string): Cell | undefined;
  /** Gives the cell its names, or none, in place of those it had: ids in its value, aliases it looks for, aliases it is known under. */
  name(cell: Cell, names?: Names): void;
  /** Notes a cell that may be of no more use: one in which nothing stands and that nobody names is forgotten by {@link sweep}. */
  release(cell: Cell): void;
  /** Forgets what was released and not taken up again; until then a name keeps its cell. */
  sweep(): void;
  values(): Iterable<Cell>;
}

type Side = keyof Names;

/** Neither cells nor the names of any. */
const UNNAMED: { readonly [side in Side]: readonly never[] } = { named: NONE, looks: NONE, aliases: NONE };
const SIDES = Object.keys(UNNAMED) as Side[];

export function createCells(): Cells {
  const cells = new Map<string, Cell>();
  const released: Cell[] = [];
  /** What was named last, or left: who comes next, as the devices of one source do, or takes that place names the same, and shares the list. */
  const lately: { [side in Side]: readonly Cell[] } = { ...UNNAMED };
  const release = (cell: Cell): void => void released.push(cell);

  function make(name: string): Cell {
    let cell = cells.get(name);
    if (cell?.stands) return cell;
    if (!cell) cells.set(name, (cell = new Cell(name)));
    // Unless something comes to stand in it, or somebody names it, it is of no use.
    release(cell);
    return cell;
  }

  const isNamed = (ties: Cell['ties']): unknown => ties?.lookers?.size || ties?.noted?.size || ties?.holders?.size;

  function rename(cell: Cell, name: string): Cell | undefined {
    if (isNamed(cell.ties)) return undefined;
    tiesOf(cell).was ??= cell.id;
    cells.delete(cell.name);
    cells.set((cell.name = name), cell);
    return cell;
  }

  function sweep(): void {
    for (const { name, stands, present, ties } of released)
      if (!(stands || present || isNamed(ties))) {
        cells.delete(name);
        Object.assign(lately, UNNAMED);
      }
    released.length = 0;
    all.asking = undefined;
  }

  const same = (cells: readonly Cell[], names: readonly string[]): boolean =>
    cells.length === names.length && names.every((name, i) => cells[i]!.name === name);

  /** The new ones are joined before the old ones are left, so that no set is emptied only to be filled again. */
  function replace(cell: Cell, which: Side, names: readonly string[]): void {
    const old = cell.ties?.[which] ?? NONE;
    if (same(old, names)) return;
    const side = which === 'aliases' ? 'holders' : which === 'named' && cell.table!.note ? 'noted' : 'lookers';
    const next = same(lately[which], names) ? lately[which] : names.map(make);
    lately[which] = names.length > 0 ? next : old;
    tiesOf(cell)[which] = next;
    for (const each of next) (tiesOf(each)[side] ??= new Set()).add(cell);
    for (const each of old) {
      if (next.includes(each)) continue;
      each.ties?.[side]?.delete(cell);
      release(each);
    }
  }

  function name(cell: Cell, names: Names = UNNAMED): void {
    for (const side of SIDES) replace(cell, side, names[side]);
  }

  const all: Cells = {
    asking: undefined,
    get(name) {
      const { asking } = all;
      if (asking?.name === name) return asking;
      const named = asking?.ties?.named[0];
      return named?.name === name ? named : cells.get(name);
    },
    make,
    rename,
    release,
    sweep,
    name,
    values: () => cells.values(),
  };
  return all;
}
