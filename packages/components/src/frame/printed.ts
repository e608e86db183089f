import { html, type TemplateResult } from 'lit';
import type { Instant } from '@yingji/core';
import { within } from '../i18n/format.js';
import type { Words } from '../i18n/words.js';
import type { Sources } from './frame.js';

/** Where it is not known who printed it, or when: a line to write on. */
const TO_WRITE = '＿＿＿＿＿＿';

/** For paper, which says nothing by itself later on: what it is about, as of when, when it was printed, and by whom, masked as on the screen. */
export function printed(words: Words, { link, now, actor, readOnly }: Sources, place = ''): TemplateResult {
  // Of a picture of the past the time is that of the past: what it is now nobody says.
  const isPast = readOnly === 'past';
  const asOf = isPast || link.state === 'live' ? now : link.state === 'stale' ? link.since : undefined;
  const time = (at: Instant | undefined): string => (at === undefined ? within(words.say('unknown')) : words.date(at));
  const [when, by] = [isPast ? TO_WRITE : time(now), actor ?? TO_WRITE];
  const told = words.say(isPast ? 'printed.past' : 'printed', { asOf: time(asOf), now: when, by });
  return html`<p class="printed">${place === '' ? told : `${place} · ${told}`}</p>`;
}
