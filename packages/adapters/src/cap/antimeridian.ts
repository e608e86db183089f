import type { CapPoint } from './cap-alert.js';

/** A ring as a map can draw it. None is left when it has no area there. */
export interface SplitRing {
  readonly rings: readonly (readonly CapPoint[])[];
  /** Whether it had to be cut or moved. */
  readonly changed: boolean;
}

/**
 * CAP says nothing about edges that cross 180°. An edge longer than 180° of longitude is taken the short way round, and the
 * ring is cut at ±180° into rings that each stay inside −180…180. An edge from exactly −180 to exactly 180 runs along its
 * parallel (a box around the world) unless other edges cross. A ring around a pole is closed over that pole.
 */
export function splitAtAntimeridian(ring: readonly CapPoint[]): SplitRing {
  let crosses = false;
  let outside = false;
  for (let at = 0; at < ring.length; at += 1) {
    const lon = ring[at]![0];
    if (lon < -180 || lon > 180) outside = true;
    const step = at === 0 ? 0 : Math.abs(lon - ring[at - 1]![0]);
    if (step > 180 && step !== 360) crosses = true;
  }
  if (!crosses && !outside) return { rings: [ring], changed: false };

  const track = crosses ? unwrap(ring) : ring.slice(0, -1);
  const longitudes = track.map(([lon]) => lon);
  const [west, east] = [least(longitudes), -least(longitudes.map((lon) => -lon))];
  const rings: CapPoint[][] = [];
  // A ring of two times around the Earth says nothing; unwrapped coordinates beyond that are not followed.
  const [first, last] = [Math.max(-2, Math.floor((west + 180) / 360)), Math.min(2, Math.ceil((east - 180) / 360))];
  for (let world = first; world <= last; world += 1) {
    const piece = clip(clip(track, world * 360 - 180, 1), world * 360 + 180, -1);
    const shifted = piece.map(([lon, lat]): CapPoint => [Math.min(180, Math.max(-180, round(lon - world * 360))), lat]);
    if (hasArea(shifted)) rings.push([...shifted, [...shifted[0]!]]);
  }
  return { rings, changed: true };
}

/** Longitudes counted on across ±180°, without the closing point; around a pole, closed over the pole. */
function unwrap(ring: readonly CapPoint[]): CapPoint[] {
  const track: CapPoint[] = [];
  let turn = 0;
  for (const [at, [lon, lat]] of ring.entries()) {
    if (at > 0) {
      const step = lon - ring[at - 1]![0];
      if (step > 180) turn -= 360;
      else if (step < -180) turn += 360;
    }
    track.push([lon + turn, lat]);
  }
  const [begin, end] = [track[0]!, track[track.length - 1]!];
  if (end[0] === begin[0]) return track.slice(0, -1);
  const pole = track.reduce((sum, [, lat]) => sum + lat, 0) >= 0 ? 90 : -90;
  return [...track, [end[0], pole], [begin[0], pole]];
}

/** Sutherland–Hodgman against one meridian; `side` 1 keeps what lies east of it, -1 what lies west. */
function clip(track: readonly CapPoint[], meridian: number, side: 1 | -1): CapPoint[] {
  const kept: CapPoint[] = [];
  for (const [at, point] of track.entries()) {
    const before = track[(at + track.length - 1) % track.length]!;
    const [inside, wasInside] = [(point[0] - meridian) * side >= 0, (before[0] - meridian) * side >= 0];
    if (inside !== wasInside) {
      const share = (meridian - before[0]) / (point[0] - before[0]);
      kept.push([meridian, round(before[1] + share * (point[1] - before[1]))]);
    }
    if (inside) kept.push(point);
  }
  return kept;
}

/** A piece that only touches the meridian is none. */
function hasArea(ring: readonly CapPoint[]): boolean {
  return ring.length >= 3 && ring.some(([lon]) => lon !== ring[0]![0]) && ring.some(([, lat]) => lat !== ring[0]![1]);
}

/** A hundred-millionth of a degree is a millimetre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e8) / 1e8;
}

function least(values: readonly number[]): number {
  let low = Infinity;
  for (const value of values) if (value < low) low = value;
  return low;
}
