import { html, nothing, type TemplateResult } from 'lit';
import type { Instant, Warning } from '@yingji/core';
import type { Decision } from '../controllers/acknowledge.js';
import type { Key } from '../i18n/zh.js';
import type { Words } from '../i18n/words.js';
import { chip } from '../marks/chip.js';
import type { Item } from './item.js';
import { ring } from './facts.js';
import { ackWords, placesWords, untilWords } from './sentence.js';
import type { ItemContext } from './item-context.js';
import { tellingFor } from './warning-item.js';

export interface PopupOptions {
  readonly item: Item;
  readonly context: Pick<ItemContext, 'words' | 'places' | 'now'>;
  readonly decision: Decision | undefined;
  readonly readOnly: boolean;
  readonly sourceName: string | undefined;
  readonly onAcknowledge: () => void;
  readonly onClose: () => void;
}

type Fact = readonly [name: Key, value: string | TemplateResult];

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

const factList = (facts: readonly Fact[], words: Words): TemplateResult =>
  html`<dl>
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${words.say(name)}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

function pointFacts(item: Item, { context: { words, now }, sourceName }: PopupOptions): { main: Fact[]; more: Fact[] } {
  const { channel, native, device } = item.row.value as { channel?: string; native?: string; device?: string };
  const via =
    channel === undefined
      ? sourceName
      : words.has(`channel.${channel}`)
        ? words.say(`channel.${channel}` as Key)
        : channel;
  const source = [via, sourceName].filter(
    (part, i, all): part is string => part !== undefined && all.indexOf(part) === i,
  );
  const state = words.has(`state.${item.state}`)
    ? words.say(`state.${item.state}` as Key)
    : item.state || (item.unjudged ? words.say('unknown') : '');
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

/** Who confirmed it and when, as the store says; before that, that nobody did. */
export function confirmation(
  item: Item,
  { context: { words, now }, decision }: Pick<PopupOptions, 'context' | 'decision'>,
): TemplateResult {
  if (item.acknowledged) return html`<p class="ack done">✓ ${doneWords(item.acknowledged, words, now)}</p>`;
  const cause = (code: string): string => words.sayOr(`cause.${code}`, 'cause.other');
  return html`<p class="ack waiting">${ring()}${ackWords(item, words, now)}</p>
    ${
      decision?.state === 'refused'
        ? html`<p class="problem" role="alert">
            ${words.say('acknowledge.refused', { cause: cause(decision.code), code: decision.code })}
          </p>`
        : decision?.state === 'unclear'
          ? html`<p class="problem" role="alert">${words.say('acknowledge.unclear', { code: decision.code })}</p>`
          : nothing
    }`;
}

const doneWords = ({ at, masked }: { at: Instant; masked: string }, words: Words, now: Instant | undefined): string =>
  words.say('state.acknowledged.tick', { name: masked, time: words.clock(at, now) });

export function acknowledgeButton({
  decision,
  onAcknowledge,
  context: { words },
}: Pick<PopupOptions, 'decision' | 'onAcknowledge' | 'context'>): TemplateResult {
  const state = decision?.state;
  const busy = state === 'sending' || state === 'committed';
  const label: Key =
    state === 'sending'
      ? 'acknowledge.sending'
      : state === 'committed'
        ? 'acknowledge.committed'
        : state === undefined
          ? 'acknowledge'
          : 'acknowledge.again';
  // Not `disabled`: a button that vanishes from the tab order takes the focus with it.
  return html`<button
    class="primary"
    part="ack"
    aria-disabled=${busy ? 'true' : 'false'}
    @click=${busy ? nothing : onAcknowledge}
  >
    ${words.say(label)}
  </button>`;
}
