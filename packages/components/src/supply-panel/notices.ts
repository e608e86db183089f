import { html, nothing, type TemplateResult } from 'lit';
import type { Empty, Frame, Sources } from '../alert-map/frame.js';
import type { Words } from '../i18n/words.js';
import type { Say } from './words.js';

export interface NoticeOptions {
  readonly frame: Frame;
  readonly words: Words;
  readonly say: Say;
  readonly waitedS: number;
  readonly onRetry: (() => void) | undefined;
}

/** What stands in place of the content: no view, nothing read yet, cannot be read. */
export function standIn({ frame, words, say, waitedS, onRetry }: NoticeOptions): TemplateResult {
  if (frame.show === 'no-view')
    return html`<p class="notice failed" part="failed" role="alert">${words.say('failed.no-view')}</p>`;
  if (frame.show === 'failed') {
    const { code } = frame;
    const told =
      code === 'view-closed'
        ? words.say('failed.closed', { code })
        : say('failed.first', { cause: words.sayOr(`cause.${code}`, 'cause.other'), code });
    return html`<p class="notice failed" part="failed" role="alert">
      ${told}
      ${onRetry && code !== 'view-closed' ? html`<button @click=${onRetry}>${words.say('retry')}</button>` : nothing}
    </p>`;
  }
  // A read that is quick shows nothing in between; a slow one says that it is still at it.
  if (waitedS < 0.3) return html`<div class="notice"></div>`;
  return html`<div class="notice loading" role="status">
    <p>${waitedS < 8 ? say('loading') : say('loading.still', { n: Math.floor(waitedS) })}</p>
    <span class="bone"></span><span class="bone"></span><span class="bone"></span>
  </div>`;
}

/** Why there is nothing to see. That there is nothing is said only when it is known. */
export function emptyNotice(
  empty: Empty,
  { words, say, sources: { now } }: { readonly words: Words; readonly say: Say; readonly sources: Sources },
): TemplateResult | typeof nothing {
  // The strip above says that the data stopped; what that leaves of nothing is nothing known.
  if (empty === 'stopped') return nothing;
  if (empty !== 'empty') return html`<p class="empty" part="empty">${say('empty.unsure')}</p>`;
  return html`<p class="empty" part="empty">
    <slot name="empty">${say('empty', { time: now === undefined ? '' : words.clock(now, now) })}</slot>
  </p>`;
}
