import type { LonLat } from '../alert-map/item.js';

/** Closed rings, the first outside: GeoJSON polygon coordinates. */
export type Polygon = readonly (readonly LonLat[])[];
export type Bounds = readonly [west: number, south: number, east: number, north: number];

const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** A circle on the ground as a ring of 64 corners. A radius of nothing is drawn as a point would be: 1 m. */
export function circleRing(centre: LonLat, radiusM: number): LonLat[] {
  const arc = Math.max(radiusM, 1) / EARTH_M;
  const [lon, lat] = [centre[0] * RAD, centre[1] * RAD];
  return Array.from({ length: 65 }, (_, i): LonLat => {
    const bearing = ((i % 64) / 64) * 2 * Math.PI;
    const y = Math.asin(Math.sin(lat) * Math.cos(arc) + Math.cos(lat) * Math.sin(arc) * Math.cos(bearing));
    const x =
      lon + Math.atan2(Math.sin(bearing) * Math.sin(arc) * Math.cos(lat), Math.cos(arc) - Math.sin(lat) * Math.sin(y));
    return [x / RAD, y / RAD];
  });
}

/** Twice the signed area of a ring, in square degrees: enough to compare sizes. */
function twiceArea(ring: readonly LonLat[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1)
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  return sum;
}

function inside(ring: readonly LonLat[], [x, y]: LonLat): boolean {
  let within = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

/** Where a label of these polygons belongs: in the largest, at its centroid, or in the widest part of the middle height. */
export function labelPoint(polygons: readonly Polygon[]): LonLat | undefined {
  const rings = polygons.flatMap((polygon) => (polygon[0] && polygon[0].length > 2 ? [polygon[0]] : []));
  if (rings.length === 0) return undefined;
  const ring = rings.reduce((best, each) => (Math.abs(twiceArea(each)) > Math.abs(twiceArea(best)) ? each : best));
  const area = twiceArea(ring);
  if (area === 0) return ring[0];
  let [x, y] = [0, 0];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const cross = ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
    x += (ring[j]![0] + ring[i]![0]) * cross;
    y += (ring[j]![1] + ring[i]![1]) * cross;
  }
  const centroid: LonLat = [x / (3 * area), y / (3 * area)];
  return inside(ring, centroid) ? centroid : widest(ring, centroid[1]);
}

function widest(ring: readonly LonLat[], y: number): LonLat {
  const cuts: number[] = [];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y) cuts.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
  }
  cuts.sort((a, b) => a - b);
  let best: readonly [number, number] = [ring[0]![0], ring[0]![0]];
  for (let i = 0; i + 1 < cuts.length; i += 2)
    if (cuts[i + 1]! - cuts[i]! > best[1] - best[0]) best = [cuts[i]!, cuts[i + 1]!];
  return [(best[0] + best[1]) / 2, y];
}

/** The box around some points; `undefined` around none. */
export function boundsOf(points: Iterable<LonLat>): Bounds | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return Number.isFinite(west) ? [west, south, east, north] : undefined;
}

export function* cornersOf(polygons: readonly Polygon[]): Generator<LonLat> {
  for (const polygon of polygons) for (const ring of polygon) yield* ring;
}
