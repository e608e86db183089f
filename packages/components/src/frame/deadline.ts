import type { Instant } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import { sayOf, type Sentences } from './own-words.js';

const zh = {
  left: '剩 {age}',
  'left.less': '剩不足 1 分',
  over: '超时 {age}',
  'over.just': '刚超时',
  unknown: '时限不明',
} as const;

const en: { readonly [K in keyof typeof zh]: string } = {
  left: '{age} left',
  'left.less': 'less than 1 min left',
  over: '{age} late',
  'over.just': 'just late',
  unknown: 'by when is unknown',
};

const SENTENCES: Sentences<keyof typeof zh> = { zh, en };

/** How long is left until a deadline, or for how long it has passed: 剩 10 分, 超时 6 分. What is no time is unknown. */
export function deadlineWords(due: Instant | undefined, now: Instant, words: Pick<Words, 'lang' | 'span'>): string {
  const say = sayOf(SENTENCES, words.lang);
  const ms = Date.parse(due ?? '') - Date.parse(now);
  if (due === undefined || Number.isNaN(ms)) return say('unknown');
  if (Math.abs(ms) < 60_000) return say(ms > 0 ? 'left.less' : 'over.just');
  return ms > 0
    ? say('left', { age: words.span(now, due, 'short') })
    : say('over', { age: words.span(due, now, 'short') });
}
