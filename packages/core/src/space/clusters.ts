import { YingjiError } from '../error.js';
import {
  ABSENT,
  addPoint,
  columnOf,
  createCells,
  dropPoint,
  EMPTY,
  firstSlot,
  gridWidth,
  pointSlot,
  rowOf,
  setLevel,
  type Cells,
} from './cells.js';
import { fromMercatorX, fromMercatorY } from './mercator.js';
import { checkHandle, checkPosition, inSpan, toSpan, wrapLon, type BBox, type Span } from './position.js';

/** Levels, the size of a cell and the zooms; fixed for the life of the clusters. */
export interface ClusterOptions {
  /** How many levels there are, 1 to 16. Level 0 is the worst. */
  readonly levels: number;
  /** Pixels that a cell is wide at least, 8 to 512; it is the next larger part of a tile: 60 gives 64. Default 60. */
  readonly radius?: number;
  /** The last zoom at which points are clustered, 0 to 20; beyond it each stands alone. Default 16. */
  readonly maxZoom?: number;
  /** Fewer points in a cell than this are given one by one. Default 2. */
  readonly minPoints?: number;
}

/** The points of one cell. */
export interface Cluster {
  /** `zoom/column/row` of its cell: the same as long as the cell has points enough. */
  readonly id: string;
  /** The middle of its points in Web Mercator, as degrees. */
  readonly lon: number;
  readonly lat: number;
  readonly size: number;
  /** How many points of each level. */
  readonly counts: readonly number[];
  /** The worst level there is: the smallest. */
  readonly worst: number;
}

/** A point that stands alone. */
export interface Single {
  readonly handle: number;
  readonly lon: number;
  readonly lat: number;
  readonly level: number;
}

/**
 * Points grouped for any zoom of a map with tiles of 512 px, as MapLibre counts zooms. Groups are the cells of a grid, so they follow
 * from the points alone, and moving one costs two walks of at most one step a zoom. They are not those of greedy clustering by
 * distance: two near points on either side of a border are in two groups. No group reaches over the antimeridian.
 */
export interface Clusters {
  readonly size: number;
  /**
   * Puts a point somewhere, moves it there, or gives it another level.
   * @throws YingjiError `handle-invalid`, `position-invalid`, `level-invalid`; all is then as it was.
   */
  put(handle: number, lon: number, lat: number, level: number): void;
  /** Takes a point out; `false` if it was not there. */
  remove(handle: number): boolean;
  /**
   * What a map shows of a box at a zoom (rounded down): the points that stand alone within the box, by handle, and every cell that
   * the box touches, so that no point within it goes untold. The middle of such a cell may lie a cell's width outside.
   * @throws YingjiError `box-invalid`, `zoom-invalid`
   */
  find(box: BBox, zoom: number): { clusters: Cluster[]; singles: Single[] };
  /** Handles of the points of a cluster, in order; none if there is no such cell. */
  members(id: string): number[];
}

const within = (value: number, least: number, most: number): boolean => value >= least && value <= most;
const invalid = (code: string, message: string, recovery: 'skip' | 'fatal' = 'skip'): YingjiError =>
  new YingjiError(code, message, { recovery });

/**
 * Empty {@link Clusters}.
 * @throws YingjiError `clusters-invalid` for options out of range.
 */
export function createClusters({ levels, radius = 60, maxZoom = 16, minPoints = 2 }: ClusterOptions): Clusters {
  const whole = [levels, maxZoom, minPoints].every(Number.isInteger);
  if (!whole || !within(levels, 1, 16) || !within(radius, 8, 512) || !within(maxZoom, 0, 20) || minPoints < 1)
    throw invalid(
      'clusters-invalid',
      'Clusters have 1 to 16 levels, a radius of 8 to 512 px, a last zoom of 0 to 20 and at least one point; mend the options.',
      'fatal',
    );
  const cells = createCells({ rootsWide: Math.floor(512 / radius), maxZoom, levels });
  let size = 0;
  const has = (handle: number): boolean => (cells.level[handle] ?? ABSENT) !== ABSENT;

  return {
    get size() {
      return size;
    },
    put(handle, degreesEast, degreesNorth, level) {
      checkHandle(handle);
      checkPosition(degreesEast, degreesNorth);
      if (!Number.isInteger(level) || level < 0 || level >= levels)
        throw invalid('level-invalid', `A level is a whole number from 0, the worst, to ${levels - 1}.`);
      // −0 is told as 0, or an answer would tell which of the two came first.
      const lon = wrapLon(degreesEast) + 0;
      const lat = degreesNorth + 0;
      if (!has(handle)) size += 1;
      else if (cells.at[2 * handle] === lon && cells.at[2 * handle + 1] === lat) return setLevel(cells, handle, level);
      else dropPoint(cells, handle);
      addPoint(cells, handle, lon, lat, level);
    },
    remove(handle) {
      if (!has(handle)) return false;
      dropPoint(cells, handle);
      size -= 1;
      return true;
    },
    find(box, zoom) {
      if (Number.isNaN(zoom) || typeof zoom !== 'number') throw invalid('zoom-invalid', 'A zoom is a number from 0.');
      return find(cells, toSpan(box), { zoom: Math.max(0, Math.floor(zoom)), minPoints });
    },
    members(id) {
      const [zoom = -1, column = -1, row = -1] = id.split('/').map(Number);
      const slot = within(zoom, 0, maxZoom) ? slotAt(cells, zoom, column, row) : EMPTY;
      const handles: number[] = [];
      if (slot !== EMPTY) eachPoint(cells, slot, zoom, (handle) => handles.push(handle));
      return handles.sort((a, b) => a - b);
    },
  };
}

