import { wrapLon } from './position.js';

/** Mean radius of the earth in metres (IUGG 1980: (2a + b) / 3 of GRS 80). */
export const EARTH_RADIUS_M = 6_371_008.8;

export const HALF_RADIANS = Math.PI / 360;

const RADIANS = Math.PI / 180;

/** Sine; of small angles by its series, whose next member is below what a double holds. */
function sine(angle: number): number {
  if (angle > 0.03 || angle < -0.03) return Math.sin(angle);
  const square = angle * angle;
  return angle * (1 - square * (1 / 6) * (1 - square * (1 / 20) * (1 - square * (1 / 42))));
}

/** A place from which much is measured. */
export interface From {
  readonly lon: number;
  readonly lat: number;
  readonly sinLat: number;
  readonly cosLat: number;
}

/** `lon` in [−180, 180). */
export const from = (lon: number, lat: number): From => ({
  lon,
  lat,
  sinLat: Math.sin(lat * RADIANS),
  cosLat: Math.max(0, Math.cos(lat * RADIANS)),
});

/**
 * The haversine of the angle from a place to another, in degrees: 0 where they are one, 1 at the antipode. Grows with distance, so
 * that distances are compared without their square root and arc. Of near places it takes no sine and no cosine: that of the other
 * latitude follows from the difference of the two.
 */
export function haversine({ lon, lat, sinLat, cosLat }: From, toLon: number, toLat: number): number {
  const north = sine((toLat - lat) * HALF_RADIANS);
  // The shorter way round, or two places beside the antimeridian would be told apart by the sine of almost half a turn.
  const apart = Math.abs(toLon - lon);
  const east = sine((apart > 180 ? 360 - apart : apart) * HALF_RADIANS);
  const square = north * north;
  const cosTo = Math.max(0, cosLat * (1 - 2 * square) - 2 * sinLat * north * Math.sqrt(1 - square));
  return square + cosLat * cosTo * (east * east);
}

/** Metres of a haversine. */
export const metres = (haversine: number): number => 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(haversine)));

/**
 * Great-circle distance in metres between two places in degrees WGS 84, on a sphere of {@link EARTH_RADIUS_M}; up to 0.6 % off
 * the ellipsoid.
 */
export const distance = (lonA: number, latA: number, lonB: number, latB: number): number =>
  metres(haversine(from(wrapLon(lonA), latA), wrapLon(lonB), latB));
