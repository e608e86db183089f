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
  /** By column, the rows of points that nobody reaches yet. */
  const open = new Map<number, Set<number>>();
  let all = 0;
  for (let i = 0; i < GRID; i += 1)
    for (let j = 0; j < GRID; j += 1) {
      const [lon, lat] = pointAt(i, j);
      if (!holds.some((hold) => hold(lon, lat))) continue;
      all += 1;
      const column = open.get(i);
      if (column) column.add(j);
      else open.set(i, new Set([j]));
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
    const [from, to] = [indexOf(lat - up - south, height), indexOf(lat + up - south, height)];
    for (const [i, column] of open) {
      if (Math.abs(wrapLon(pointAt(i, 0)[0] - lon)) > MARGIN * aside) continue;
      for (let j = Math.max(0, Math.floor(from)); j <= Math.min(GRID - 1, Math.ceil(to)); j += 1)
        if (column.has(j) && metresBetween(position, pointAt(i, j)) <= rangeM && column.delete(j)) left -= 1;
      if (column.size === 0) open.delete(i);
    }
  }
  return (all - left) / all;
}

/** The row of points that lies so many degrees up, parts of a row counted. */
const indexOf = (degrees: number, height: number): number => (height > 0 ? degrees / height - 0.5 : 0);
