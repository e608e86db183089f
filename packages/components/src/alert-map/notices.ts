import { html, nothing, type TemplateResult } from 'lit';
import { ring } from '../marks/ring.js';
import type { Counts } from './counts.js';
import { allCounts, type Telling } from './facts.js';
import type { Flood } from './flood.js';
import type { MapWords } from './words.js';

/** A drill says so, and has its own counts. */
export function drillStrip(
  counts: Counts,
  flood: Flood | undefined,
  telling: Telling,
): TemplateResult | typeof nothing {
  if (counts.total === 0) return nothing;
  const { words, folded } = telling;
  return html`<div class="strip drill">
    <b>${words.say(folded ? 'exercise' : 'exercise.strip')}</b>
    <span class="counts">${allCounts(counts, telling)}</span>
    ${flood ? html`<b>${floodWords(flood, telling)}</b>` : nothing}
  </div>`;
}

const floodWords = (flood: Flood, { words, folded }: Telling): string =>
  words.say(folded ? 'flood.folded' : 'flood.line', { ...flood });

export const floodStrip = (flood: Flood | undefined, { words, folded }: Telling): TemplateResult | typeof nothing =>
  flood ? html`<p class="strip flood">${ring()}<b>${floodWords(flood, { words, folded })}</b></p>` : nothing;

/** There is something, but a filter hides all of it. */
export const allFiltered = (n: number, words: MapWords, onClear: () => void): TemplateResult =>
  html`<p class="empty" part="empty">
    ${words.say('empty.filter', { n })} <button @click=${onClear}>${words.say('empty.clear')}</button>
  </p>`;