/** What a slot of a zoom holds, found from its root down. */
function slotAt(cells: Cells, zoom: number, column: number, row: number): number {
  const wide = cells.rootsWide * 2 ** zoom;
  if (![column, row].every((at) => Number.isInteger(at) && within(at, 0, wide - 1))) return EMPTY;
  let here = cells.slots[(row >> zoom) * cells.rootsWide + (column >> zoom)]!;
  for (let shift = zoom - 1; shift >= 0; shift -= 1) {
    if (here < 0) return EMPTY;
    here = cells.slots[firstSlot(cells, here) + (((column >> shift) & 1) | (((row >> shift) & 1) << 1))]!;
  }
  return here >= 0 ? here : EMPTY;
}

/** Every point of what a slot holds that stands at a zoom. */
function eachPoint(cells: Cells, here: number, zoom: number, tell: (handle: number) => void): void {
  if (here < EMPTY) tell(pointSlot(here));
  if (here < 0) return;
  const slot = firstSlot(cells, here);
  if (zoom < cells.maxZoom) for (let i = slot; i < slot + 4; i += 1) eachPoint(cells, cells.slots[i]!, zoom + 1, tell);
  else for (let at = cells.slots[slot]!; at !== EMPTY; at = cells.next[pointSlot(at)]!) tell(pointSlot(at));
}

function toCluster(cells: Cells, cell: number, id: string): Cluster {
  const { levels, sums } = cells;
  const size = cells.size[cell]!;
  const counts = Array.from(cells.counts.subarray(levels * cell, levels * (cell + 1)));
  // A column stands for all places of it: its middle.
  const middle = (sum: number): number => (sum / size + 0.5) / gridWidth(cells);
  const lon = fromMercatorX(middle(sums[2 * cell]!));
  const lat = fromMercatorY(middle(sums[2 * cell + 1]!));
  return { id, lon, lat, size, counts, worst: counts.findIndex((count) => count > 0) };
}

function find(
  cells: Cells,
  span: Span,
  { zoom, minPoints }: { zoom: number; minPoints: number },
): { clusters: Cluster[]; singles: Single[] } {
  const { digits, rootsWide } = cells;
  const clamp = (lat: number): number => Math.max(-90, Math.min(90, lat));
  // A row more on both sides: a logarithm may round two latitudes past each other.
  const [top, bottom] = [rowOf(cells, clamp(span.north)) - 1, rowOf(cells, clamp(span.south)) + 1];
  const [left, right] = [columnOf(cells, span.west), columnOf(cells, span.east)];
  const clusters: Cluster[] = [];
  const singles: Single[] = [];

  function alone(handle: number): void {
    const [lon, lat] = [cells.at[2 * handle]!, cells.at[2 * handle + 1]!];
    if (inSpan(span, lon, lat)) singles.push({ handle, lon, lat, level: cells.level[handle]! });
  }

  function visit(slot: number, at: number, column: number, row: number): void {
    const here = cells.slots[slot]!;
    if (here === EMPTY) return;
    const shift = digits - at;
    if (row > bottom >> shift || row < top >> shift) return;
    const [from, to] = [left >> shift, right >> shift];
    if (span.crosses ? column < from && column > to : column < from || column > to) return;
    if (here < EMPTY) return alone(pointSlot(here));
    if (at === zoom && cells.size[here]! >= minPoints)
      clusters.push(toCluster(cells, here, `${zoom}/${column}/${row}`));
    else if (at >= zoom || at === cells.maxZoom) eachPoint(cells, here, at, alone);
    else
      for (let i = 0; i < 4; i += 1)
        visit(firstSlot(cells, here) + i, at + 1, 2 * column + (i & 1), 2 * row + (i >> 1));
  }
  for (let row = 0; row < rootsWide; row += 1)
    for (let column = 0; column < rootsWide; column += 1) visit(row * rootsWide + column, 0, column, row);
  return { clusters, singles: singles.sort((a, b) => a.handle - b.handle) };
}
