import { cross, fromPiece, toMetres, type District, type Point, type Ring } from './geometry.js';

/** The longest loop that counts as an artefact of thinning. */
const LOOP_CORNERS = 12;

const key = ([lon, lat]: Point): string => `${lon},${lat}`;
const same = (a: Point | undefined, b: Point | undefined): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];

/**
 * Leaves out corners that matter less than `toleranceM`, so that neighbours keep one common border: rings are cut where borders
 * meet, and each piece is thinned once, whichever side it is walked from (Douglas–Peucker).
 */
export function simplify(districts: readonly District[], toleranceM: number): District[] {
  const tidied = districts.map(({ outline, ...rest }) => ({
    ...rest,
    outline: outline.map((polygon) => polygon.map(tidy)),
  }));
  const meets = meetingPoints(tidied.map(({ outline }) => outline.flat()));
  const thinned = (ring: Ring): Ring => {
    const met = ring.findIndex((point) => meets.has(key(point)));
    // An island of one neighbour meets nobody else: both sides begin at its least corner.
    const least = ring.map(key).reduce((best, one) => (one < best ? one : best));
    const start = met >= 0 ? met : ring.findIndex((point) => key(point) === least);
    const turned = [...ring.slice(start, -1), ...ring.slice(0, start), ring[start]!];
    const cuts = turned
      .map((point, at) => (at === 0 || at === turned.length - 1 || meets.has(key(point)) ? at : -1))
      .filter((at) => at >= 0);
    const pieces = cuts.slice(1).map((end, at) => thinPiece(turned.slice(cuts[at], end + 1), toleranceM));
    return [turned[0]!, ...pieces.flatMap((piece) => piece.slice(1))];
  };
  return tidied.map(({ outline, ...rest }) => ({
    ...rest,
    outline: outline
      .map((polygon) => polygon.map(thinned).filter((ring) => ring.length >= 4))
      .filter((polygon) => polygon.length > 0),
  }));
}

/** Drops repeated corners. */
export const tidy = (ring: Ring): Ring => ring.filter((point, at) => at === 0 || !same(point, ring[at - 1]));

/** Where pieces of border end: the corners at which the set of districts that share the border changes. */
function meetingPoints(outlines: readonly (readonly Ring[])[]): ReadonlySet<string> {
  const owners = new Map<string, Set<number>>();
  outlines.forEach((rings, owner) => {
    for (const point of rings.flat()) owners.set(key(point), (owners.get(key(point)) ?? new Set()).add(owner));
  });
  const sharedBy = (point: Point): string => [...(owners.get(key(point)) ?? [])].join(' ');
  const meets = new Set<string>();
  for (const ring of outlines.flat()) {
    for (let at = 1; at < ring.length; at += 1) {
      const [a, b] = [ring[at - 1]!, ring[at]!];
      if (sharedBy(a) === sharedBy(b)) continue;
      const more = (owners.get(key(a))?.size ?? 0) - (owners.get(key(b))?.size ?? 0);
      if (more >= 0) meets.add(key(a));
      if (more <= 0) meets.add(key(b));
    }
  }
  return meets;
}

/** The same corners stay from whichever end the piece is walked. */
function thinPiece(piece: readonly Point[], toleranceM: number): readonly Point[] {
  const [first, last] = [piece[0]!, piece.at(-1)!];
  const backwards = same(first, last) ? key(piece[1] ?? first) > key(piece.at(-2) ?? first) : key(first) > key(last);
  const kept = unloop(douglasPeucker(backwards ? [...piece].reverse() : piece, toleranceM));
  return backwards ? [...kept].reverse() : kept;
}

/** Cuts off small loops in which a thinned border crosses itself. */
function unloop(points: readonly Point[]): readonly Point[] {
  const open = [...points];
  for (let one = 1; one < open.length; one += 1) {
    for (let two = Math.min(open.length - 1, one + LOOP_CORNERS); two > one + 1; two -= 1) {
      if (cross(open[one - 1]!, open[one]!, open[two - 1]!, open[two]!)) open.splice(one, two - one);
    }
  }
  return open;
}

function douglasPeucker(points: readonly Point[], toleranceM: number): readonly Point[] {
  const metres = points.map(toMetres);
  const keep = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [worst, at] = [toleranceM, -1];
    for (let index = from + 1; index < to; index += 1) {
      const off = fromPiece(metres[index]!, metres[from]!, metres[to]!);
      if (off > worst) [worst, at] = [off, index];
    }
    if (at < 0) continue;
    keep.add(at);
    open.push([from, at], [at, to]);
  }
  return points.filter((_, index) => keep.has(index));
}
