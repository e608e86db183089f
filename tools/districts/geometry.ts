export type Point = readonly [lon: number, lat: number];
/** Closed: the last point repeats the first. */
export type Ring = readonly Point[];
export type MultiPolygon = readonly (readonly Ring[])[];

export interface District {
  readonly name: string;
  readonly code: string;
  readonly outline: MultiPolygon;
}

// Metres in a degree about Nanning (22.9° N); a flat plane is good to 0.5 % over the city.
const LAT0 = 22.9;
const EAST_M = 111_320 * Math.cos((LAT0 * Math.PI) / 180);
const NORTH_M = 110_750;

/** Degrees to metres on the plane that all distances here are measured in. */
export const toMetres = ([lon, lat]: Point): Point => [lon * EAST_M, lat * NORTH_M];

/** Distance of a point from a straight piece, all in metres. */
export function fromPiece(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(point[0] - a[0] - t * dx, point[1] - a[1] - t * dy);
}

const turn = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Whether two straight pieces cross; touching does not count. */
export function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/** Applies `change` to every corner. */
export const mapPoints = (outline: MultiPolygon, change: (point: Point) => Point): MultiPolygon =>
  outline.map((polygon) => polygon.map((ring) => ring.map(change)));
