const RADIANS = Math.PI / 180;

/** Web Mercator (EPSG:3857) with the world from 0 to 1: eastward from the antimeridian, and southward. */
export const mercatorX = (lon: number): number => (lon + 180) / 360;

/** Latitudes beyond ±85.0511° lie on the rim, as on every map of this kind. */
export function mercatorY(lat: number): number {
  const sin = Math.sin(lat * RADIANS);
  // At a pole the logarithm is infinite, and so is clamped like all beyond the rim.
  const y = 0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI;
  return y < 0 ? 0 : y > 1 ? 1 : y;
}

export const fromMercatorX = (x: number): number => x * 360 - 180;

export const fromMercatorY = (y: number): number => (2 * Math.atan(Math.exp((1 - 2 * y) * Math.PI))) / RADIANS - 90;
