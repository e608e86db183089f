import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../i18n/words.js';
import { grouped } from '../i18n/format.js';
import { inkChip, mark } from '../marks/chip.js';
import { LEGEND, type Level } from '../marks/level.js';
import type { Counts, LevelCounts } from './counts.js';

/** Warnings and alarms have scales of their own. */
type Scale = 'warnings' | 'alarms';

/** Counts of one scale, worst first, only those that are not zero: 预警 ◆橙 1. */
function levelCounts(scale: Scale, counts: LevelCounts, words: Words): TemplateResult | typeof nothing {
  const levels = LEGEND.filter((level) => counts[level] > 0);
  if (levels.length === 0 && counts.others.size === 0) return nothing;
  return html`<span class="scale">
    <span class="scale-name">${words.say(scale)}</span>
    ${levels.map((level) => one(level, counts[level], words))}
    ${[...counts.others].map(([word, n]) => html`<span class="count">${inkChip(word)} ${grouped(n)}</span>`)}
  </span>`;
}

function one(level: Level, n: number, words: Words): TemplateResult {
  return html`<span class="count">${mark(level)}${words.say(`short.${level}`)} ${grouped(n)}</span>`;
}

export function unconfirmed(n: number, words: Words): TemplateResult | typeof nothing {
  if (n === 0) return nothing;
  return html`<span class="count waiting">${ring()}${words.say('count.unacknowledged', { n: grouped(n) })}</span>`;
}

/** The double ring of what nobody has confirmed. */
export const ring = (): TemplateResult =>
  html`<svg class="ring" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <circle cx="8" cy="8" r="7.2" stroke-width="1"></circle>
    <circle cx="8" cy="8" r="4.4" stroke-width="2"></circle>
  </svg>`;

/** Everything that is counted, one scale after the other. Real things and drills never share a line. */
export function allCounts(counts: Counts, words: Words): TemplateResult {
  return html`${levelCounts('alarms', counts.alarms, words)}${unconfirmed(counts.unacknowledged, words)}${levelCounts('warnings', counts.warnings, words)}`;
}
