import { html, nothing, type TemplateResult } from 'lit';
import type { Counts } from './counts.js';
import { allCounts, ring } from './facts.js';
import type { Flood } from './flood.js';
import type { MapWords } from './words.js';

/** A drill says so, and has its own counts. */
export function drillStrip(counts: Counts, flood: Flood | undefined, words: MapWords): TemplateResult | typeof nothing {
  if (counts.total === 0) return nothing;
  return html`<div class="strip drill">
    <b>${words.say('exercise.strip')}</b> <span class="counts">${allCounts(counts, words)}</span>
    ${flood ? html`<b>${floodWords(flood, words)}</b>` : nothing}
  </div>`;
}

const floodWords = ({ n, groups }: Flood, words: MapWords): string => words.say('flood.line', { n, groups });

export const floodStrip = (flood: Flood | undefined, words: MapWords): TemplateResult | typeof nothing =>
  flood ? html`<p class="strip flood">${ring()}<b>${floodWords(flood, words)}</b></p>` : nothing;
