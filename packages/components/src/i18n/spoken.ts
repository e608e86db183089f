export type Lang = 'zh' | 'en';

/** Anything but English is Chinese. */
export const langOfTag = (tag: string | null | undefined): Lang => (/^en\b/i.test(tag ?? '') ? 'en' : 'zh');

type Said<K extends string> = { readonly [name in K]: string };

/** Sentences of which a page fetches the language it speaks, with the same keys in each. */
export class Spoken<K extends string> {
  /** Those of a language are there once it was learned; none is asked for before. */
  readonly zh!: Said<K>;
  readonly en!: Said<K>;
  readonly #fetch: { readonly [L in Lang]: () => Promise<Said<K>> };

  constructor(fetch: { readonly [L in Lang]: () => Promise<Said<K>> }) {
    this.#fetch = fetch;
  }

  knows(lang: Lang): boolean {
    return (this[lang] as Said<K> | undefined) !== undefined;
  }

  /** Fails where the file cannot be fetched; asked again, it is fetched anew. */
  async learn(lang: Lang): Promise<void> {
    if (!this.knows(lang)) Object.assign(this, { [lang]: await this.#fetch[lang]() });
  }
}
