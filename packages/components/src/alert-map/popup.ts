import { html, nothing, type TemplateResult } from 'lit';
import type { Warning } from '@yingji/core';
import type { Decision } from '../controllers/acknowledge.js';
import { chip } from '../marks/chip.js';
import { acknowledgeButton, confirmation } from './confirmation.js';
import type { Item } from './item.js';
import { tellingFor } from './warning-item.js';
import { placesWords, untilWords } from './warning-sentence.js';
import { isMapKey, type MapContext, type MapWords } from './words.js';

export interface PopupOptions {
  readonly item: Item;
  readonly context: Pick<MapContext, 'words' | 'places' | 'now'>;
  readonly decision: Decision | undefined;
  readonly readOnly: boolean;
  readonly sourceName: string | undefined;
  readonly onAcknowledge: () => void;
  readonly onClose: () => void;
}

type Fact = readonly [name: Parameters<MapWords['say']>[0], value: string | TemplateResult];

/** One thing in full: what, where, how it stands, when, from whom, and what may be done about it. */
export function popup(options: PopupOptions): TemplateResult {
  const { item, context } = options;
  const { words } = context;
  const { main, more } = item.kind === 'warning' ? warningFacts(item, context) : pointFacts(item, options);
  return html`<section
    class="popup ${item.exercise ? 'drill' : ''}"
    part="popup"
    role="dialog"
    aria-labelledby="popup-title"
    tabindex="-1"
  >
    <h3 id="popup-title">
      ${chip(item.level, item.word, { numbered: item.numbered, hollow: item.stale })} <span>${item.title}</span>
    </h3>
    ${factList(main, words)} ${item.kind === 'warning' ? nothing : confirmation(item, options)}
    ${
      more.length === 0
        ? nothing
        : html`<details>
            <summary>${words.say('details')}</summary>
            ${factList(more, words)}
          </details>`
    }
    <div class="acts">
      ${item.kind === 'warning' || !item.waiting || options.readOnly ? nothing : acknowledgeButton(options)}
      <button class="close" @click=${options.onClose}>${words.say('close')}</button>
    </div>
  </section>`;
}

const factList = (facts: readonly Fact[], words: MapWords): TemplateResult =>
  html`<dl>
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${words.say(name)}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

const sayKnown = (key: string, words: MapWords): string | undefined => (isMapKey(key) ? words.say(key) : undefined);

function pointFacts(item: Item, { context: { words, now }, sourceName }: PopupOptions): { main: Fact[]; more: Fact[] } {
  const { channel, native, device } = item.row.value as { channel?: string; native?: string; device?: string };
  const via = channel === undefined ? sourceName : (sayKnown(`channel.${channel}`, words) ?? channel);
  const source = [via, sourceName].filter(
    (part, i, all): part is string => part !== undefined && all.indexOf(part) === i,
  );
  const state = sayKnown(`state.${item.state}`, words) ?? (item.state || (item.unjudged ? words.say('unknown') : ''));
  return {
    main: [
      ...(item.where === '' ? [] : [['fact.where', item.where] as const]),
      ['fact.when', words.both(item.at, now)],
      ...(state === '' ? [] : [['fact.state', item.inferred ? `${state} · ${words.say('inferred')}` : state] as const]),
      ...(source.length === 0 ? [] : [['fact.channel', source.join(' · ')] as const]),
    ],
    more: [
      ['fact.received', words.both(item.recordedAt, now)],
      ...(native === undefined ? [] : [['fact.native', native] as const]),
      ...(device === undefined ? [] : [['fact.device', String(item.row.derived['deviceName'] ?? device)] as const]),
    ],
  };
}

function warningFacts(item: Item, context: PopupOptions['context']): { main: Fact[]; more: Fact[] } {
  const { words, now } = context;
  const value = item.row.value as unknown as Warning;
  const telling = tellingFor(value, words);
  const revision = Number(item.row.derived['revision'] ?? 1);
  const standing = item.ended
    ? `${words.say(`ended.${item.ended.how}`)} ${words.both(item.ended.at, now)}`
    : words.say(item.state === 'scheduled' ? 'state.scheduled' : 'state.in-force');
  const places = placesWords(item.row, context);
  const version = revision > 1 ? words.say('fact.revision.n', { n: revision }) : words.say('fact.revision.first');
  return {
    main: [
      ...(telling?.instruction === undefined ? [] : [['fact.instruction', telling.instruction] as const]),
      ['fact.state', item.unjudged ? words.say('unknown') : `${standing} · ${version}`],
      ...(places === '' ? [] : [['fact.area', places] as const]),
      ...(item.ended ? [] : [['fact.until', untilWords(item.row, words, now)] as const]),
      ['fact.issuer', telling?.senderName ?? value.issuer],
      ['fact.sent', words.both(item.at, now)],
    ],
    more: [
      ...(telling?.description === undefined ? [] : [['fact.description', telling.description] as const]),
      ['fact.native', value.native],
    ],
  };
}
