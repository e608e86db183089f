import { html, nothing, type TemplateResult } from 'lit';
import { within } from '../i18n/format.js';
import type { Words } from '../i18n/words.js';
import type { Frame, Sources } from './frame.js';
import { feedName } from './freshness.js';

export interface NoticeOptions {
  readonly frame: Frame;
  readonly sources: Sources;
  readonly words: Words;
  readonly waitedS: number;
  readonly onRetry: (() => void) | undefined;
  /** Something can be done here: what becomes of it while the data stand still is said. */
  readonly acts?: boolean;
  /** What waits on this device to be sent, where something may. */
  readonly outgoing?: TemplateResult | undefined;
}

/** Why reading failed. A view that was closed comes back by no retry. */
const failure = (key: 'failed.first' | 'failed.again', code: string, options: NoticeOptions): TemplateResult => {
  const { words, onRetry } = options;
  if (code === 'view-closed') return html`${words.say('failed.closed', { code })}`;
  return html`${words.say(key, { cause: words.sayOr(`cause.${code}`, 'cause.other'), code })}
  ${onRetry ? html`<button @click=${onRetry}>${words.say('retry')}</button>` : nothing}`;
};

/** What stands in place of what cannot be read: there is no view, or reading failed. */
export function unreadable(options: NoticeOptions): TemplateResult | undefined {
  const { frame, words } = options;
  if (frame.show === 'no-view')
    return html`<p class="notice failed" part="failed" role="alert">${words.say('failed.no-view')}</p>`;
  if (frame.show !== 'failed') return undefined;
  return html`<p class="notice failed" part="failed" role="alert">${failure('failed.first', frame.code, options)}</p>`;
}

/** What stands in place of the content: no view, nothing read yet, cannot be read. */
export function standIn(options: NoticeOptions): TemplateResult {
  const { words, waitedS } = options;
  const told = unreadable(options);
  if (told) return told;
  // A read that is quick shows nothing in between; a slow one says that it is still at it.
  if (waitedS < 0.3) return html`<div class="notice"></div>`;
  return html`<div class="notice loading" role="status">
    <p>${waitedS < 8 ? words.say('loading') : words.say('loading.still', { n: Math.floor(waitedS) })}</p>
    <span class="bone"></span><span class="bone"></span><span class="bone"></span>
  </div>`;
}

/** Strips above the content: it is old, reading failed again, a part of it is old, could not be judged, or is missing. */
export function strips(options: NoticeOptions): TemplateResult | typeof nothing {
  const { frame, sources, words } = options;
  if (frame.show !== 'content') return nothing;
  const { link, now, silent, total, unjudged, lacks } = sources;
  const since = link.since;
  return html`${
    frame.stale
      ? html`<p class="strip stale" part="stale">
          ${
            since !== undefined && now !== undefined
              ? words.say('stale.strip', { time: words.clock(since, now), ago: words.span(since, now) })
              : words.say('unknown')
          }
        </p>`
      : nothing
  }
  ${
    frame.code === undefined
      ? nothing
      : html`<p class="strip failed" part="failed">${failure('failed.again', frame.code, options)}</p>`
  }
  ${options.outgoing ?? (frame.stale && options.acts ? html`<p class="strip offline">${words.say('offline.strip')}</p>` : nothing)}
  ${
    frame.partial
      ? html`<p class="strip stale" part="stale">
          ${words.say('partial.strip', {
            n: total,
            m: silent.length,
            names: silent.map((row) => silentName(row, words, now)).join(words.say('list')),
          })}
        </p>`
      : nothing
  }
  ${
    unjudged === undefined
      ? nothing
      : html`<p class="strip unjudged" role="status">
          <span><b>?</b> ${words.say(unjudged === 0 ? 'unjudged.elsewhere' : 'unjudged.strip', { n: unjudged })}</span>
        </p>`
  }
  ${
    lacks
      ? html`<p class="strip unjudged" role="status">
          <span><b>?</b> ${words.say(`${lacks}.strip`)}</span>
        </p>`
      : nothing
  }`;
}

function silentName(row: Sources['silent'][number], words: Words, now: Sources['now']): string {
  const { state, since } = row.fresh;
  const name = feedName(row, words);
  if (state !== 'stale' || since === undefined || now === undefined) return `${name} ${within(words.say('unknown'))}`;
  return `${name} ${within(words.say('stopped.ago', { time: words.clock(since, now), ago: words.span(since, now) }))}`;
}
