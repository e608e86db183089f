import type { EntityId } from '@yingji/core';
import { sayOf, type Say } from '../frame/own-words.js';
import { LEVELS } from '../marks/level.js';
import type { Words } from '../i18n/words.js';
import { byLevel } from './counts.js';
import type { Item } from './item.js';
import type { Flood } from './flood.js';
import { newsSentences, type NewsKey } from './news-words.js';

/** What was heard of an item last time. */
export type Heard = ReadonlyMap<EntityId, string>;

export interface News {
  readonly heard: Heard;
  /** To be said at once, each once on the whole page. */
  readonly urgent: readonly { readonly key: string; readonly text: string }[];
  /** New ones, whether said singly or not. */
  readonly arrived: readonly Item[];
  /** Those of them that are not said singly. */
  readonly fresh: readonly Item[];
}

/** The language of the page, for what is said aloud. */
export const sayNews = ({ lang }: Words): Say<NewsKey> => sayOf(newsSentences, lang);

const stamp = (item: Item): string =>
  `${item.level}|${item.ended?.how ?? ''}|${item.kind === 'warning' ? '' : `${item.row.value['level'] ?? ''}`}`;

/**
 * What is new since last time. The first look at a picture tells nothing: it is shown, not announced. A new red, a thing
 * that becomes red, and the end of a red warning are urgent.
 */
export function newsOf(items: readonly Item[], heard: Heard | undefined, words: Words): News {
  const say = sayNews(words);
  const next = new Map(items.map((item) => [item.id, stamp(item)]));
  if (!heard) return { heard: next, urgent: [], arrived: [], fresh: [] };
  const urgent: { key: string; text: string }[] = [];
  const fresh: Item[] = [];
  for (const item of items) {
    const before = heard.get(item.id);
    const now = next.get(item.id)!;
    if (before === now) continue;
    const kind = say(`kind.${item.kind}`);
    const { title } = item;
    const tell = (text: string): void => void urgent.push({ key: `${item.id} ${now}`, text });
    if (item.ended) {
      const { how } = item.ended;
      // That it ran out is seen, not told as an end that somebody gave it.
      if (before?.startsWith('red|') && how !== 'expired')
        tell(say('news.red.ended', { title, ended: words.say(`ended.${how}`) }));
    } else if (item.level === 'red')
      tell(
        say(before === undefined ? (isUpdate(item) ? 'news.red.changed' : 'news.red') : 'news.red.changed', {
          kind,
          title,
        }),
      );
    else if (before === undefined) fresh.push(item);
  }
  const arrived = items.filter((item) => !heard.has(item.id) && !item.ended);
  return { heard: next, urgent, arrived, fresh };
}

/** A later message of a chain is an update, not a new warning. */
const isUpdate = (item: Item): boolean => item.kind === 'warning' && Number(item.row.derived['revision'] ?? 1) > 1;

/** One sentence about several new things: 新增 3 项：橙色 1 项、未定级 2 项。 In a flood it begins with that. Drills are said apart. */
export function digestOf(
  items: readonly Item[],
  words: Words,
  floods: { readonly flood?: Flood | undefined; readonly drillFlood?: Flood | undefined } = {},
): string {
  const say = sayNews(words);
  const part = (some: readonly Item[], flood: Flood | undefined): string => {
    const counts = byLevel(some);
    const levels = LEVELS.map((level) => [words.say(`colour.${level}`), counts[level]] as const);
    const parts = [...levels, ...counts.others]
      .filter(([, n]) => n > 0)
      .map(([level, n]) => say('news.part', { level, n }));
    const told = { n: some.length, parts: parts.join(words.say('list')) };
    return some.length === 0 ? '' : say(flood ? 'news.digest.flood' : 'news.digest', told);
  };
  const real = part(
    items.filter((item) => !item.exercise),
    floods.flood,
  );
  const drill = part(
    items.filter((item) => item.exercise),
    floods.drillFlood,
  );
  return [real, ...(drill === '' ? [] : [`${say('news.exercise')}${drill}`])].filter((text) => text !== '').join('');
}
