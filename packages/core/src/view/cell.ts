import type { JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import type { Derive } from './derive.js';
import type { LiveQuery } from './live-query.js';
import type { Freshness, Row } from './view.js';

/** All entities of one kind that are there, and who asks about them. */
export interface Table {
  readonly kind: Kind;
  /** Absent where nothing is derived: a row then says what its Entry says, and is made when somebody reads it. */
  readonly derive: Derive | undefined;
  /** Whether its rows are derived from those who name them, and from those they name or look for. */
  readonly hears: boolean;
  readonly looks: boolean;
  /** By their number; empty places are given out again. */
  readonly cells: (Cell | undefined)[];
  readonly free: number[];
  readonly live: Set<LiveQuery>;
  /** Cells whose row became another one in this batch, came or went. */
  readonly changed: Cell[];
}

/** Who names whom: absent for a cell that names nobody and that nobody names. */
interface Ties {
  /** Whom its value names by id; a link is looked through at these. */
  named: readonly Cell[];
  /** Whom it looks for by alias. */
  looks: readonly Cell[];
  aliases: readonly Cell[];
  /** Who names or looks for it. */
  lookers: Set<Cell> | undefined;
  /** Who is known under it, when it is an alias. */
  holders: Set<Cell> | undefined;
}

/**
 * An id or an alias, and what stands under it. Cells point at each other, so that a change finds whom it concerns without
 * looking anything up. Queries read a cell as they would its row, which need not be made for that.
 */
export class Cell {
  table: Table | undefined = undefined;
  /** What stands, be it a tombstone; absent for an alias, and for an id that is only named. */
  entry: Entry | undefined = undefined;
  /** The row last made; out of date once `entry` is another. */
  made: Row | undefined = undefined;
  ties: Ties | undefined = undefined;
  /** When its row changes by time alone, milliseconds, and the second in which that is looked at. */
  timer: { due: number; wheel: number } | undefined = undefined;
  /** Its number in the table while it is there, and until queries have heard that it went. */
  n = -1;
  /** The order of what stands, and whether it is played: seen here without going to the Entry. */
  epoch = 0;
  seq = 0;
  drill = false;
  present = false;
  queued = false;
  /** The last batch in which its row changed, and how often it did there. */
  batch = 0;
  rounds = 0;

  constructor(readonly name: string) {}

  get id(): EntityId {
    return this.name as EntityId;
  }

  get kind(): string {
    return this.entry!.kind;
  }

  get value(): JsonObject {
    return (this.entry!.body as { readonly value: JsonObject }).value;
  }

  get at(): Entry['at'] {
    return this.entry!.at;
  }

  get source(): string {
    return this.entry!.source;
  }

  get exercise(): string | undefined {
    return this.entry!.exercise;
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
    if (!this.table!.derive && this.made?.position !== this.entry!.position) this.made = plainRow(this.entry!);
    return this.made;
  }
}

const NOTHING: JsonObject = {};

/** Things that are said once and do not go on being said: known, of the instant they were said. */
const plainRow = (entry: Entry): Row => rowOf(entry, NOTHING, { state: 'live', since: entry.at });

export function rowOf(entry: Entry, derived: JsonObject, fresh: Freshness): Row {
  const { id, kind, at, recordedAt, basis, source, exercise, by, position } = entry;
  const { value } = entry.body as { readonly value: JsonObject };
  const row = { id, kind, value, at, recordedAt, basis, source, position, derived, fresh };
  if (exercise === undefined && by === undefined) return row;
  return { ...row, ...(exercise === undefined ? {} : { exercise }), ...(by === undefined ? {} : { by }) };
}

const NONE: readonly Cell[] = [];

interface Names {
  readonly named: readonly string[];
  readonly looks: readonly string[];
  readonly aliases: readonly string[];
}

export interface Cells {
  get(name: string): Cell | undefined;
  make(name: string): Cell;
  /** Gives the cell its names, in place of those it had: ids in its value, aliases it looks for, aliases it is known under. */
  name(cell: Cell, names: Names): void;
  unname(cell: Cell): void;
  /** Forgets a cell in which nothing stands and that nobody names. */
  release(cell: Cell): void;
  values(): Iterable<Cell>;
}

const UNNAMED: Names = { named: [], looks: [], aliases: [] };

export function createCells(): Cells {
  const cells = new Map<string, Cell>();

  function make(name: string): Cell {
    let cell = cells.get(name);
    if (!cell) cells.set(name, (cell = new Cell(name)));
    return cell;
  }

  function release(cell: Cell): void {
    const { entry, present, ties } = cell;
    if (!entry && !present && !ties?.lookers?.size && !ties?.holders?.size) cells.delete(cell.name);
  }

  const tiesOf = (cell: Cell): Ties =>
    (cell.ties ??= { named: NONE, looks: NONE, aliases: NONE, lookers: undefined, holders: undefined });

  const same = (cells: readonly Cell[], names: readonly string[]): boolean =>
    cells.length === names.length && names.every((name, i) => cells[i]!.name === name);

  /** The new ones are joined before the old ones are left, so that no set is emptied only to be filled again. */
  function replace(cell: Cell, which: 'named' | 'looks' | 'aliases', names: readonly string[]): void {
    const old = cell.ties?.[which] ?? NONE;
    if (same(old, names)) return;
    const side = which === 'aliases' ? 'holders' : 'lookers';
    const next = names.length === 0 ? NONE : names.map(make);
    tiesOf(cell)[which] = next;
    for (const each of next) (tiesOf(each)[side] ??= new Set()).add(cell);
    for (const each of old) {
      if (next.includes(each)) continue;
      each.ties?.[side]?.delete(cell);
      release(each);
    }
  }

  function name(cell: Cell, { named, looks, aliases }: Names): void {
    replace(cell, 'named', named);
    replace(cell, 'looks', looks);
    replace(cell, 'aliases', aliases);
  }

  return {
    get: (name) => cells.get(name),
    make,
    release,
    name,
    unname: (cell) => name(cell, UNNAMED),
    values: () => cells.values(),
  };
}
