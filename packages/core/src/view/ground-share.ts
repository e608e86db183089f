import { EARTH_RADIUS_M } from '../space/great-circle.js';
import { wrapLon } from '../space/position.js';
import { inside, metresBetween } from './area.js';
import type { LonLat } from './query.js';

/** Where a device stands, and how far it reaches, in metres. */
export interface Reach {
  readonly position: LonLat;
  readonly rangeM: number;
}

/** Points of the ground that are looked at, along each side. */
const GRID = 32;
/** Somewhat more than a range, so that no point at its edge is passed over for want of a digit. */
const MARGIN = 1.001;

/**
 * How much of the ground is reached, 0 to 1, by a grid of points over its outline: the same answer everywhere, within some hundredths.
 * Absent where there is no ground. Each device looks at the points near it alone, and none at one that is reached already.
 */
export function shareOf(
  ground: readonly (readonly (readonly LonLat[])[])[],
  devices: readonly Reach[],
): number | undefined {
  const holds = ground.map((polygon) => inside({ polygon }));
  const points = ground.flatMap(([outline = []]) => outline);
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const [width, height] = [(east - west) / GRID, (north - south) / GRID];
  const pointAt = (i: number, j: number): LonLat => [west + (i + 0.5) * width, south + (j + 0.5) * height];
  const columns = Array.from({ length: GRID }, (_, i) => pointAt(i, 0)[0]);
  /** Points that nobody reaches yet, column after column, and how many of them each column has. */
  const open = new Uint8Array(GRID * GRID);
  const inColumn = new Uint8Array(GRID);
  let all = 0;
  for (let i = 0; i < GRID; i += 1)
    for (let j = 0; j < GRID; j += 1) {
      const [lon, lat] = pointAt(i, j);
      if (!holds.some((hold) => hold(lon, lat))) continue;
      all += 1;
      open[i * GRID + j] = 1;
      inColumn[i]! += 1;
    }
  if (all === 0) return undefined;
  let left = all;
  for (const { position, rangeM } of devices) {
    if (left === 0) break;
    const [lon, lat] = position;
    const up = (MARGIN * rangeM * 180) / (Math.PI * EARTH_RADIUS_M);
    const narrow = Math.cos((Math.min(90, Math.abs(lat) + up) * Math.PI) / 180);
    // Near a pole a range may go all the way round.
    const aside =
      narrow * 180 > up ? (Math.asin(Math.min(1, Math.sin((up * Math.PI) / 180) / narrow)) * 180) / Math.PI : 360;
    const from = Math.max(0, Math.floor(indexOf(lat - up - south, height)));
    const to = Math.min(GRID - 1, Math.ceil(indexOf(lat + up - south, height)));
    if (from > to) continue;
    for (let i = 0; i < GRID; i += 1) {
      if (inColumn[i] === 0 || Math.abs(wrapLon(columns[i]! - lon)) > MARGIN * aside) continue;
      for (let j = from; j <= to; j += 1) {
        if (open[i * GRID + j] === 0 || metresBetween(position, pointAt(i, j)) > rangeM) continue;
        open[i * GRID + j] = 0;
        inColumn[i]! -= 1;
        left -= 1;
      }
    }
  }
  return (all - left) / all;
}

/** The row of points that lies so many degrees up, parts of a row counted. */
const indexOf = (degrees: number, height: number): number => (height > 0 ? degrees / height - 0.5 : 0);
