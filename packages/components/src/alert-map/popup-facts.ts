import { html, nothing, type TemplateResult } from 'lit';
import type { Warning } from '@yingji/core';
import { ownWords } from '../frame/own-words.js';
import { factSentences } from './fact-words.js';
import { coverageRows } from '../warning/coverage.js';
import type { PopupOptions } from './popup.js';
import { tellingFor } from './warning-item.js';
import { placesWords, untilWords } from './warning-sentence.js';

export { placePopup } from './place-popup.js';
export { ThingFacts } from '../map-layers/thing-facts.js';
export { Shelving } from '../map-shelving/shelving.js';
export { tellCamera, tellCluster } from './spoken-place.js';

type FactWords = ReturnType<typeof wordsOf>;
type Fact = readonly [name: Parameters<FactWords['say']>[0], value: string | TemplateResult];

const wordsOf = ({ context: { words } }: Pick<PopupOptions, 'context'>) => ownWords(words, factSentences);

/** What is known of one thing; fetched when the first is chosen. `more` stays folded. */
export function popupFacts(options: PopupOptions): {
  readonly main: TemplateResult;
  readonly more: TemplateResult | typeof nothing;
} {
  const words = wordsOf(options);
  const { item, context } = options;
  const isWarning = item.kind === 'warning';
  const { main, more } = isWarning ? warningFacts(options, words) : pointFacts(options, words);
  return {
    main: factList(main, words, isWarning ? coverageRows(item.row, context) : []),
    more:
      more.length === 0
        ? nothing
        : html`<details>
            <summary>${words.say('details')}</summary>
            ${factList(more, words)}
          </details>`,
  };
}

/** `told`: what has its name already. */
function factList(
  facts: readonly Fact[],
  words: FactWords,
  told: readonly (readonly [name: string, value: string])[] = [],
): TemplateResult {
  const all = [...facts.map(([name, value]) => [words.say(name), value] as const), ...told];
  return html`<dl>
    ${all.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

const sayKnown = (key: string, words: FactWords): string | undefined =>
  key in factSentences[words.lang] ? words.say(key as keyof typeof factSentences.zh) : undefined;

function pointFacts(
  { item, context: { now }, sourceName }: PopupOptions,
  words: FactWords,
): { main: Fact[]; more: Fact[] } {
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

function warningFacts({ item, context }: PopupOptions, words: FactWords): { main: Fact[]; more: Fact[] } {
  const { now } = context;
  const value = item.row.value as unknown as Warning;
  const telling = tellingFor(value, words);
  const revision = Number(item.row.derived['revision'] ?? 1);
  const standing = item.ended
    ? `${context.words.say(`ended.${item.ended.how}`)} ${words.both(item.ended.at, now)}`
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
