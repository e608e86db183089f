import { html, nothing, type TemplateResult } from 'lit';
import type { Instant } from '@yingji/core';
import type { Decision } from '../controllers/acknowledge.js';
import type { Press } from '../controllers/press.js';
import { sayOf, type Say } from '../frame/own-words.js';
import { minutesSince } from '../i18n/time.js';
import type { Words } from '../i18n/words.js';
import { ring } from '../marks/ring.js';
import { acknowledgeSentences, type AcknowledgeKey } from './acknowledge-words.js';
import type { ItemContext } from './item-context.js';
import type { Item } from './item.js';

export interface ConfirmationOptions {
  readonly context: Pick<ItemContext, 'words' | 'now'>;
  readonly decision: Decision | undefined;
}

const sayIn = ({ lang }: Words): Say<AcknowledgeKey> => sayOf(acknowledgeSentences, lang);

/** 未确认 2 分, or who confirmed it and when; `row` within a sentence, `state` by itself. */
export function ackWords(item: Item, words: Words, now: Instant | undefined, as: 'row' | 'state' = 'state'): string {
  const say = sayIn(words);
  if (item.unjudged) return say('unjudged.acknowledged');
  if (item.acknowledged)
    return say(`${as}.acknowledged`, {
      name: item.acknowledged.masked,
      time: words.clock(item.acknowledged.at, now),
    });
  return now === undefined || minutesSince(item.recordedAt, now) === 0
    ? say(`${as}.unacknowledged`)
    : say(`${as}.unacknowledged.for`, { age: words.span(item.recordedAt, now, 'short') });
}

/** Who confirmed it and when, as the store says; before that, that nobody did. */
export function confirmation(
  item: Item,
  { context: { words, now }, decision }: Pick<ConfirmationOptions, 'context' | 'decision'>,
): TemplateResult {
  if (item.acknowledged) return html`<p class="ack done">✓ ${doneWords(item.acknowledged, words, now)}</p>`;
  return html`<p class="ack waiting">${ring()}${ackWords(item, words, now)}</p>
    ${outcome(decision, words)}`;
}

/** What became of a press that is no confirmation: why it is none, or that the page has taken it over. */
export function outcome(decision: Decision | undefined, words: Words): TemplateResult | typeof nothing {
  if (decision?.state === 'taken') return html`<p role="status">${sayIn(words)('acknowledge.taken')}</p>`;
  const problem = problemOf(decision, words);
  return problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`;
}

/** Why a press did not confirm it, or that nobody knows. */
export function problemOf(decision: Decision | undefined, words: Words): string | undefined {
  if (decision?.state !== 'refused' && decision?.state !== 'unclear') return undefined;
  const { code } = decision;
  const cause = words.sayOr(`cause.${code}`, 'cause.other');
  return sayIn(words)(`acknowledge.${decision.state}`, { cause, code });
}

const doneWords = ({ at, masked }: { at: Instant; masked: string }, words: Words, now: Instant | undefined): string =>
  sayIn(words)('state.acknowledged.tick', { name: masked, time: words.clock(at, now) });

/** `press` knows whether a click was meant for what is shown, where that may become another thing by itself. */
export function acknowledgeButton({
  decision,
  onAcknowledge,
  press,
  context: { words },
}: ConfirmationOptions & { readonly onAcknowledge: () => void; readonly press?: Press }): TemplateResult {
  const state = decision?.state;
  const busy = state === 'sending' || state === 'waits' || state === 'committed';
  const say = sayIn(words);
  const label: AcknowledgeKey =
    state === 'sending' || state === 'waits' || state === 'committed'
      ? `acknowledge.${state}`
      : state === undefined
        ? 'acknowledge'
        : 'acknowledge.again';
  const click = (event: MouseEvent): void => {
    if (press?.means(event) ?? true) onAcknowledge();
  };
  // Not `disabled`: a button that vanishes from the tab order takes the focus with it.
  return html`<button
      class="primary"
      part="ack"
      aria-disabled=${busy ? 'true' : 'false'}
      @pointerdown=${press?.begins}
      @click=${busy ? nothing : click}
    >
      ${say(label)}</button
    >${press?.inVain ? html`<p class="problem" role="alert">${say('acknowledge.changed')}</p>` : nothing}`;
}
