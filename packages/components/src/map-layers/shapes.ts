import type { Register } from '../alert-map/registers.js';

/** The outline of a symbol around its middle, in px; for canvas and SVG alike. None is a level's shape, and each differs from all others. */
export const OUTLINES: { readonly [R in Register]: string } = {
  // A barrier on two feet.
  controls: 'M-13-9h26V5h-4v5h-4V5H-5v5h-4V5h-4z',
  // A house on a chip.
  responses: 'M-12-3 0-12 12-3V10h-24z',
  // A bow-tie: two wings that meet.
  risks: 'M-13-10-4-6h8l9-4v20L4 6h-8l-9 4z',
  facilities: 'M-10-10h20v20h-20z',
  // An arrowhead that points up.
  teams: 'M0-13 13 11 0 6-13 11z',
  // A body and its lens.
  cameras: 'M-13-8H6v5l7-4V9L6 5v4h-19z',
};

/** Where the glyph stands in it, from the middle, in px. */
export const GLYPH_AT: { readonly [R in Register]: readonly [x: number, y: number] } = {
  controls: [0, -1.5],
  responses: [0, 3],
  risks: [0, 0.5],
  facilities: [0, 0.5],
  teams: [0, 1],
  cameras: [-3.5, 0.5],
};
