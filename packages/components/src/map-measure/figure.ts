import { EARTH_RADIUS_M } from '@yingji/core/space';
import type { LonLat } from '../alert-map/item.js';

/** A place in the picture, in pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Whether a spot of the picture lies in a figure that is drawn there. */
export type Holds = (spot: Spot) => boolean;

/** A pixel more, for the edge goes through what was measured to. */
export const circleOf =
  (middle: Spot, radius: number): Holds =>
  ({ x, y }) =>
    Math.hypot(x - middle.x, y - middle.y) <= radius + 1;

/** Inside an outline an odd number of its edges stand to the left. */
export const outlineOf =
  (corners: readonly Spot[]): Holds =>
  ({ x, y }) =>
    corners.reduce((inside, to, i) => {
      const from = corners.at(i - 1)!;
      if (from.y > y === to.y > y) return inside;
      return x > ((to.x - from.x) * (y - from.y)) / (to.y - from.y) + from.x ? !inside : inside;
    }, false);

/** On which side of a line a spot stands: more or less than nothing. */
const side = (from: Spot, to: Spot, { x, y }: Spot): number =>
  Math.sign((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x));

/** Whether an outline crosses itself: then it has an inside, but no area that anybody means. */
export function crossesItself(corners: readonly Spot[]): boolean {
  const edges = corners.map((to, i) => [corners.at(i - 1)!, to] as const);
  return edges.some(([a, b], i) =>
    edges.slice(i + 2).some(([c, d]) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0),
  );
}

const RAD = Math.PI / 180;

/** Square metres on the ground within an outline that does not cross itself, the earth taken for a sphere. */
export function areaOf(corners: readonly LonLat[]): number {
  const twice = corners.reduce((sum, [, lat], i) => {
    const [before, after] = [corners.at(i - 1)!, corners[(i + 1) % corners.length]!];
    return sum + wrapped(after[0] - before[0]) * RAD * Math.sin(lat * RAD);
  }, 0);
  return Math.abs((twice * EARTH_RADIUS_M ** 2) / 2);
}

const wrapped = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;
