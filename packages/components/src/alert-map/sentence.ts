import type { Instant, Row, Warning } from '@yingji/core';
import { minutesSince } from '../i18n/time.js';
import type { Words } from '../i18n/words.js';
import type { Item } from './item.js';
import { areaNames, peopleIn } from './warning-item.js';
import type { ItemContext } from './item-context.js';

const NAMED = 3;

/** One row of the list as a sentence; `rest` is what follows the title. */
export function sentence(
  item: Item,
  context: Pick<ItemContext, 'words' | 'places' | 'now'>,
): { title: string; rest: string } {
  const text = item.kind === 'warning' ? warningRest(item, context) : pointRest(item, context);
  return { title: item.title, rest: text };
}

/** 未确认 2 分, or who confirmed it and when; `row` within a sentence, `state` by itself. */
export function ackWords(item: Item, words: Words, now: Instant | undefined, as: 'row' | 'state' = 'state'): string {
  if (item.unjudged) return words.say('unjudged.acknowledged');
  if (item.acknowledged)
    return words.say('state.acknowledged', {
      name: item.acknowledged.masked,
      time: words.clock(item.acknowledged.at, now),
    });
  return now === undefined || minutesSince(item.recordedAt, now) === 0
    ? words.say(`${as}.unacknowledged`)
    : words.say(`${as}.unacknowledged.for`, { age: words.span(item.recordedAt, now, 'short') });
}

function pointRest(item: Item, { words, now }: Pick<ItemContext, 'words' | 'now'>): string {
  const told = item.row.derived['reports'];
  const where = [
    ...(item.where === '' ? [] : [item.where]),
    ...(typeof told === 'number' && told > 1 ? [words.say('reports.of', { n: told })] : []),
  ].join(words.say('comma'));
  const when = words.ago(item.at, now);
  const state = [
    ...(item.incident === undefined ? [] : [words.say('state.attached')]),
    ...(item.inferred ? [words.say('inferred')] : []),
    ackWords(item, words, now, 'row'),
  ].join(words.say('comma'));
  const whole = words.say('row.point', { title: '', where, when, state });
  // A place that nobody named leaves no empty hole in the sentence.
  const comma = words.say('comma');
  return where === '' ? whole.replace(comma + comma, comma) : whole;
}

function warningRest(item: Item, context: Pick<ItemContext, 'words' | 'places' | 'now'>): string {
  const { words, now } = context;
  if (item.ended)
    return words.say('row.ended', {
      title: '',
      ended: words.say(`ended.${item.ended.how}`),
      when: words.ago(item.ended.at, now),
    });
  const until = untilWords(item.row, words, now);
  const places = placesWords(item.row, context);
  if (places === '') return words.say('row.warning.nowhere', { title: '', until });
  const n = peopleIn(item.row, context.places);
  const people = n === undefined ? '' : words.say('people', { n: words.glance(n) });
  const value = item.row.value as unknown as Warning;
  if (item.state === 'scheduled' && value.effective !== undefined)
    return words.say('row.scheduled', {
      title: '',
      time: words.clock(value.effective as Instant, now),
      places,
      people,
      until,
    });
  return words.say('row.warning', { title: '', places, people, until });
}

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
  return words.say('until.open', { age: now === undefined ? words.say('unknown') : words.span(since, now) });
}
