import { gravestWord, levelWord } from './counts.js';
import { isPoint, type Item } from './item.js';
import type { MapWords } from './words.js';

/** What a reader may switch off of what every map has; the first three filter the list as well. */
export type Layer = 'warnings' | 'incidents' | 'reports' | 'devices' | 'places';

/** What the reader chose not to see. Counts in the header never pass through it. */
export interface Filter {
  readonly hidden: ReadonlySet<Layer>;
  readonly text: string;
}

const layerOf = (item: Item): Layer =>
  item.kind === 'incident' ? 'incidents' : isPoint(item) ? 'reports' : 'warnings';

/** A red that is not over stands through every filter, as does what may be one: nobody forgets a filter at the price of a life. */
const alwaysShown = (item: Item): boolean => item.unjudged || (item.level === 'red' && item.ended === undefined);

/** The same array when nothing is filtered. */
export function filterItems(items: readonly Item[], { hidden, text }: Filter): readonly Item[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' && hidden.size === 0) return items;
  return items.filter(
    (item) =>
      alwaysShown(item) ||
      (!hidden.has(layerOf(item)) &&
        (wanted === '' || `${item.title} ${item.where} ${item.word}`.toLowerCase().includes(wanted))),
  );
}

/** 已筛去 12，其中橙色 1: the worst of what is hidden is told, so that a filter hides nothing grave in silence. */
export function filteredWords(items: readonly Item[], shown: readonly Item[], words: MapWords): string {
  const kept = new Set(shown);
  const out = items.filter((item) => !kept.has(item) && item.ended === undefined);
  if (out.length === 0) return '';
  const level = gravestWord(out, words);
  const n = out.filter((item) => levelWord(item, words) === level).length;
  return [words.say('filtered', { n: out.length }), words.say('filtered.worst', { level, n })].join(words.say('comma'));
}
