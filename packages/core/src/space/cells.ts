import { mercatorX, mercatorY } from './mercator.js';

/**
 * The cells of every zoom that hold two points or more, with what they hold, as a forest: below a cell stand the four cells into
 * which it falls at the next zoom. A slot, of a root or of a cell, is empty, or one point, or a cell; so a point alone far out costs
 * nothing at the zooms at which it is alone. The shape follows from the points, not from their history.
 */
export interface Cells {
  readonly maxZoom: number;
  readonly levels: number;
  /** Roots side by side, and the digits below a root's column and row. */
  readonly rootsWide: number;
  readonly digits: number;
  /** {@link EMPTY}, a cell's number from 0, or a point as {@link pointSlot}. First the roots, row by row, then four a cell. */
  slots: Int32Array;
  /** By cell: sums of columns and of rows of its points, whole numbers, so that no order of adding them matters. */
  sums: Float64Array;
  /** By cell: its points of each level. */
  counts: Int32Array;
  /** By cell: its points. */
  size: Int32Array;
  /** By point: longitude and latitude; column and row in the finest grid; level or {@link ABSENT}, and neighbours within a cell of the last zoom. */
  at: Float64Array;
  column: Int32Array;
  row: Int32Array;
  level: Uint8Array;
  next: Int32Array;
  prev: Int32Array;
  used: number;
  free: number;
}

export const EMPTY = -1;
export const ABSENT = 255;
/** A point in a slot; the same turns it back. */
export const pointSlot = (handle: number): number => -2 - handle;

export function createCells({ rootsWide, maxZoom, levels }: Pick<Cells, 'rootsWide' | 'maxZoom' | 'levels'>): Cells {
  return {
    maxZoom,
    levels,
    rootsWide,
    // As fine as 31 bits allow: 4 cm at the equator with 8 roots.
    digits: 30 - Math.ceil(Math.log2(rootsWide)),
    slots: new Int32Array(rootsWide * rootsWide).fill(EMPTY),
    sums: new Float64Array(0),
    counts: new Int32Array(0),
    size: new Int32Array(0),
    at: new Float64Array(0),
    column: new Int32Array(0),
    row: new Int32Array(0),
    level: new Uint8Array(0),
    next: new Int32Array(0),
    prev: new Int32Array(0),
    used: 0,
    free: -1,
  };
}

function grown<A extends Float64Array | Int32Array | Uint8Array>(from: A, length: number, fill = 0): A {
  const to = new (from.constructor as new (length: number) => A)(length);
  to.set(from);
  if (fill !== 0) to.fill(fill, from.length);
  return to;
}

/** Columns and rows of the finest grid. */
export const gridWidth = ({ rootsWide, digits }: Cells): number => rootsWide * 2 ** digits;
export const columnOf = (cells: Cells, lon: number): number =>
  Math.min(gridWidth(cells) - 1, Math.floor(mercatorX(lon) * gridWidth(cells)));
export const rowOf = (cells: Cells, lat: number): number =>
  Math.min(gridWidth(cells) - 1, Math.floor(mercatorY(lat) * gridWidth(cells)));

export const firstSlot = (cells: Cells, cell: number): number => cells.rootsWide * cells.rootsWide + 4 * cell;

const rootOf = (cells: Cells, column: number, row: number): number =>
  (row >> cells.digits) * cells.rootsWide + (column >> cells.digits);

/** Which of the four slots of a cell at a zoom. */
const quarter = (cells: Cells, zoom: number, column: number, row: number): number => {
  const shift = cells.digits - 1 - zoom;
  return ((column >> shift) & 1) | (((row >> shift) & 1) << 1);
};

function newCell(cells: Cells): number {
  let cell = cells.free;
  if (cell >= 0) cells.free = cells.size[cell]!;
  else {
    cell = cells.used;
    cells.used += 1;
    if (cell >= cells.size.length) {
      const length = Math.ceil(cell * 1.25) + 64;
      cells.size = grown(cells.size, length);
      cells.sums = grown(cells.sums, 2 * length);
      cells.counts = grown(cells.counts, cells.levels * length);
      cells.slots = grown(cells.slots, firstSlot(cells, length), EMPTY);
    }
  }
  const slot = firstSlot(cells, cell);
  cells.slots.fill(EMPTY, slot, slot + 4);
  cells.counts.fill(0, cells.levels * cell, cells.levels * (cell + 1));
  cells.sums.fill(0, 2 * cell, 2 * cell + 2);
  cells.size[cell] = 0;
  return cell;
}

/** Counts a point in a cell, or out of it. */
function tally(cells: Cells, cell: number, handle: number, sign: 1 | -1): void {
  cells.size[cell]! += sign;
  cells.sums[2 * cell]! += sign * cells.column[handle]!;
  cells.sums[2 * cell + 1]! += sign * cells.row[handle]!;
  cells.counts[cells.levels * cell + cells.level[handle]!]! += sign;
}

