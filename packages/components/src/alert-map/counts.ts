import type { Words } from '../i18n/words.js';
import type { Level } from '../marks/level.js';
import { isPoint, type Item } from './item.js';

/** How many of each level; `others`, by the word of their chip, are graded by a number without colour, or below all levels. */
export type LevelCounts = { readonly [L in Level]: number } & { readonly others: ReadonlyMap<string, number> };

/** Warnings and alarms are counted apart: their scales share colours and never mix. Ended ones are not counted. */
export interface Counts {
  readonly warnings: LevelCounts;
  readonly alarms: LevelCounts;
  readonly unacknowledged: number;
  readonly unlocated: number;
  readonly total: number;
}

export function countItems(items: readonly Item[]): Counts {
  const open = items.filter((item) => item.ended === undefined);
  const points = open.filter(isPoint);
  return {
    warnings: byLevel(open.filter((item) => !isPoint(item))),
    alarms: byLevel(points),
    unacknowledged: points.filter((item) => item.waiting).length,
    unlocated: points.filter((item) => item.position === undefined).length,
    total: open.length,
  };
}

/** What is real, and what of drills: never in one number. */
export const countApart = (items: readonly Item[]): readonly [real: Counts, drill: Counts] => [
  countItems(items.filter((item) => !item.exercise)),
  countItems(items.filter((item) => item.exercise)),
];

export function byLevel(items: readonly Item[]): LevelCounts {
  const counts = { red: 0, orange: 0, ungraded: 0, yellow: 0, blue: 0 };
  const others = new Map<string, number>();
  for (const item of items)
    if (item.numbered) others.set(item.word, (others.get(item.word) ?? 0) + 1);
    else counts[item.level] += 1;
  return { ...counts, others };
}

/** The worst of some items by rank, whatever scale graded it; `undefined` of none. */
export function gravest(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>((worst, item) => (worst && worst.rank <= item.rank ? worst : item), undefined);
}

/** What a level is called in a sentence such as 最高红色: incidents and warnings share the colours, numbers stay numbers. */
export const levelWord = (item: Item, words: Words): string =>
  item.numbered ? item.word : words.say(`colour.${item.level}`);

/** The word of the worst of some items; empty of none. */
export function gravestWord(items: readonly Item[], words: Words): string {
  const worst = gravest(items);
  return worst ? levelWord(worst, words) : '';
}
