import { html, nothing, svg, type TemplateResult } from 'lit';
import { SHAPES, SIGNS, type Level } from './level.js';

/** The mark of a level as a drawing; its word stands beside it, so readers skip it. */
export function mark(level: Level, options: { readonly hollow?: boolean } = {}): TemplateResult {
  const sign = SIGNS[level];
  const classes = `mark ${level}${options.hollow ? ' hollow' : ''}`;
  return html`<svg class=${classes} viewBox="-1 -1 18 18" aria-hidden="true" focusable="false">
    <path class="shape" d=${SHAPES[level]}></path>
    ${sign === undefined ? nothing : svg`<path class="sign" d=${sign}></path>`}
  </svg>`;
}

/** The word of a grade that has no colour. */
export const inkChip = (word: string): TemplateResult => html`<span class="chip numbered" part="chip">${word}</span>`;

/** A level as it is shown everywhere: shape and word on the level's fill, with its edge. */
export function chip(level: Level, word: string, options: { readonly numbered?: boolean } = {}): TemplateResult {
  if (options.numbered) return inkChip(word);
  return html`<span class="chip ${level}" part="chip">${mark(level)}${word}</span>`;
}