/** Hangs a point below a cell of the last zoom, where points are a list. */
function list(cells: Cells, cell: number, handle: number): void {
  const slot = firstSlot(cells, cell);
  const head = cells.slots[slot]!;
  cells.next[handle] = head;
  cells.prev[handle] = EMPTY;
  if (head !== EMPTY) cells.prev[pointSlot(head)] = pointSlot(handle);
  cells.slots[slot] = pointSlot(handle);
}

function unlist(cells: Cells, cell: number, handle: number): void {
  const after = cells.next[handle]!;
  const before = cells.prev[handle]!;
  if (before === EMPTY) cells.slots[firstSlot(cells, cell)] = after;
  else cells.next[pointSlot(before)] = after;
  if (after !== EMPTY) cells.prev[pointSlot(after)] = before;
}

export function addPoint(cells: Cells, handle: number, lon: number, lat: number, level: number): void {
  if (handle >= cells.level.length) {
    const length = Math.max(handle + 1, Math.ceil(cells.level.length * 1.25) + 64);
    cells.level = grown(cells.level, length, ABSENT);
    cells.at = grown(cells.at, 2 * length);
    cells.column = grown(cells.column, length);
    cells.row = grown(cells.row, length);
    cells.next = grown(cells.next, length);
    cells.prev = grown(cells.prev, length);
  }
  const column = columnOf(cells, lon);
  const row = rowOf(cells, lat);
  cells.at[2 * handle] = lon;
  cells.at[2 * handle + 1] = lat;
  cells.column[handle] = column;
  cells.row[handle] = row;
  cells.level[handle] = level;
  let slot = rootOf(cells, column, row);
  for (let zoom = 0; ; zoom += 1) {
    const here = cells.slots[slot]!;
    if (here === EMPTY) {
      cells.slots[slot] = pointSlot(handle);
      return;
    }
    let cell = here;
    if (here < EMPTY) {
      // A point was alone here until now.
      const other = pointSlot(here);
      cell = newCell(cells);
      cells.slots[slot] = cell;
      tally(cells, cell, other, 1);
      if (zoom === cells.maxZoom) list(cells, cell, other);
      else cells.slots[firstSlot(cells, cell) + quarter(cells, zoom, cells.column[other]!, cells.row[other]!)] = here;
    }
    tally(cells, cell, handle, 1);
    if (zoom === cells.maxZoom) return list(cells, cell, handle);
    slot = firstSlot(cells, cell) + quarter(cells, zoom, column, row);
  }
}

/** Takes out a point that is there. */
export function dropPoint(cells: Cells, handle: number): void {
  const column = cells.column[handle]!;
  const row = cells.row[handle]!;
  let slot = rootOf(cells, column, row);
  for (let zoom = 0; ; zoom += 1) {
    const cell = cells.slots[slot]!;
    if (cell < 0) {
      cells.slots[slot] = EMPTY;
      break;
    }
    tally(cells, cell, handle, -1);
    if (zoom === cells.maxZoom) unlist(cells, cell, handle);
    if (cells.size[cell] === 1) {
      cells.slots[slot] = clear(cells, cell, zoom, handle);
      break;
    }
    if (zoom === cells.maxZoom) break;
    slot = firstSlot(cells, cell) + quarter(cells, zoom, column, row);
  }
  cells.level[handle] = ABSENT;
}

/** Frees a cell with only one point left beside the one that goes, and the cells below; the slot of the one that is left. */
function clear(cells: Cells, from: number, fromZoom: number, goes: number): number {
  let left = EMPTY;
  for (let cell = from, zoom = fromZoom; cell >= 0; zoom += 1) {
    const slot = firstSlot(cells, cell);
    let below = EMPTY;
    for (let i = slot; i < slot + 4; i += 1) {
      const here = cells.slots[i]!;
      if (here >= 0) below = here;
      else if (here !== EMPTY && here !== pointSlot(goes)) left = here;
    }
    // On the list of the last zoom the one that goes may still stand first.
    if (zoom === cells.maxZoom && left === EMPTY) left = cells.next[goes]!;
    cells.size[cell] = cells.free;
    cells.free = cell;
    cell = below;
  }
  return left;
}

/** Counts a point that is there under another level. */
export function setLevel(cells: Cells, handle: number, level: number): void {
  const before = cells.level[handle]!;
  cells.level[handle] = level;
  let slot = rootOf(cells, cells.column[handle]!, cells.row[handle]!);
  for (let zoom = 0; ; zoom += 1) {
    const cell = cells.slots[slot]!;
    if (cell < 0) return;
    cells.counts[cells.levels * cell + before]! -= 1;
    cells.counts[cells.levels * cell + level]! += 1;
    if (zoom === cells.maxZoom) return;
    slot = firstSlot(cells, cell) + quarter(cells, zoom, cells.column[handle]!, cells.row[handle]!);
  }
}
