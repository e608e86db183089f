import { html, nothing, type TemplateResult } from 'lit';
import type { Instant, Row } from '@yingji/core';
import { timeToTheSecond } from '../i18n/time.js';
import { within } from '../i18n/format.js';
import type { Words } from '../i18n/words.js';
import type { Sources } from './frame.js';

const AT_MOST = 2;

/** How old the picture is, and which sources have stopped. */
export function freshness(sources: Sources, words: Words, now: Instant | undefined): TemplateResult {
  const { link, silent, readOnly } = sources;
  // However live it was then: whoever glances at it must not take it for now.
  if (readOnly === 'past')
    return html`<span class="tag stopped"
      >${words.say('past', { time: now === undefined ? within(words.say('unknown')) : words.date(now) })}</span
    >`;
  const shown = silent.slice(0, AT_MOST);
  return html`${freshTag(link.state, { since: link.state === 'live' ? now : link.since, words, now })}
  ${link.state === 'live' ? shown.map((row) => feedTag(row, words, now)) : nothing}
  ${
    link.state === 'live' && silent.length > AT_MOST
      ? html`<span class="tag stopped">${words.say('count.stale', { n: silent.length })}</span>`
      : nothing
  }`;
}

/** One state a tag, after the name of what it is of; how long ago is said of the way to the data alone, and of each source in the strip below. */
function freshTag(
  state: 'live' | 'stale' | 'unknown',
  { since, words, now, name }: { since: Instant | undefined; words: Words; now: Instant | undefined; name?: string },
): TemplateResult {
  // Paper is not live: it is of an instant, and has no second look.
  if (state === 'live')
    return html`<span class="tag live"
        ><i class="dot"></i>${words.say('live', { time: since === undefined ? '' : words.clock(since, now) })}</span
      ><span class="tag printed"
        >${words.say('live.paper', { time: since === undefined ? '' : timeToTheSecond(since) })}</span
      >`;
  if (state === 'unknown' || since === undefined)
    return html`<span class="tag unheard"><b>?</b>${after(name, words.say('unknown'))}</span>`;
  const time = words.clock(since, now);
  const text =
    name !== undefined || now === undefined
      ? words.say('stopped', { time })
      : words.say('stopped.ago', { time, ago: words.span(since, now) });
  return html`<span class="tag stopped"><i class="dot"></i>${after(name, text)}</span>`;
}

const after = (name: string | undefined, text: string): string =>
  name === undefined ? text : `${name} ${within(text)}`;

export const feedName = (row: Row, words: Words): string => {
  const title = row.value['title'] as { readonly zh?: string; readonly en?: string } | undefined;
  return title?.[words.lang] ?? title?.zh ?? row.id;
};

const feedTag = (row: Row, words: Words, now: Instant | undefined): TemplateResult =>
  freshTag(row.fresh.state, { since: row.fresh.since, words, now, name: feedName(row, words) });
