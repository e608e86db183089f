import { html, type TemplateResult } from 'lit';
import type { Instant } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import type { Sources } from './frame.js';

/** Where nobody is known to have printed it: a line to sign on. */
const TO_SIGN = '＿＿＿＿＿＿';

/** For paper, which says nothing by itself later on: what it is about, as of when, when it was printed, and by whom, masked as on the screen. */
export function printed(words: Words, { link, now, actor }: Sources, place = ''): TemplateResult {
  const asOf = link.state === 'live' ? now : link.state === 'stale' ? link.since : undefined;
  const time = (at: Instant | undefined): string => (at === undefined ? words.say('unknown') : words.date(at));
  const told = words.say('printed', { asOf: time(asOf), now: time(now), by: actor ?? TO_SIGN });
  return html`<p class="printed">${place === '' ? told : `${place} · ${told}`}</p>`;
}
