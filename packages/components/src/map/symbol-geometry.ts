import type { ItemKind } from '../alert-map/item.js';

/** Where the middle of a symbol's body lies from its place on the ground, in px: pins and bubbles point down at it. */
export const BODY: { readonly [K in Exclude<ItemKind, 'warning'>]: readonly [x: number, y: number] } = {
  incident: [0, -16],
  report: [0, -15],
  alarm: [0, 0],
};

/** Where the second, third … thing at one spot is drawn, in px from the spot. */
export const BESIDE: readonly (readonly [x: number, y: number])[] = [
  [0, 0],
  [38, 0],
  [-38, 0],
  [0, 46],
  [38, 46],
  [-38, 46],
];

/** The same for the marks of warnings, which are smaller. The sixth and all later ones share the last place. */
export const MARK_BESIDE: readonly (readonly [x: number, y: number])[] = [
  [0, 0],
  [26, 0],
  [-26, 0],
  [52, 0],
  [-52, 0],
  [78, 0],
];

/** Half the side of the largest square in which a symbol is drawn; its place on the ground is the middle. */
export const HALF = 50;
/** Of an alarm, whose body is around its place. Each pixel of a picture costs, also where nothing is drawn on it. */
export const HALF_OF_ALARM = 26;
/** Of a cluster with a disc of so many px. */
export const halfOfCluster = (radius: number): number => radius + 12;
