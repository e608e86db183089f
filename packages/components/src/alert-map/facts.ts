import { html, nothing, type TemplateResult } from 'lit';
import type { Instant, Row } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import { grouped } from '../i18n/format.js';
import { inkChip, mark } from '../marks/chip.js';
import { LEGEND, type Level } from '../marks/level.js';
import type { Counts, LevelCounts } from './counts.js';
import type { Sources } from './frame.js';

const AT_MOST = 2;

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

/** How old the picture is, and which sources have stopped. */
export function freshness(sources: Sources, words: Words, now: Instant | undefined): TemplateResult {
  const { link, silent } = sources;
  const shown = silent.slice(0, AT_MOST);
  return html`${freshTag(link.state, { since: link.state === 'live' ? now : link.since, words, now })}
  ${link.state === 'live' ? shown.map((row) => feedTag(row, words, now)) : nothing}
  ${
    link.state === 'live' && silent.length > AT_MOST
      ? html`<span class="tag stopped">${words.say('count.stale', { n: silent.length })}</span>`
      : nothing
  }`;
}

function freshTag(
  state: 'live' | 'stale' | 'unknown',
  {
    since,
    words,
    now,
    name = '',
  }: { since: Instant | undefined; words: Words; now: Instant | undefined; name?: string },
): TemplateResult {
  if (state === 'live')
    return html`<span class="tag live"
      ><i class="dot"></i
      >${name}${words.say('live', { time: since === undefined ? '' : words.clock(since, now) })}</span
    >`;
  if (state === 'unknown' || since === undefined)
    return html`<span class="tag unheard"><b>?</b>${name}${words.say('unknown')}</span>`;
  const time = words.clock(since, now);
  const text =
    now === undefined
      ? words.say('stopped', { time })
      : words.say('stopped.ago', { time, ago: words.span(since, now) });
  return html`<span class="tag stopped"><i class="dot"></i>${name}${text}</span>`;
}

export const feedName = (row: Row, words: Words): string => {
  const title = row.value['title'] as { readonly zh?: string; readonly en?: string } | undefined;
  return title?.[words.lang] ?? title?.zh ?? row.id;
};

function feedTag(row: Row, words: Words, now: Instant | undefined): TemplateResult {
  const { state, since } = row.fresh;
  const name = `${feedName(row, words)} `;
  // One short tag a source: how long ago stands in the strip below.
  if (state === 'stale' && since !== undefined)
    return html`<span class="tag stopped"
      ><i class="dot"></i>${name}${words.say('stopped', { time: words.clock(since, now) })}</span
    >`;
  return freshTag(state, { since, words, now, name });
}
