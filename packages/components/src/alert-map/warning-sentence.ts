import type { Instant, Row, Warning } from '@yingji/core';
import { minutesSince } from '../i18n/time.js';
import { within } from '../i18n/format.js';
import type { Words } from '../i18n/words.js';
import type { ItemContext } from './item-context.js';
import { areaNames } from './warning-item.js';

const NAMED = 3;

/** 青秀区、兴宁区、江南区等 12 处. */
export function placesWords(row: Row, context: Pick<ItemContext, 'words' | 'places'>): string {
  const names = areaNames(row, context);
  const { words } = context;
  const first = names.slice(0, NAMED).join(words.say('list'));
  return names.length <= NAMED ? first : words.say('places.some', { names: first, n: names.length });
}

/** 至 17:00, or how long it has been in force without an end. */
export function untilWords(row: Row, words: Words, now: Instant | undefined): string {
  const { expires, sent } = row.value as unknown as Warning;
  if (expires !== undefined) return words.say('until.time', { time: words.clock(expires as Instant, now) });
  const since = (sent as Instant | undefined) ?? row.at;
  if (now !== undefined && minutesSince(since, now) === 0) return words.say('until.open.now');
  return words.say('until.open', { age: now === undefined ? within(words.say('unknown')) : words.span(since, now) });
}
