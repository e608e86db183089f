import { cross, fromPiece, toMetres, type MultiPolygon, type Point } from './geometry.js';

/** Distances in metres: half are below `median`, 95 % below `p95`. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly most: number;
  readonly count: number;
}

const CELL_M = 2_000;

/** Distance of every corner of `corners` from the nearest border of `outline`, metres. */
export function distances(corners: MultiPolygon, outline: MultiPolygon): number[] {
  const pieces: [Point, Point][] = [];
  for (const ring of outline.flat()) {
    const metres = ring.map(toMetres);
    for (let at = 1; at < metres.length; at += 1) pieces.push([metres[at - 1]!, metres[at]!]);
  }
  // Sorted by their west end, so that far pieces need not be looked at.
  const reach = pieces.reduce((most, [a, b]) => Math.max(most, Math.abs(a[0] - b[0])), 0) + CELL_M;
  const byWest = pieces.map(([a, b]) => ({ a, b, west: Math.min(a[0], b[0]) })).sort((p, q) => p.west - q.west);
  const nearest = (point: Point, within: number): number => {
    let best = Infinity;
    for (const { a, b, west } of byWest) {
      if (west > point[0] + within) break;
      if (west >= point[0] - within) best = Math.min(best, fromPiece(point, a, b));
    }
    return best;
  };
  return corners.flat(2).map((corner) => {
    const point = toMetres(corner);
    const close = nearest(point, reach);
    return close < CELL_M ? close : nearest(point, Infinity);
  });
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { median: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? NaN, count: sorted.length };
}

/** Places where an outline crosses itself. */
export function crossings(outline: MultiPolygon): number {
  let count = 0;
  for (const ring of outline.flat()) {
    for (let one = 1; one < ring.length; one += 1) {
      for (let two = one + 2; two < ring.length; two += 1) {
        if (cross(ring[one - 1]!, ring[one]!, ring[two - 1]!, ring[two]!)) count += 1;
      }
    }
  }
  return count;
}
