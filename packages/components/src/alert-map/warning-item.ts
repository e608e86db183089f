import type { EntityId, Instant, Query, Row, Warning, WarningTelling } from '@yingji/core';
import { minutesSince } from '../i18n/time.js';
import type { Words } from '../i18n/words.js';
import { isColour } from '../marks/level.js';
import type { Item } from './item.js';
import { isUnjudged } from '../controllers/observe.js';
import { levelOf, titled, type ItemContext } from './item-context.js';

/** How long a warning that is over stays in the list, so that people see it end. By the host's time. */
const FAREWELL_MIN = 15;

const ENDS = new Set(['lifted', 'withdrawn', 'ended']);

/** Ends of red and orange warnings, however many lesser ones were issued since: one that stood for days is not lifted unseen. */
export const GRAVE_ENDS: Query = {
  kind: 'warning',
  where: [
    { field: 'derived.state', op: 'in', value: [...ENDS, 'expired'] },
    { field: 'derived.level', op: 'in', value: ['red', 'orange'] },
  ],
  sort: [{ field: 'at', dir: 'desc' }],
  top: 200,
};

/** A warning as an item; `undefined` for a message that only ends others, and for one that is over for a while. */
export function warningItem(row: Row, context: ItemContext): Item | undefined {
  const { words, ended, now } = context;
  const value = row.value as unknown as Warning;
  const state = String(row.derived['state'] ?? 'in-force');
  const expired = state === 'expired';
  const over = expired || ENDS.has(state);
  // One that nobody ended ran out at the time it stated.
  const end = expired
    ? (value.expires as Instant | undefined)
    : over && ended.get(row.derived['endedBy'] as EntityId)?.at;
  if (over && !end) return undefined;
  if (end && now !== undefined && minutesSince(end, now) >= FAREWELL_MIN) return undefined;
  const { level, rank } = levelOf(row);
  const numbered = value.grade !== undefined && /^[1-4]$/.test(value.grade);
  const unjudged = isUnjudged(row);
  const word = numbered
    ? words.say(`grade.${value.grade as '1' | '2' | '3' | '4'}`)
    : words.say(level === 'ungraded' ? (unjudged ? 'unknown' : 'short.ungraded') : `chip.${level}`);
  const colour = numbered ? word : isColour(level) ? words.say(`colour.${level}`) : undefined;
  // Its own line also says where it only ends another.
  const title = unjudged ? value.title : titleOf(value, words, colour);
  const where = areaNames(row, context).join(words.say('list'));
  return {
    id: row.id,
    kind: 'warning',
    level,
    rank,
    word,
    numbered,
    title: titled(row, title, words),
    at: (value.sent as Instant | undefined) ?? row.at,
    recordedAt: row.recordedAt,
    exercise: row.exercise !== undefined,
    inferred: false,
    where,
    waiting: false,
    unjudged,
    stale: unjudged || context.stale(row.source),
    state,
    ...(end && { ended: { how: state as 'lifted', at: end } }),
    group: `${value.eventType ?? title}|${where}`,
    row,
  };
}

/** A value on which a rule failed may lack what the schema asks for; that must not take the others off the screen. */
export const tellingsOf = (value: Partial<Warning>): Warning['tellings'] => value.tellings ?? [];

/** The telling in the reader's language, else the first. */
export function tellingFor(value: Warning, words: Words): WarningTelling | undefined {
  const tellings = tellingsOf(value);
  return tellings.find(({ language }) => language.toLowerCase().startsWith(words.lang)) ?? tellings[0];
}

/** 暴雨橙色预警, from the event and the stated grade; the message's own line where it has neither. */
function titleOf(value: Warning, words: Words, colour: string | undefined): string {
  const event = tellingFor(value, words)?.event.trim();
  if (!event || colour === undefined || /预警|warning/i.test(event)) return value.title;
  return words.say('warning.title', { event, colour });
}

/** Places of ours that it covers; of what no rule could judge, those whose codes it states. */
export function placesOf(row: Row, places: ItemContext['places']): readonly EntityId[] {
  if (!isUnjudged(row)) return (row.derived['places'] as readonly EntityId[] | undefined) ?? [];
  const codes = new Set(
    tellingsOf(row.value as unknown as Warning).flatMap(({ areas }) =>
      areas.flatMap((area) => (area.codes ?? []).map(({ code }) => code)),
    ),
  );
  return [...places].flatMap(([id, { value }]) => (codes.has(String(value['code'])) ? [id] : []));
}

/** Names of the places it covers; the message's own words where no place of ours is among them. */
export function areaNames(row: Row, { places, words }: Pick<ItemContext, 'places' | 'words'>): string[] {
  const named = placesOf(row, places).flatMap((id) => {
    const name = places.get(id)?.value['name'];
    return typeof name === 'string' ? [name] : [];
  });
  if (named.length > 0) return named;
  const areas = tellingFor(row.value as unknown as Warning, words)?.areas ?? [];
  return [...new Set(areas.map(({ name }) => name).filter((name) => name !== ''))];
}

/** People in the places it covers, at night; `undefined` unless every place states it. */
export function peopleIn(row: Row, places: ItemContext['places']): number | undefined {
  const ids = placesOf(row, places);
  let sum = 0;
  for (const id of ids) {
    const population = places.get(id)?.value['population'] as { night?: number; day?: number } | undefined;
    const people = population?.night ?? population?.day;
    if (people === undefined) return undefined;
    sum += people;
  }
  return ids.length === 0 ? undefined : sum;
}
