import { EARTH_RADIUS_M, from, HALF_RADIANS, haversine, metres, type From } from './great-circle.js';
import { BRANCH, CHUNK, column, HANDLES, NEXT, PER_CHUNK, ROOT, row, WORDS, WORLD, type Tree } from './tree.js';

/** A point and how far it is. */
export interface Near {
  readonly handle: number;
  /** Metres along the great circle. */
  readonly distance: number;
}

/** Rounding may put a point this many degrees (a hundredth of a millimetre) outside its leaf. */
const SLACK = 1e-10;

/** The sine of no angle from 0 to a quarter turn is smaller; for small ones hardly larger. Spares most of the sines. */
const leastSine = (angle: number): number => angle - angle * angle * angle * (1 / 6);

/** The nearest points so far, the farthest of them first; of two equally far the larger handle counts as farther. */
export interface Heap {
  readonly angles: number[];
  readonly handles: number[];
  /** How many there are; what stands beyond is left from earlier. */
  size: number;
}

/** Puts a point in the place of the heap that is free, and lifts it above those that are nearer. */
function rise(heap: Heap, angle: number, handle: number): void {
  const { angles, handles } = heap;
  let at = heap.size;
  heap.size += 1;
  for (let above = (at - 1) >> 1; at > 0; at = above, above = (at - 1) >> 1) {
    if (angles[above]! > angle || (angles[above] === angle && handles[above]! > handle)) break;
    angles[at] = angles[above]!;
    handles[at] = handles[above]!;
  }
  angles[at] = angle;
  handles[at] = handle;
}

/** Puts a point in the place of the farthest, and sinks it below those that are farther. */
function sink({ angles, handles, size }: Heap, angle: number, handle: number): void {
  let at = 0;
  for (let below = 1; below < size; below = 2 * at + 1) {
    const other = below + 1;
    if (other < size)
      if (angles[other]! > angles[below]! || (angles[other] === angles[below] && handles[other]! > handles[below]!))
        below = other;
    if (angles[below]! < angle || (angles[below] === angle && handles[below]! < handle)) break;
    angles[at] = angles[below]!;
    handles[at] = handles[below]!;
    at = below;
  }
  angles[at] = angle;
  handles[at] = handle;
}

/** Takes all out, the nearest first. */
function drain(heap: Heap, within: number): Near[] {
  const { angles, handles } = heap;
  const found: Near[] = [];
  while (heap.size > 0) {
    const distance = metres(angles[0]!);
    if (distance <= within) found.push({ handle: handles[0]!, distance });
    heap.size -= 1;
    if (heap.size > 0) sink(heap, angles[heap.size]!, handles[heap.size]!);
  }
  return found.reverse();
}

interface Search extends From {
  readonly tree: Tree;
  readonly column: number;
  readonly row: number;
  readonly most: number;
  readonly accepts: ((handle: number) => boolean) | undefined;
  readonly heap: Heap;
  /** Haversine beyond which nothing counts any more, and degrees of latitude beyond which all is farther. */
  limit: number;
  reach: number;
}

/** A little more than the angle of a haversine, in degrees: a tangent is no smaller than its arc. */
const reachOf = (limit: number): number =>
  limit < 0.5 ? (Math.sqrt(limit / (1 - limit)) / HALF_RADIANS) * (1 + 1e-9) + SLACK : Infinity;

/**
 * A haversine that nothing falls short of that is at least so many degrees north or south and east or west (at most 180). `cosTo` is
 * at most the cosine of its latitude.
 */
function least(cosLat: number, cosTo: number, north: number, east: number): number {
  const sinNorth = leastSine(north * HALF_RADIANS);
  const sinEast = leastSine(east * HALF_RADIANS);
  // Less by what rounding may take from a haversine.
  return (sinNorth * sinNorth + cosLat * cosTo * (sinEast * sinEast)) * (1 - 1e-12) - 1e-15 * cosLat;
}

/** Whether a node may hold a point within the limit. */
function mayHold({ lon, lat, cosLat, limit, reach }: Search, x: number, y: number, size: number): boolean {
  const west = x * (360 / WORLD) - 180;
  const south = y * (180 / WORLD) - 90;
  const east = west + size * (360 / WORLD);
  const north = south + size * (180 / WORLD);
  const gapLat = lat < south ? south - lat - SLACK : lat > north ? lat - north - SLACK : 0;
  if (gapLat > reach) return false;
  let gapLon = 0;
  if (lon < west) gapLon = Math.min(west - lon, lon - east + 360) - SLACK;
  else if (lon > east) gapLon = Math.min(lon - east, west - lon + 360) - SLACK;
  // A cosine falls no faster than its angle grows. In a large node that says too little; there it is smallest at one of its rims.
  const far = Math.max(north - lat, lat - south);
  const cosTo =
    far < 3 ? cosLat - far * 2 * HALF_RADIANS : Math.cos(Math.max(-south, north) * 2 * HALF_RADIANS) - 1e-15;
  return least(cosLat, Math.max(0, cosTo), Math.max(0, gapLat), Math.max(0, gapLon)) <= limit;
}

