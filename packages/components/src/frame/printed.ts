import { html, type TemplateResult } from 'lit';
import type { Instant } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import type { Sources } from './frame.js';

/** For paper, which says nothing by itself later on: what it is about, as of when, and when it was printed. */
export function printed(words: Words, { link, now }: Sources, place = ''): TemplateResult {
  const asOf = link.state === 'live' ? now : link.state === 'stale' ? link.since : undefined;
  const time = (at: Instant | undefined): string => (at === undefined ? words.say('unknown') : words.date(at));
  const told = words.say('printed', { asOf: time(asOf), now: time(now) });
  return html`<p class="printed">${place === '' ? told : `${place} · ${told}`}</p>`;
}
