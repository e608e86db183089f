import { html, nothing, type TemplateResult } from 'lit';
import type { Instant, Row, Warning } from '@yingji/core';
import type { Frame, Sources } from '../frame/frame.js';
import { feedName } from '../frame/freshness.js';
import { unreadable } from '../frame/notices.js';
import { ownWords } from '../frame/own-words.js';
import { SENTENCES } from './words.js';
import { placesWords } from '../alert-map/warning-sentence.js';
import { tellingFor } from '../alert-map/warning-item.js';
import { ackWords } from '../alert-map/confirmation.js';
import type { Item } from '../alert-map/item.js';
import { chip } from '../marks/chip.js';
import { ring } from '../marks/ring.js';
import { OVER_SIGNS } from '../marks/over.js';
import type { WarningPicture, Shown } from './picture.js';
import { degreeWords, revisionWords, standingWords, type Saying } from './standing.js';
import { within } from '../i18n/format.js';

/** The level; of what is over the word alone, its colour gone. */
export function levelChip({ item, over }: Shown): TemplateResult {
  if (!over) return chip(item.level, item.word, { numbered: item.numbered, hollow: item.stale });
  return html`<span class="chip over" part="chip"><b aria-hidden="true">${OVER_SIGNS[over.how]}</b>${item.word}</span>`;
}

/** With who confirmed it; what is over waits for nobody. */
export function answerable({ item, over }: Shown): Item {
  const acknowledged = item.row.derived['acknowledged'] as Item['acknowledged'];
  return { ...item, waiting: !acknowledged && !over, ...(acknowledged && { acknowledged }) };
}

/** What a press confirms, as its reader knows it: a warning that becomes another one, or worse, is not what was pressed. */
export const pressable = (shown: Shown | undefined): string => (shown ? `${shown.item.id} ${shown.item.level}` : '');

/** In one line: who confirmed it, or since when nobody has. For how long is not known while the data stand still. */
export function answer(shown: Shown, { words, now }: Saying, isLive: boolean): TemplateResult | typeof nothing {
  const item = answerable(shown);
  if (!item.waiting && !item.acknowledged) return nothing;
  return html`<span class="answer" part="ack"
    >${item.acknowledged ? '✓ ' : ring()}${ackWords(item, words, item.acknowledged || isLive ? now : undefined)}</span
  >`;
}

/** Longer titles stand in the way of what has to be done: of them the beginning, and the end with the level. */
const TITLE = 60;

/** A title as it has room; whole for who points at it or has it read. */
export function titleOf({ item: { title } }: Shown): TemplateResult {
  const all = [...title];
  if (all.length <= TITLE) return html`${title}`;
  const [head, tail] = [all.slice(0, TITLE / 2), all.slice(-TITLE / 2)].map((part) => part.join(''));
  return html`<span class="unseen">${title}</span><span aria-hidden="true" title=${title}>${head}…${tail}</span>`;
}

/** Degree, revision and issuer, beside the title. */
export function besideTitle(shown: Shown, { words, say }: Saying): string {
  const value = shown.item.row.value as unknown as Warning;
  const issuer = tellingFor(value, words)?.senderName ?? value.issuer;
  return [degreeWords(shown, say), revisionWords(shown.item.row, words), issuer]
    .filter((part) => part !== undefined && part !== '')
    .join(words.lang === 'zh' ? '　' : ' · ');
}

/** How long is left. A timer is silent by its role; what has to be heard is said apart. */
export function clock(shown: Shown, saying: Saying): TemplateResult {
  const { main, beside, left } = standingWords(shown, saying);
  return html`<div class="clock" part="clock" role=${left === undefined ? nothing : 'timer'}>
    <b>${main}</b>${beside === undefined ? nothing : html` <span class="meta">${beside}</span>`}
  </div>`;
}

/** What to do: the issuer's words, or that there are none. */
export function instruction(row: Row, { words, say }: Saying): TemplateResult {
  const told = tellingFor(row.value as unknown as Warning, words)?.instruction;
  return told === undefined ? html`<p class="meta">${say('no.instruction')}</p>` : html`<p class="do">${told}</p>`;
}

