import type { Area, LonLat } from './query.js';
import type { Row } from './view.js';

/** Where a row stands: as derived, as stated, or the centre of a place. */
export function positionOf(row: Pick<Row, 'derived' | 'value'>): LonLat | undefined {
  return (row.derived['position'] ?? row.value['position'] ?? row.value['centre']) as LonLat | undefined;
}

/** Whether a point lies in an area; made once, for many points. Edges count as inside. */
export function inside(area: Area): (lon: number, lat: number) => boolean {
  if ('polygon' in area) return inPolygon(area.polygon);
  const [west, south, east, north] = area.bbox;
  return (lon, lat) =>
    lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);
}

/** By the number of edges crossed on the way west; an outline that crosses the antimeridian is unrolled first. */
function inPolygon(rings: readonly (readonly LonLat[])[]): (lon: number, lat: number) => boolean {
  const unrolled = rings.map(unroll);
  const lons = (unrolled[0] ?? []).map(([lon]) => lon);
  const [least, most] = [Math.min(...lons), Math.max(...lons)];
  return (lon, lat) => {
    for (const turn of [0, 360, -360]) {
      const x = lon + turn;
      if (x < least || x > most) continue;
      if (unrolled.filter((ring) => crosses(ring, x, lat)).length % 2 === 1) return true;
    }
    return false;
  };
}

function unroll(ring: readonly LonLat[]): LonLat[] {
  let turn = 0;
  return ring.map(([lon, lat], i) => {
    const step = i === 0 ? 0 : lon - ring[i - 1]![0];
    if (step > 180) turn -= 360;
    if (step < -180) turn += 360;
    return [lon + turn, lat];
  });
}

function crosses(ring: readonly LonLat[], lon: number, lat: number): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[x, y], [u, v]] = [ring[i]!, ring[j]!];
    if (y > lat !== v > lat && lon < ((u - x) * (lat - y)) / (v - y) + x) odd = !odd;
  }
  return odd;
}

const EARTH_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Metres from one point to another over the sphere of the mean radius. */
export function metresBetween([lon, lat]: LonLat, [lon2, lat2]: LonLat): number {
  const [a, b] = [Math.sin(((lat2 - lat) / 2) * RADIANS), Math.sin(((lon2 - lon) / 2) * RADIANS)];
  const h = a * a + Math.cos(lat * RADIANS) * Math.cos(lat2 * RADIANS) * b * b;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
