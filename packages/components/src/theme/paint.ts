import { inside } from './sheet.js';
import { levels, neutrals, SETTABLE, type Colour, type LevelColours, type NeutralName, type Theme } from './tokens.js';

/** The colours in force, as canvases and GL need them: resolved, without variables. */
export interface Paint {
  readonly neutral: { readonly [N in NeutralName]: string };
  readonly level: { readonly [C in Colour]: LevelColours };
  /** Edges are thicker where contrast is asked for. */
  readonly edgePx: number;
}

export function paintOf(theme: Theme): Paint {
  return { neutral: neutrals[theme], level: levels[theme], edgePx: theme.startsWith('contrast') ? 2 : 1.5 };
}

/** The colours of an inner box on the page, with what the page set. Under forced colours the map keeps the contrast set. */
export function readPaint(box: Element, theme: Theme, forced: boolean): Paint {
  const paint = paintOf(theme);
  // A box in print is black on white whatever its theme is, and a map beside it is turned as it was drawn for the screen.
  if (forced || matchMedia('print').matches) return paint;
  const style = getComputedStyle(box);
  const set = SETTABLE.map((name) => [name, plain(style.getPropertyValue(inside(name)), paint.neutral[name])]);
  return { ...paint, neutral: { ...paint.neutral, ...(Object.fromEntries(set) as { [N in NeutralName]: string }) } };
}

let pen: CanvasRenderingContext2D | null | undefined;

/** Any colour a style sheet may name, as `#rrggbb` or `rgba(…)`. */
function plain(colour: string, fallback: string): string {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return fallback;
  pen.fillStyle = fallback;
  pen.fillStyle = colour.trim();
  return pen.fillStyle;
}

/** Two paints that would draw the same. */
export const samePaint = (a: Paint, b: Paint): boolean => JSON.stringify(a) === JSON.stringify(b);
