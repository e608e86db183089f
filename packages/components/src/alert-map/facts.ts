import { html, nothing, type TemplateResult } from 'lit';
import { grouped } from '../i18n/format.js';
import { inkChip, mark } from '../marks/chip.js';
import { LEGEND, type Level } from '../marks/level.js';
import { ring } from '../marks/ring.js';
import type { Counts, LevelCounts } from './counts.js';
import type { MapWords } from './words.js';

/** Warnings and alarms have scales of their own. */
type Scale = 'warnings' | 'alarms';

/** How counts are told; `folded`, where there is little room: what is less grave than the worst as one number, which the legend parts. */
export interface Telling {
  readonly words: MapWords;
  readonly folded: boolean;
}

/** Counts of one scale, worst first, only those that are not zero: 预警 ◆橙 1. */
function levelCounts(scale: Scale, counts: LevelCounts, { words, folded }: Telling): TemplateResult | typeof nothing {
  const levels = LEGEND.filter((level) => counts[level] > 0);
  if (levels.length === 0 && counts.others.size === 0) return nothing;
  // The worst, and what may be as bad, are never folded.
  const told = folded ? levels.filter((level, n) => n === 0 || level === 'ungraded') : levels;
  const rest = levels.reduce((sum, level) => (told.includes(level) ? sum : sum + counts[level]), 0);
  return html`<span class="scale">
    <span class="scale-name">${words.say(scale)}</span>
    ${told.map((level) => one(level, counts[level], words))}
    ${[...counts.others].map(([word, n]) => html`<span class="count">${inkChip(word)} ${grouped(n)}</span>`)}
    ${rest > 0 ? html`<span>${words.say('count.rest', { n: grouped(rest) })}</span>` : nothing}
  </span>`;
}

function one(level: Level, n: number, words: MapWords): TemplateResult {
  return html`<span class="count">${mark(level)}${words.say(`short.${level}`)} ${grouped(n)}</span>`;
}

export function unconfirmed(n: number, { words, folded }: Telling): TemplateResult | typeof nothing {
  if (n === 0) return nothing;
  const key = folded ? 'count.unacknowledged.folded' : 'count.unacknowledged';
  return html`<span class="count waiting">${ring()}${words.say(key, { n: grouped(n) })}</span>`;
}

/** Everything that is counted, one scale after the other. Real things and drills never share a line. */
export function allCounts(counts: Counts, telling: Telling): TemplateResult {
  return html`${levelCounts('alarms', counts.alarms, telling)}${unconfirmed(counts.unacknowledged, telling)}${levelCounts('warnings', counts.warnings, telling)}`;
}
