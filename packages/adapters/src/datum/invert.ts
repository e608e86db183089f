/** Longitude and latitude in degrees. */
export type LonLat = readonly [lon: number, lat: number];

const ROUNDS = 20;
/** About a hundredth of a millimetre: far below what any of these formulas mean, and safely above rounding noise. */
const ENOUGH_DEG = 1e-10;

/**
 * Solves `forward(x) = target` by fixed-point iteration. It converges wherever `forward` moves neighbouring points by
 * nearly the same amount, as the datum shifts of China do (they change by under 2 % of a distance), in 4 to 6 rounds.
 */
export function invert(forward: (point: LonLat) => LonLat, target: LonLat): LonLat {
  let [lon, lat] = target;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [gotLon, gotLat] = forward([lon, lat]);
    const offLon = gotLon - target[0];
    const offLat = gotLat - target[1];
    lon -= offLon;
    lat -= offLat;
    if (Math.abs(offLon) < ENOUGH_DEG && Math.abs(offLat) < ENOUGH_DEG) break;
  }
  return [lon, lat];
}
