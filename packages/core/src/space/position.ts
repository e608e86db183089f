import { YingjiError } from '../error.js';

/** West, south, east, north in degrees WGS 84 (RFC 7946 §5). West greater than east: the box crosses the antimeridian. */
export type BBox = readonly [west: number, south: number, east: number, north: number];

/** A box whose longitudes lie in [−180, 180), or −180 and 180 where it goes all the way round. */
export interface Span {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** What is in it lies east of `west` or west of `east`, not between them. */
  readonly crosses: boolean;
}

/** Whether this is a place on earth: both finite degrees WGS 84, longitude within ±180, latitude within ±90. */
export const isPosition = (lon: number, lat: number): boolean =>
  typeof lon === 'number' && typeof lat === 'number' && lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90;

/** Throws unless {@link isPosition}. The position itself is not told: it may be somebody's home, and errors are logged. */
export function checkPosition(lon: number, lat: number): void {
  if (isPosition(lon, lat)) return;
  throw new YingjiError(
    'position-invalid',
    'A position is longitude within ±180 and latitude within ±90, in degrees WGS 84; check their order and datum.',
    { recovery: 'skip' },
  );
}

/** The most points an index takes; arrays as long as this are the most that a page can still hold. */
export const MOST_HANDLES = 1 << 25;

/** Throws unless it is an integer from 0 to below {@link MOST_HANDLES}. */
export function checkHandle(handle: number): void {
  if (Number.isInteger(handle) && handle >= 0 && handle < MOST_HANDLES) return;
  throw new YingjiError(
    'handle-invalid',
    `A handle is an integer from 0 to ${MOST_HANDLES - 1}; take small ones from createHandles.`,
    { recovery: 'skip' },
  );
}

/** Into [−180, 180): the antimeridian has one name. */
export const wrapLon = (lon: number): number =>
  lon >= -180 && lon < 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180;

/**
 * Reads a box. Longitudes beyond ±180 are wrapped, as maps that were panned round the world give them; a box 360° wide or wider is
 * the whole turn.
 * @throws YingjiError `box-invalid`, with a number that is not finite or with south above north.
 */
export function toSpan(box: BBox): Span {
  const west = box[0];
  const south = box[1];
  const east = box[2];
  const north = box[3];
  const finite = Number.isFinite(west) && Number.isFinite(south) && Number.isFinite(east) && Number.isFinite(north);
  if (!finite || south > north)
    throw new YingjiError(
      'box-invalid',
      'A box is west, south, east, north in finite degrees, south not above north; give it in that order.',
      { recovery: 'skip' },
    );
  if (east - west >= 360) return { west: -180, south, east: 180, north, crosses: false };
  const from = wrapLon(west);
  const to = wrapLon(east);
  return { west: from, south, east: to, north, crosses: from > to };
}

export const inSpan = ({ west, south, east, north, crosses }: Span, lon: number, lat: number): boolean =>
  lat >= south && lat <= north && (crosses ? lon >= west || lon <= east : lon >= west && lon <= east);
