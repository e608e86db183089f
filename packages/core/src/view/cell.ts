import type { Entry } from '../model/change.js';
import type { Kind } from '../model/kind.js';
import type { Derive } from './derive.js';
import type { LiveQuery } from './live-query.js';
import type { Row } from './view.js';

/** All entities of one kind that are there, and who asks about them. */
export interface Table {
  readonly kind: Kind;
  readonly derive: Derive;
  /** Its rows change only with their own Entry. */
  readonly alone: boolean;
  readonly cells: Cell[];
  readonly live: Set<LiveQuery>;
  /** Cells whose row became another one in this batch, and the row each had before it. */
  readonly changed: Cell[];
  readonly before: (Row | undefined)[];
}

/**
 * An id or an alias, and what stands under it. Cells point at each other, so that a change finds whom it concerns without
 * looking anything up.
 */
export interface Cell {
  readonly name: string;
  table: Table | undefined;
  /** What stands, be it a tombstone; absent for an alias, and for an id that is only named. */
  entry: Entry | undefined;
  row: Row | undefined;
  /** Whom its value names by id; a link is looked through at these. */
  named: readonly Cell[];
  /** Whom it looks for by alias. */
  looks: readonly Cell[];
  aliases: readonly Cell[];
  /** Who names or looks for it. */
  lookers: Set<Cell> | undefined;
  /** Who is known under it, when it is an alias. */
  holders: Set<Cell> | undefined;
  /** When its row changes by time alone, milliseconds; and the second of the wheel in which it is looked at. */
  due: number;
  wheel: number;
  /** Its place in `table.cells` while it has a row. */
  index: number;
  queued: boolean;
  /** The last batch in which its row changed, and how often it did there. */
  batch: number;
  rounds: number;
}

const NONE: readonly Cell[] = [];

export interface Cells {
  get(name: string): Cell | undefined;
  /** Gives the cell its names, in place of those it had: ids in its value, aliases it looks for, aliases it is known under. */
  name(
    cell: Cell,
    names: {
      readonly named: readonly string[];
      readonly looks: readonly string[];
      readonly aliases: readonly string[];
    },
  ): void;
  unname(cell: Cell): void;
  make(name: string): Cell;
  /** Forgets a cell in which nothing stands and that nobody names. */
  release(cell: Cell): void;
  values(): Iterable<Cell>;
}

export function createCells(): Cells {
  const cells = new Map<string, Cell>();

  function make(name: string): Cell {
    const have = cells.get(name);
    if (have) return have;
    const cell: Cell = {
      name,
      table: undefined,
      entry: undefined,
      row: undefined,
      named: NONE,
      looks: NONE,
      aliases: NONE,
      lookers: undefined,
      holders: undefined,
      due: Infinity,
      wheel: Infinity,
      index: -1,
      queued: false,
      batch: 0,
      rounds: 0,
    };
    cells.set(name, cell);
    return cell;
  }

  function release(cell: Cell): void {
    if (cell.entry || cell.row || cell.lookers?.size || cell.holders?.size) return;
    // Released before, it may have been made anew since.
    if (cells.get(cell.name) === cell) cells.delete(cell.name);
  }

  const same = (cells: readonly Cell[], names: readonly string[]): boolean =>
    cells.length === names.length && names.every((name, i) => cells[i]!.name === name);

  /** The new ones are joined before the old ones are left, so that no set is emptied only to be filled again. */
  function replace(
    old: readonly Cell[],
    names: readonly string[],
    which: 'lookers' | 'holders',
    cell: Cell,
  ): readonly Cell[] {
    if (same(old, names)) return old;
    const next = names.length === 0 ? NONE : names.map(make);
    for (const each of next) (each[which] ??= new Set()).add(cell);
    for (const each of old) {
      if (next.includes(each)) continue;
      each[which]?.delete(cell);
      release(each);
    }
    return next;
  }

  return {
    get: (name) => cells.get(name),
    make,
    release,
    name(cell, { named, looks, aliases }) {
      cell.named = replace(cell.named, named, 'lookers', cell);
      cell.looks = replace(cell.looks, looks, 'lookers', cell);
      cell.aliases = replace(cell.aliases, aliases, 'holders', cell);
    },
    unname(cell) {
      cell.named = replace(cell.named, [], 'lookers', cell);
      cell.looks = replace(cell.looks, [], 'lookers', cell);
      cell.aliases = replace(cell.aliases, [], 'holders', cell);
    },
    values: () => cells.values(),
  };
}
