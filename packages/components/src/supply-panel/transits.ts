import { html, nothing, type TemplateResult } from 'lit';
import type { Transit } from './entry.js';
import { amountOf, type Speech } from './speech.js';
import { within } from '../i18n/format.js';

export interface TransitOptions extends Speech {
  readonly transits: readonly Transit[];
  readonly facilityName: (id: string) => string;
  /** Undefined where nobody may act. */
  readonly onArrive: ((transit: Transit) => void) | undefined;
}

/** What has left and not arrived: it lies in no stock. The longest on the way first. */
export function transitList(options: TransitOptions): TemplateResult | typeof nothing {
  const { transits, say } = options;
  if (transits.length === 0) return nothing;
  return html`<section class="transits" aria-labelledby="transits">
    <h3 id="transits">${say('transit.title')}</h3>
    <ul>
      ${transits.map((transit) => html`<li>${sentence(transit, options)} ${button(transit, options)}</li>`)}
    </ul>
  </section>`;
}

function sentence({ lot, from, to, quantity, since, exercise }: Transit, options: TransitOptions): TemplateResult {
  const { say, words, now, facilityName } = options;
  const wrong = quantity !== undefined && quantity < 0;
  const unit = lot?.unit ?? '';
  const text = say(wrong ? 'transit.wrong' : 'transit.row', {
    name: lot?.name ?? from,
    n: quantity === undefined ? '—' : amountOf(options, Math.abs(quantity), unit),
    from: lot ? facilityName(lot.facility) : within(words.say('unknown')),
    to: to === undefined ? say('transit.nowhere') : facilityName(to),
    since: words.clock(since, now),
  });
  return html`<span
    >${exercise === undefined ? nothing : html`<b>${words.say('exercise')}</b> `}${wrong ? html`<b>${text}</b>` : text}</span
  >`;
}

const button = (transit: Transit, { onArrive, say }: TransitOptions): TemplateResult | typeof nothing =>
  onArrive && transit.quantity !== undefined && transit.quantity > 0
    ? html`<button data-key=${transit.leg} @click=${() => onArrive(transit)}>${say('act.arrive')}</button>`
    : nothing;
