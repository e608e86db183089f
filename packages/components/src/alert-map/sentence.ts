import type { Instant, Warning } from '@yingji/core';
import { ackWords } from './confirmation.js';
import type { Item } from './item.js';
import { peopleIn } from './warning-item.js';
import { placesWords, untilWords } from './warning-sentence.js';
import type { MapContext } from './words.js';

/** One row of the list as a sentence; `rest` is what follows the title. */
export function sentence(
  item: Item,
  context: Pick<MapContext, 'words' | 'places' | 'now'>,
): { title: string; rest: string } {
  const text = item.kind === 'warning' ? warningRest(item, context) : pointRest(item, context);
  return { title: item.title, rest: text };
}

function pointRest(item: Item, { words, now }: Pick<MapContext, 'words' | 'now'>): string {
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

function warningRest(item: Item, context: Pick<MapContext, 'words' | 'places' | 'now'>): string {
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
