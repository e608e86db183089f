import { YingjiError } from '../error.js';
import { takeBox } from './box.js';
import { findNearest, type Heap, type Near } from './nearest.js';
import { takePolygon, toEdges, type Polygon } from './polygon.js';
import { checkHandle, checkPosition, toSpan, wrapLon, type BBox } from './position.js';
import { bytesOf, createTree, putPoint, removePoint } from './tree.js';

/** Which of the points around a place are asked for. */
export interface NearestOptions {
  /** How many at most; `Infinity` for all. */
  readonly most: number;
  /** Metres; what is farther does not count. Without it nothing is too far. */
  readonly within?: number;
  /** Whether a point counts. Asked only of points that would be among the nearest. It may ask the index, not change it. */
  readonly accepts?: (handle: number) => boolean;
}

/**
 * Points on earth by handle, in WGS 84 degrees, found by where they are. Everything is told of the moment of the call; nothing is
 * rebuilt when a point moves.
 */
export interface SpaceIndex {
  /** How many points there are. */
  readonly size: number;
  /** Bytes taken, the room kept for growing included. Follows the largest handle and does not shrink. */
  readonly bytes: number;
  /**
   * Puts a point somewhere, or moves it there.
   * @throws YingjiError `position-invalid`, `handle-invalid`; the index is then as it was.
   */
  put(handle: number, lon: number, lat: number): void;
  /** Takes a point out; `false` if it was not there. */
  remove(handle: number): boolean;
  has(handle: number): boolean;
  /**
   * Handles of the points within a box, its borders included, in no order.
   * @throws YingjiError `box-invalid`
   */
  inBox(box: BBox): number[];
  /**
   * Handles of the points within a polygon (its rings as GeoJSON has them), in no order.
   * @throws YingjiError `polygon-invalid`
   */
  inPolygon(polygon: Polygon): number[];
  /**
   * The nearest points by great-circle distance, the nearest first, of two equally far the smaller handle first.
   * @throws YingjiError `position-invalid`, `nearest-invalid`
   */
  nearest(lon: number, lat: number, options: NearestOptions): Near[];
}

/**
 * An empty {@link SpaceIndex}. For ids that are no small integers see `createHandles`. Errors of what it is asked:
 * `position-invalid`, `nearest-invalid`.
 */
export function createSpaceIndex(): SpaceIndex {
  const tree = createTree();
  const newHeap = (): Heap => ({ angles: [], handles: [], size: 0 });
  // Kept for the next question, unless that is asked from within this one, or it has grown large.
  const kept = newHeap();
  return {
    get size() {
      return tree.size;
    },
    get bytes() {
      return bytesOf(tree);
    },
    put(handle, lon, lat) {
      checkHandle(handle);
      checkPosition(lon, lat);
      putPoint(tree, handle, lon, lat);
    },
    remove: (handle) => removePoint(tree, handle),
    has: (handle) => tree.place[handle]! >= 0,
    inBox(box) {
      const found: number[] = [];
      takeBox(tree, toSpan(box), found);
      return found;
    },
    inPolygon(polygon) {
      const found: number[] = [];
      takePolygon(tree, toEdges(polygon), found);
      return found;
    },
    nearest(lon, lat, { most, within = Infinity, accepts }) {
      checkPosition(lon, lat);
      if (!(most === Infinity || (Number.isInteger(most) && most >= 0)) || !(within >= 0))
        throw new YingjiError(
          'nearest-invalid',
          'most is a whole number from 0 or Infinity, within is metres from 0; check both.',
          { recovery: 'skip' },
        );
      const asked = Math.min(most, tree.size);
      if (asked === 0) return [];
      const heap = accepts || asked > 1000 ? newHeap() : kept;
      return findNearest(tree, { lon: wrapLon(lon), lat, most: asked, within }, accepts, heap);
    },
  };
}
