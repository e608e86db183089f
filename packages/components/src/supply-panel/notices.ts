import { html, nothing, type TemplateResult } from 'lit';
import type { Empty, Sources } from '../frame/frame.js';
import type { Words } from '../i18n/words.js';
import type { SaySupplies } from './words.js';

/** Why there is nothing to see. That there is nothing is said only when it is known. */
export function emptyNotice(
  empty: Empty,
  {
    words,
    say,
    sources: { now, readOnly },
  }: { readonly words: Words; readonly say: SaySupplies; readonly sources: Sources },
): TemplateResult | typeof nothing {
  // The strip above says that the data stopped; what that leaves of nothing is nothing known.
  if (empty === 'stopped') return nothing;
  if (empty !== 'empty') return html`<p class="empty" part="empty">${say('empty.unsure')}</p>`;
  const time = now === undefined ? '' : readOnly === 'past' ? words.date(now) : words.clock(now, now);
  return html`<p class="empty" part="empty">
    <slot name="empty">${say('empty', { time })}</slot>
  </p>`;
}