/** Area, what is coming, times, issuer and number. */
export function facts(shown: Shown, places: WarningPicture['places'], saying: Saying): TemplateResult {
  const { words, now } = saying;
  const { item } = shown;
  const value = item.row.value as unknown as Warning;
  const telling = tellingFor(value, words);
  const area = placesWords(item.row, { words, places });
  const rows = [
    ['fact.area', area === '' ? words.say('unknown') : area],
    ['fact.description', telling?.description],
    ['fact.sent', words.both(item.at, now)],
    ['fact.issuer', telling?.senderName ?? value.issuer],
    ['fact.native', value.native],
  ] as const;
  return html`<dl>
    ${rows.map(([name, told]) =>
      told === undefined
        ? nothing
        : html`<div>
            <dt>${words.say(name)}</dt>
            <dd>${told}</dd>
          </div>`,
    )}
  </dl>`;
}

const ROMAN = ['1', '2', '3', '4'] as const;

/** 应急响应: what binds units now, never mixed with warnings. A building stands for the authority. */
export function responses(rows: readonly Row[], { words, say, now }: Saying): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<ul class="responses" aria-label=${say('responses')}>
    ${rows.map(({ value, exercise, at }) => {
      const level = ROMAN.find((each) => each === value['level']);
      const since = (value['since'] as Instant | undefined) ?? at;
      return html`<li>
        <span class="chip numbered" part="chip"
          ><svg class="mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path fill="currentColor" d="M8 1 15 5v1H1V5zM2 7h2v6H2zm5 0h2v6H7zm5 0h2v6h-2zM1 14h14v1H1z"></path></svg
          >${say(level === undefined ? 'response.none' : `response.${level}`)}</span
        >
        <span
          >${exercise === undefined ? nothing : html`<b>${words.say('exercise')}</b> `}${String(value['hazard'] ?? value['title'] ?? '')}</span
        >
        <span class="meta"
          ><span>${String(value['issuer'] ?? '')}</span> ${say('since', { time: words.clock(since, now) })}</span
        >
      </li>`;
    })}
  </ul>`;
}

export interface NoticeOptions extends Saying {
  readonly frame: Frame;
  readonly sources: Sources;
  readonly waitedS: number;
  readonly onRetry: (() => void) | undefined;
}

/** In place of the content: no view, nothing read yet, cannot be read. */
export function standIn(options: NoticeOptions): TemplateResult | typeof nothing {
  const { words, say, waitedS } = options;
  const told = unreadable({ ...options, words: ownWords(words, SENTENCES) });
  if (told) return told;
  if (waitedS < 0.3) return nothing;
  return html`<p class="notice" role="status">
    ${waitedS < 8 ? say('loading') : say('loading.still', { n: Math.floor(waitedS) })}
  </p>`;
}

/** Why there is no warning to see, where that is not known to be because there is none. */
export function doubt({ frame, sources, words, say }: Omit<NoticeOptions, 'waitedS' | 'onRetry'>): string | undefined {
  if (frame.show !== 'content' || frame.empty === undefined || frame.empty === 'empty') return undefined;
  const { link, now, total, silent, readOnly } = sources;
  if (frame.empty === 'stopped')
    return link.since === undefined || now === undefined
      ? say('empty.unknown')
      : say('empty.stopped', { time: words.clock(link.since, now), ago: words.span(link.since, now) });
  if (frame.empty === 'no-feeds')
    return readOnly === 'past'
      ? say('empty.past.no-feeds', { time: now === undefined ? within(words.say('unknown')) : words.date(now) })
      : say('empty.no-feeds');
  if (frame.empty === 'partial')
    return say('empty.partial', {
      n: total,
      m: silent.length,
      names: silent.map((row) => feedName(row, words)).join(words.say('list')),
    });
  return say('empty.doubt');
}
