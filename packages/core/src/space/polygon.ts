import { YingjiError } from '../error.js';
import { wrapLon } from './position.js';
import { takeAll } from './box.js';
import { BRANCH, CHUNK, HANDLES, NEXT, PER_CHUNK, ROOT, WORDS, WORLD, type Tree } from './tree.js';

/** Rings of one polygon as in GeoJSON (RFC 7946 §3.1.6): the outer one, then its holes; positions are longitude, latitude. */
export type Polygon = readonly (readonly (readonly number[])[])[];

/** The edges of all rings, four numbers each: from longitude, latitude to longitude, latitude. */
export type Edges = Float64Array;

const invalid = (message: string): YingjiError => new YingjiError('polygon-invalid', message, { recovery: 'skip' });

/** Rounding may put a point this many degrees outside its leaf. */
const SLACK = 1e-10;

/** A ring without its closing corner, unrolled: past the antimeridian its longitudes go on beyond ±180. */
function unroll(ring: readonly (readonly number[])[]): { lons: number[]; lats: number[] } {
  const lons: number[] = [];
  const lats: number[] = [];
  let turned = 0;
  let before: number | undefined;
  const add = ([lon = NaN, lat = NaN]: readonly number[]): void => {
    if (!Number.isFinite(lon) || !(lat >= -90 && lat <= 90)) throw invalid('A corner is longitude, latitude.');
    const step = lon - (before ?? lon);
    if (step > 180 && step < 360) turned -= 360;
    else if (step < -180 && step > -360) turned += 360;
    before = lon;
    lons.push(lon + turned);
    lats.push(lat);
  };
  const closed = (): boolean => lons.length > 1 && lons[0] === lons.at(-1) && lats[0] === lats.at(-1);
  ring.forEach(add);
  if (ring[0] && !closed()) add(ring[0]);
  if (ring[0] && !closed()) throw invalid('A ring goes round a pole; cut it at the antimeridian.');
  lons.pop();
  lats.pop();
  return { lons, lats };
}

/**
 * Reads a polygon. A ring may be closed or left open. An edge longer than 180° goes the short way, over the antimeridian; one of
 * exactly 360° goes round the world.
 * @throws YingjiError `polygon-invalid`: no ring, a ring of fewer than three corners, a number that is no coordinate, a ring wider
 * than the world or round a pole. What is not a polygon is not answered with "nothing there".
 */
export function toEdges(polygon: Polygon): Edges {
  if (polygon.length === 0) throw invalid('A polygon needs a ring.');
  const edges: number[] = [];
  for (const ring of polygon) {
    const { lons, lats } = unroll(ring);
    if (new Set(lons.map((lon, i) => `${lon} ${lats[i]}`)).size < 3)
      throw invalid('A ring needs three corners that differ.');
    const sorted = [...lons].sort((a, b) => a - b);
    const [west, east] = [sorted[0]!, sorted.at(-1)!];
    if (east - west > 360) throw invalid('A ring is wider than the world.');
    // Moved so that it begins within ±180, and told a second time where it goes beyond.
    const home = wrapLon(west) - west;
    for (const shift of east + home >= 180 ? [home, home - 360] : [home])
      for (let i = 0, j = lons.length - 1; i < lons.length; j = i, i += 1)
        edges.push(lons[j]! + shift, lats[j]!, lons[i]! + shift, lats[i]!);
  }
  return Float64Array.from(edges);
}

/** Whether an edge is crossed on the way from a place straight west. Half-open in latitude, so that a corner is met once. */
const crossed = (edges: Edges, edge: number, lon: number, lat: number): boolean => {
  const [fromLon, fromLat] = [edges[edge]!, edges[edge + 1]!];
  const [toLon, toLat] = [edges[edge + 2]!, edges[edge + 3]!];
  return fromLat > lat !== toLat > lat && lon > ((toLon - fromLon) * (lat - fromLat)) / (toLat - fromLat) + fromLon;
};

