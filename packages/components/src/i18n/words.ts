import type { Instant } from '@yingji/core';
import { format, grouped } from './format.js';
import { langOfTag, Spoken, type Lang } from './spoken.js';
import { clockTime, dateTime, minutesSince } from './time.js';
import type { Key } from './zh.js';

export type { Lang } from './spoken.js';

/** A language ready to speak: sentences, times and numbers. */
export interface Words {
  readonly lang: Lang;
  /** Tag for the `lang` attribute. */
  readonly tag: 'zh-CN' | 'en';
  say(key: Key, values?: { readonly [name: string]: string | number }): string;
  /** The sentence of a key made up at run time, or of `other` when there is none. */
  sayOr(key: string, other: Key): string;
  has(key: string): key is Key;
  /** Date and time, for what is read on another day. */
  date(at: Instant): string;
  clock(at: Instant, now: Instant | undefined): string;
  /** 4 分钟前 under an hour, else the absolute time. */
  ago(at: Instant, now: Instant | undefined): string;
  /** 4 分钟前（14:28）, or only the absolute time. */
  both(at: Instant, now: Instant | undefined): string;
  /** How long between two instants; `short` is for duty clocks: 未确认 2 分. */
  span(from: Instant, to: Instant, form?: 'short' | 'full'): string;
  /** A glance at a number: 3.6 万, else 22,700. */
  glance(n: number): string;
}

/** What every element says. */
export const SHARED = new Spoken<Key>({
  zh: async () => (await import('./zh.js')).zh,
  en: async () => (await import('./en.js')).en,
});

const build = (lang: Lang): Words => {
  const sentences = SHARED[lang];
  const has = (key: string): key is Key => Object.hasOwn(sentences, key);
  const say: Words['say'] = (key, values) => format(sentences[key], values);
  const clock: Words['clock'] = (at, now) => clockTime(at, now, { yesterday: sentences.yesterday });
  const span: Words['span'] = (from, to, form = 'full') => {
    const minutes = minutesSince(from, to);
    if (minutes === 0 && form !== 'short') return sentences['for.less'];
    if (minutes < 60) return say(form === 'short' ? 'for.short' : 'for.minutes', { n: minutes });
    const hours = Math.floor(minutes / 60);
    const [d, h, m] = [Math.floor(hours / 24), hours % 24, minutes % 60];
    // No zero behind a full hour or day: 3 小时.
    if (d === 0) return say(m === 0 ? 'for.hours.full' : 'for.hours', { h, m });
    return say(h === 0 ? 'for.days.full' : 'for.days', { d, h });
  };
  const recent = (at: Instant, now: Instant | undefined): string | undefined => {
    if (now === undefined || Date.parse(at) > Date.parse(now)) return undefined;
    const minutes = minutesSince(at, now);
    return minutes === 0 ? sentences['just.now'] : minutes < 60 ? say('ago.minutes', { n: minutes }) : undefined;
  };
  return {
    lang,
    tag: lang === 'zh' ? 'zh-CN' : 'en',
    say,
    sayOr: (key, other) => sentences[has(key) ? key : other],
    has,
    date: dateTime,
    clock,
    ago: (at, now) => recent(at, now) ?? clock(at, now),
    both: (at, now) => {
      const relative = recent(at, now);
      return relative === undefined ? clock(at, now) : say('time.both', { relative, time: clock(at, now) });
    },
    span,
    glance: (n) => (n < 10_000 ? grouped(n) : lang === 'zh' ? `${tenth(n / 10_000)} 万` : `${tenth(n / 1000)}k`),
  };
};

const tenth = (n: number): string => String(Math.round(n * 10) / 10);

const WORDS: { [L in Lang]?: Words } = {};

/** The words for a language tag, once {@link SHARED} knows that language. */
export function wordsFor(tag: string | null | undefined): Words {
  const lang = langOfTag(tag);
  return (WORDS[lang] ??= build(lang));
}
