import { html, nothing, svg, type TemplateResult } from 'lit';
import { SHAPES, SIGNS, type Level } from './level.js';

/** The mark of a level as a drawing; its word stands beside it, so readers skip it. */
export function mark(level: Level): TemplateResult {
  const sign = SIGNS[level];
  return html`<svg class="mark ${level}" viewBox="-1 -1 18 18" aria-hidden="true" focusable="false">
    <path class="shape" d=${SHAPES[level]}></path>
    ${sign === undefined ? nothing : svg`<path class="sign" d=${sign}></path>`}
  </svg>`;
}

export interface ChipOptions {
  /** Graded by a number without a colour: its word in ink. */
  readonly numbered?: boolean;
  /** The last that is known, from a source that has fallen silent: shape, word and a dashed edge, no fill. */
  readonly hollow?: boolean;
}

/** The word of a grade that has no colour. */
export const inkChip = (word: string): TemplateResult => chip('ungraded', word, { numbered: true });

/** A level as it is shown everywhere: shape and word on the level's fill, with its edge. */
export function chip(
  level: Level,
  word: string,
  { numbered = false, hollow = false }: ChipOptions = {},
): TemplateResult {
  const classes = `chip ${numbered ? 'numbered' : level}${hollow ? ' hollow' : ''}`;
  return html`<span class=${classes} part="chip">${numbered ? nothing : mark(level)}${word}</span>`;
}
