import type { Colour } from '../theme/tokens.js';

/** How grave something is, the worst first. Things nobody graded stand between orange and yellow. */
export type Level = 'red' | 'orange' | 'ungraded' | 'yellow' | 'blue';
export const LEVELS: readonly Level[] = ['red', 'orange', 'ungraded', 'yellow', 'blue'];
/** The order of legends: the graded ones from red to blue, then what nobody graded. */
export const LEGEND: readonly Level[] = ['red', 'orange', 'yellow', 'blue', 'ungraded'];

export function isLevel(value: unknown): value is Level {
  return typeof value === 'string' && (LEVELS as readonly string[]).includes(value);
}

export function isColour(level: Level): level is Colour {
  return level !== 'ungraded';
}

/**
 * The shape of a level on a square of 16, for SVG and canvas alike: colour is never alone. Shapes grow with the level:
 * octagon 16, diamond 15, triangle 14, dot 9; a hollow square for what nobody graded.
 */
export const SHAPES: { readonly [L in Level]: string } = {
  red: 'M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 11.3V4.7z',
  orange: 'M8 .5 15.5 8 8 15.5.5 8z',
  yellow: 'M8 1.4 15 14.6H1z',
  blue: 'M3.5 8a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0z',
  ungraded: 'M2 2h12v12H2z',
};

/** What is drawn on the shape: the `!` of red and the `?` of what nobody graded. The other shapes say enough. */
export const SIGNS: { readonly [L in Level]?: string } = {
  red: 'M6.9 3h2.2l-.35 6.3h-1.5zM8 10.5a1.25 1.25 0 1 1 0 2.5 1.25 1.25 0 0 1 0-2.5z',
  ungraded:
    'M5.7 6.4a2.3 2.3 0 1 1 3.5 2c-.5.3-.6.5-.6.9H7.3c0-1.1.4-1.6 1.1-2 .4-.3.6-.5.6-.9a1 1 0 0 0-2 0zM7.95 10.2a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8z',
};
