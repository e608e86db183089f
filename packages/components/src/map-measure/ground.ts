import type { LonLat } from '../alert-map/item.js';

export type Project = (at: LonLat) => { readonly x: number; readonly y: number } | undefined;

const RAD = Math.PI / 180;
const up = (lat: number): number => Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2));
const down = (y: number): number => (2 * Math.atan(Math.exp(y)) - Math.PI / 2) / RAD;
/** A shift of some hundred metres is gone after so many corrections. */
const TURNS = 4;

/**
 * What place stands at a pixel of a flat map, from where the map draws places; also where it draws them shifted. Undefined while there
 * is no map.
 */
export function groundAt({ x, y }: { readonly x: number; readonly y: number }, project: Project): LonLat | undefined {
  const [a, b] = [project([0, 0]), project([1, 1])];
  if (!a || !b || a.x === b.x) return undefined;
  const perX = b.x - a.x;
  const perY = (b.y - a.y) / up(1);
  let at: LonLat = [(x - a.x) / perX, down((y - a.y) / perY)];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const drawn = project(at);
    if (!drawn) return undefined;
    at = [at[0] + (x - drawn.x) / perX, down(up(at[1]) + (y - drawn.y) / perY)];
  }
  return at;
}
