import { ownWords, type OwnWords } from '../frame/own-words.js';
import { Spoken } from '../i18n/spoken.js';
import { wordsFor } from '../i18n/words.js';
import type { ItemContext } from './item-context.js';
import type { Tasks } from '../map-tasks/tasks.js';
import type { MapKey } from './map-zh.js';

export type { MapKey } from './map-zh.js';

/** What only the map and its list say: who shows another element loads none of it, and who reads one language loads that. */
export const SENTENCES = new Spoken<MapKey>({
  zh: async () => (await import('./map-zh.js')).zh,
  en: async () => (await import('./map-en.js')).en,
});

export type MapWords = OwnWords<MapKey>;

/** The words of the map for a language tag, once {@link SENTENCES} know that language. */
export const mapWordsFor = (tag: string): MapWords => ownWords(wordsFor(tag), SENTENCES);

/** What a row is turned into words with, where the map says them. */
export interface MapContext extends ItemContext {
  readonly words: MapWords;
  /** There where there are tasks. */
  readonly tasks?: Tasks | undefined;
}
