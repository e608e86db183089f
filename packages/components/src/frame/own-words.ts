import { format } from '../i18n/format.js';
import type { Lang, Words } from '../i18n/words.js';
import type { Key } from '../i18n/zh.js';

/** Sentences of one element, in both languages with the same keys; one under a shared key is said in place of that. */
export type Sentences<K extends string> = { readonly [L in Lang]: { readonly [name in K]: string } };

/** A language that also speaks the sentences of one element. */
export interface OwnWords<K extends string> extends Words {
  /** Members, not methods: words that do not know the sentences of the element are no words of it. */
  readonly say: (key: Key | K, values?: { readonly [name: string]: string | number }) => string;
  readonly sayOr: (key: string, other: Key | K, values?: { readonly [name: string]: string | number }) => string;
}

export function ownWords<K extends string>(words: Words, sentences: Sentences<K>): OwnWords<K> {
  const own: { readonly [name: string]: string } = sentences[words.lang];
  const say: OwnWords<K>['say'] = (key, values) =>
    Object.hasOwn(own, key) ? format(own[key]!, values) : words.say(key as Key, values);
  return {
    ...words,
    say,
    sayOr: (key, other, values) => say(Object.hasOwn(own, key) || words.has(key) ? (key as K) : other, values),
  };
}

/** Says a sentence of one element. */
export type Say<K extends string> = (key: K, values?: { readonly [name: string]: string | number }) => string;

/**
 * Says the sentences of one element alone, whatever words stand under the same keys elsewhere. A word that only a newer host knows is
 * said as it is written, `role.diver` as `diver`.
 */
export const sayOf =
  <K extends string>(sentences: Sentences<K>, lang: Lang): Say<K> =>
  (key, values) =>
    format((sentences[lang] as { readonly [key: string]: string })[key] ?? key.slice(key.indexOf('.') + 1), values);
