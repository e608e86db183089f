import { distance } from '../space/great-circle.js';
import { inEdges, toEdges } from '../space/polygon.js';
import type { Area, LonLat } from './query.js';
import type { Row } from './view.js';

/** Where a row stands: as derived, as stated, or the centre of a place. */
export function positionOf(row: Pick<Row, 'derived' | 'value'>): LonLat | undefined {
  return (row.derived['position'] ?? row.value['position'] ?? row.value['centre']) as LonLat | undefined;
}

/** Whether a point lies in an area; made once, for many points. Errors: `polygon-invalid`. */
export function inside(area: Area): (lon: number, lat: number) => boolean {
  if ('polygon' in area) {
    const edges = toEdges(area.polygon);
    return (lon, lat) => inEdges(edges, lon, lat);
  }
  const [west, south, east, north] = area.bbox;
  return (lon, lat) =>
    lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);
}

/** Metres from one point to another, great circle. */
export const metresBetween = ([lon, lat]: LonLat, [toLon, toLat]: LonLat): number => distance(lon, lat, toLon, toLat);
