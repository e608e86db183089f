import { html, nothing, type TemplateResult } from 'lit';
import { within } from '../i18n/format.js';
import type { Words } from '../i18n/words.js';
import type { Empty, Sources } from './frame.js';
import { sayOf, type Sentences } from './own-words.js';

/** Why there are no alarms and warnings to see, in Chinese; who shows something else says it in other words. Keys are those of `en`. */
const zh = {
  empty: '{place}现无进行中的警情和预警（截至 {time}，{n} 个数据源实时）',
  'empty.past': '{place}当时未见进行中的警情和预警（{time}）',
  'empty.past.no-feeds': '{place}当时没有数据源的记录，不能判定有无警情（{time}）',
  'empty.no-feeds': '未接入数据源，不能判定有无警情',
  'empty.partial': '未见警情，但 {n} 个数据源中 {m} 个停更，不能判定有无警情',
  'empty.unread': '未见警情，但部分记录无法读取，不能判定有无警情',
  'empty.unsaid': '未见警情，但自动研判出错，不能判定有无警情',
  'empty.unjudged': '未见警情，但有数据无法判读，不能判定有无警情',
} as const;

type EmptyKey = keyof typeof zh;

/** The same in English. */
const en: { readonly [K in EmptyKey]: string } = {
  empty: '{place}No open alarms or warnings (as of {time}, {n#1 feed|# feeds} live)',
  'empty.past': '{place}No open alarms or warnings seen then ({time})',
  'empty.past.no-feeds': '{place}No feed is on record then: whether there were alarms is unknown ({time})',
  'empty.no-feeds': 'No feed is connected: whether there are alarms is unknown',
  'empty.partial': 'No alarm seen, but {m} of {n} feeds stopped: whether there are alarms is unknown',
  'empty.unread': 'No alarm seen, but some records cannot be read: whether there are alarms is unknown',
  'empty.unsaid': 'No alarm seen, but analysis failed: whether there are alarms is unknown',
  'empty.unjudged': 'No alarm seen, but some data could not be judged: whether there are alarms is unknown',
};

export const emptySentences: Sentences<EmptyKey> = { zh, en };

export interface EmptyOptions {
  /** What a filter hides is told by whose filter it is. */
  readonly empty: Exclude<Empty, 'filter'>;
  readonly sources: Sources;
  readonly words: Words;
  readonly place: string;
}

/** Why there is nothing to see. Zero is said only when it is known. */
export function emptyNotice({ empty, sources, words, place }: EmptyOptions): TemplateResult | typeof nothing {
  const say = sayOf(emptySentences, words.lang);
  if (empty === 'stopped') return nothing;
  const { now, readOnly, total } = sources;
  if (readOnly === 'past' && (empty === 'empty' || empty === 'no-feeds'))
    return html`<p class="empty" part="empty">
      ${say(empty === 'empty' ? 'empty.past' : 'empty.past.no-feeds', {
        place,
        time: now === undefined ? within(words.say('unknown')) : words.date(now),
      })}
    </p>`;
  if (empty === 'no-feeds') return html`<p class="empty" part="empty">${say('empty.no-feeds')}</p>`;
  if (empty === 'partial')
    return html`<p class="empty" part="empty">
      ${say('empty.partial', { n: sources.total, m: sources.silent.length })}
    </p>`;
  if (empty === 'unjudged' || empty === 'unsaid' || empty === 'unread')
    return html`<p class="empty" part="empty">${say(`empty.${empty}`)}</p>`;
  const time = now === undefined ? '' : words.clock(now, now);
  return html`<p class="empty" part="empty">
    <slot name="empty">${say('empty', { place, time, n: total })}</slot>
  </p>`;
}