function offer(search: Search, angle: number, handle: number): void {
  const { heap, most, accepts } = search;
  const { angles, handles } = heap;
  if (heap.size < most) {
    if (accepts && !accepts(handle)) return;
    rise(heap, angle, handle);
  } else {
    if (angle === angles[0] && handle > handles[0]!) return;
    if (accepts && !accepts(handle)) return;
    sink(heap, angle, handle);
  }
  if (heap.size < most || angles[0]! >= search.limit) return;
  search.limit = angles[0]!;
  search.reach = reachOf(search.limit);
}

function lookAt(search: Search, leaf: number): void {
  const { at, words, nodes } = search.tree;
  const { lat } = search;
  let used = ((nodes[2 * leaf + 1]! - 1) % PER_CHUNK) + 1;
  for (let list = nodes[2 * leaf]!; list >= 0; list = words[WORDS * list + NEXT]!, used = PER_CHUNK)
    for (let of = 0; of < used; of += 1) {
      const toLat = at[CHUNK * list + 2 * of + 1]!;
      if (Math.abs(toLat - lat) > search.reach) continue;
      const angle = haversine(search, at[CHUNK * list + 2 * of]!, toLat);
      if (angle <= search.limit) offer(search, angle, words[WORDS * list + HANDLES + of]!);
    }
}

/**
 * Whether all that counts lies within a node, so that nothing outside is worth a look. A meridian is as far as the arc whose sine is
 * that of its longitude times the cosine of the latitude; and no sine is larger than its arc.
 */
function encloses({ lon, lat, cosLat, reach }: Search, x: number, y: number, size: number): boolean {
  const south = y * (180 / WORLD) - 90;
  if (lat - south <= reach || south + size * (180 / WORLD) - lat <= reach) return false;
  const west = x * (360 / WORLD) - 180;
  const gap = Math.min(lon - west, west + size * (360 / WORLD) - lon, 90) - SLACK;
  return gap > 0 && leastSine(gap * 2 * HALF_RADIANS) * cosLat > reach * 2 * HALF_RADIANS * (1 + 1e-9);
}

/** Looks through a node; whether nothing outside it is worth a look any more. */
function visit(search: Search, node: number, x: number, y: number, size: number): boolean {
  const { nodes } = search.tree;
  if (nodes[2 * node + 1] !== BRANCH) lookAt(search, node);
  else {
    const child = nodes[2 * node]!;
    const half = size >> 1;
    const own = (search.column >= x + half ? 1 : 0) | (search.row >= y + half ? 2 : 0);
    for (let turn = 0; turn < 4; turn += 1) {
      const i = own ^ turn;
      if (nodes[2 * (child + i) + 1] === 0) continue;
      const left = x + (i & 1) * half;
      const bottom = y + (i >> 1) * half;
      if ((turn === 0 || mayHold(search, left, bottom, half)) && visit(search, child + i, left, bottom, half))
        return true;
    }
  }
  return encloses(search, x, y, size);
}

/**
 * The `most` points nearest to a place, the nearest first, of two equally far the smaller handle first. `most` is at least 1. The
 * quarter of a node that holds the place is searched first; others only where they might hold something nearer. `heap` is an empty one, and is empty again afterwards.
 */
export function findNearest(
  tree: Tree,
  { lon, lat, most, within }: { lon: number; lat: number; most: number; within: number },
  accepts: ((handle: number) => boolean) | undefined,
  heap: Heap,
): Near[] {
  const { sinLat, cosLat } = from(lon, lat);
  // A hair more than asked: what is exactly as far counts, and what only rounding let in is left out at the end.
  const limit =
    within < Math.PI * EARTH_RADIUS_M ? Math.sin(within / 2 / EARTH_RADIUS_M) ** 2 * (1 + 1e-12) + 1e-300 : Infinity;
  visit(
    {
      tree,
      lon,
      lat,
      sinLat,
      cosLat,
      column: column(lon),
      row: row(lat),
      most,
      accepts,
      heap,
      limit,
      reach: reachOf(limit),
    },
    ROOT,
    0,
    0,
    WORLD,
  );
  return drain(heap, within);
}