/**
 * Whether a place lies within a polygon: an odd number of its edges stand west of it, holes among them. Edges are straight in
 * longitude and latitude (RFC 7946 §3.1.1). A place exactly on an edge is in or out, but always the same.
 */
export function inEdges(edges: Edges, lon: number, lat: number): boolean {
  const at = wrapLon(lon);
  let inside = false;
  for (let edge = 0; edge < edges.length; edge += 4) if (crossed(edges, edge, at, lat)) inside = !inside;
  return inside;
}

/** Whether an edge may touch a rectangle; `false` is certain. */
function touches(edges: Edges, edge: number, west: number, south: number, east: number, north: number): boolean {
  const [fromLon, fromLat] = [edges[edge]!, edges[edge + 1]!];
  const [toLon, toLat] = [edges[edge + 2]!, edges[edge + 3]!];
  if (Math.max(fromLon, toLon) < west || Math.min(fromLon, toLon) > east) return false;
  const [dLon, dLat] = [toLon - fromLon, toLat - fromLat];
  const side = (lon: number, lat: number): number => dLon * (lat - fromLat) - dLat * (lon - fromLon);
  const [a, b, c, d] = [side(west, south), side(east, south), side(west, north), side(east, north)];
  return !((a > 0 && b > 0 && c > 0 && d > 0) || (a < 0 && b < 0 && c < 0 && d < 0));
}

/**
 * Adds the points within a polygon. On the way down each node keeps the edges that a line west from it could cross; where none
 * touches the node itself, one look decides for all below it.
 */
export function takePolygon(tree: Tree, edges: Edges, into: number[]): void {
  const { nodes, words, at } = tree;
  /** Edges that still matter, those of each node behind those of the node above. */
  const stack: number[] = [];
  for (let edge = 0; edge < edges.length; edge += 4) stack.push(edge);

  function inside(from: number, lon: number, lat: number): boolean {
    let odd = false;
    for (let i = from; i < stack.length; i += 1) if (crossed(edges, stack[i]!, lon, lat)) odd = !odd;
    return odd;
  }

  function visit(node: number, x: number, y: number, size: number, above: number): void {
    const held = nodes[2 * node + 1]!;
    if (held === 0) return;
    const west = x * (360 / WORLD) - 180 - SLACK;
    const south = y * (180 / WORLD) - 90 - SLACK;
    const east = west + size * (360 / WORLD) + 2 * SLACK;
    const north = south + size * (180 / WORLD) + 2 * SLACK;
    const own = stack.length;
    let border = false;
    for (let i = above; i < own; i += 1) {
      const edge = stack[i]!;
      const [fromLat, toLat] = [edges[edge + 1]!, edges[edge + 3]!];
      if (fromLat > north === toLat > north && fromLat > south === toLat > south && fromLat > north === toLat > south)
        continue;
      if (edges[edge]! > east && edges[edge + 2]! > east) continue;
      stack.push(edge);
      border ||= touches(edges, edge, west, south, east, north);
    }
    if (!border) {
      if (inside(own, (west + east) / 2, (south + north) / 2)) takeAll(tree, node, into);
    } else if (held === BRANCH) {
      const [child, half] = [nodes[2 * node]!, size >> 1];
      visit(child, x, y, half, own);
      visit(child + 1, x + half, y, half, own);
      visit(child + 2, x, y + half, half, own);
      visit(child + 3, x + half, y + half, half, own);
    } else {
      let used = ((held - 1) % PER_CHUNK) + 1;
      for (let list = nodes[2 * node]!; list >= 0; list = words[WORDS * list + NEXT]!, used = PER_CHUNK)
        for (let of = 0; of < used; of += 1)
          if (inside(own, at[CHUNK * list + 2 * of]!, at[CHUNK * list + 2 * of + 1]!))
            into.push(words[WORDS * list + HANDLES + of]!);
    }
    stack.length = own;
  }
  visit(ROOT, 0, 0, WORLD, 0);
}
