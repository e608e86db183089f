import type { Words } from '../i18n/words.js';
import { LEVELS } from '../marks/level.js';
import { byLevel } from './counts.js';
import { isPoint, type Item } from './item.js';
import type { Layer } from './tools.js';

/** What the reader chose not to see. Counts in the header never pass through it. */
export interface Filter {
  readonly hidden: ReadonlySet<Layer>;
  readonly text: string;
}

const layerOf = (item: Item): Layer =>
  item.kind === 'incident' ? 'incidents' : isPoint(item) ? 'reports' : 'warnings';

/** The same array when nothing is filtered. */
export function filterItems(items: readonly Item[], { hidden, text }: Filter): readonly Item[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' && hidden.size === 0) return items;
  return items.filter(
    (item) =>
      !hidden.has(layerOf(item)) &&
      (wanted === '' || `${item.title} ${item.where} ${item.word}`.toLowerCase().includes(wanted)),
  );
}

/** 已筛去 12，其中橙色 1: the worst of what is hidden is told, so that a filter hides nothing grave in silence. */
export function filteredWords(items: readonly Item[], shown: readonly Item[], words: Words): string {
  const kept = new Set(shown);
  const out = items.filter((item) => !kept.has(item) && item.ended === undefined);
  if (out.length === 0) return '';
  const counts = byLevel(out);
  const level = LEVELS.find((each) => counts[each] > 0);
  const worst = level && words.say('filtered.worst', { level: words.say(`colour.${level}`), n: counts[level] });
  return [words.say('filtered', { n: out.length }), ...(worst === undefined ? [] : [worst])].join(words.say('comma'));
}
