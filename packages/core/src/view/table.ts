import type { Kind } from '../model/kind.js';
import { PRESENT, type Cell, type Table } from './cell.js';
import { ruleOf, type Rule } from './derivations.js';

/** The tables of the kinds that a view knows, each made when it is first asked for. */
export interface Tables {
  /** Undefined for a kind that is not known. */
  of(kind: string): Table | undefined;
  all(): Iterable<Table>;
}

export function createTables(kinds: { readonly [name: string]: Kind }, rules: (kind: string) => Rule = ruleOf): Tables {
  const tables = new Map<string, Table>();
  let last: Table | undefined;
  return {
    of(name) {
      if (name === last?.kind.name) return last;
      const kind = kinds[name];
      const have = tables.get(name);
      if (have || !kind) return have;
      last = {
        kind,
        ...rules(name),
        cells: [],
        free: [],
        live: new Set(),
        changed: [],
      };
      tables.set(name, last);
      return last;
    },
    all: () => tables.values(),
  };
}

/** Gives a cell that has come its number. */
export function enlist(cell: Cell, table: Table): void {
  cell.marks |= PRESENT;
  // One that went and came back within one batch still has its own.
  if (cell.n >= 0) return;
  cell.n = table.free.pop() ?? table.cells.length;
  table.cells[cell.n] = cell;
}

/** Takes the number of one that has gone, once queries have heard of it. */
export function discharge(cell: Cell): void {
  if (cell.n < 0) return;
  cell.table!.cells[cell.n] = undefined;
  cell.table!.free.push(cell.n);
  cell.n = -1;
}

/** A small number for each cell of a table, 0 or nothing until it is set. */
export interface Flags {
  get(n: number): number | undefined;
  set(n: number, flag: number): void;
}

export function createFlags(): Flags {
  let flags = new Uint8Array(64);
  return {
    get: (n) => flags[n],
    set(n, flag) {
      if (n >= flags.length) {
        const more = new Uint8Array(Math.max(n + 1, 2 * flags.length));
        more.set(flags);
        flags = more;
      }
      flags[n] = flag;
    },
  };
}
