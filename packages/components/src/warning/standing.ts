import type { Instant, Row, Warning } from '@yingji/core';
import { untilWords } from '../alert-map/warning-sentence.js';
import { MINUTE_MS } from '../i18n/time.js';
import type { Words } from '../i18n/words.js';
import type { Shown } from './picture.js';
import type { SayOfWarnings } from './words.js';

/** How a warning stands, in words: 剩 2 小时 28 分 and 至 17:00, or how it is over. */
export interface StandingWords {
  readonly main: string;
  readonly beside?: string;
  /** Minutes until it runs out, where it has an end that is still to come. */
  readonly left?: number;
}

export interface Saying {
  readonly words: Words;
  readonly say: SayOfWarnings;
  readonly now: Instant | undefined;
}

export function standingWords({ item, over }: Shown, { words, say, now }: Saying): StandingWords {
  const value = item.row.value as unknown as Warning;
  if (over) return { main: overWords({ item, over }, say), ...(over.at && { beside: words.both(over.at, now) }) };
  if (item.unjudged) return { main: say('standing') };
  const expires = value.expires as Instant | undefined;
  const until = untilWords(item.row, words, now);
  if (item.state === 'scheduled' && value.effective !== undefined)
    return { main: say('from', { time: words.clock(value.effective as Instant, now) }), beside: until };
  if (expires === undefined || now === undefined) return { main: sentenceCase(until) };
  const ms = Date.parse(expires) - Date.parse(now);
  // Core has not said that it is over: perhaps the data stopped, perhaps the beat is a moment late.
  if (ms <= 0) return { main: say('past', { time: words.clock(expires, now) }) };
  const left = Math.floor(ms / MINUTE_MS);
  return { main: left === 0 ? say('left.less') : say('left', { age: words.span(now, expires) }), beside: until, left };
}

/** It stands by itself here; in the list it is part of a sentence. */
const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** 已解除, 已被第 3 次更新替代. */
function overWords({ over }: Required<Shown>, say: SayOfWarnings): string {
  const n = Number(over.by?.derived['revision'] ?? 0);
  return over.how === 'superseded' && n > 1 ? say('over.superseded.n', { n }) : say(`over.${over.how}`);
}

/** Ⅱ级·严重, in the words of its own scheme; those of others are not known to mean the same. */
export function degreeWords({ item }: Shown, say: SayOfWarnings): string {
  const { scheme } = item.row.value as unknown as Partial<Warning>;
  if (scheme === 'signal-colour') return item.level === 'ungraded' ? '' : say(`degree.${item.level}`);
  const key = `scheme.${scheme ?? ''}`;
  return isSchemeKey(key) ? say(key) : '';
}

const SCHEMES = ['scheme.numbered-level', 'scheme.hydrological', 'scheme.flash-flood', 'scheme.cap-severity'] as const;
const isSchemeKey = (key: string): key is (typeof SCHEMES)[number] => (SCHEMES as readonly string[]).includes(key);

/** 首次发布, 第 2 次更新. */
export function revisionWords(row: Row, words: Words): string {
  const n = Number(row.derived['revision'] ?? 1);
  return n > 1 ? words.say('fact.revision.n', { n }) : words.say('fact.revision.first');
}

/** Minutes before the end at which the countdown, silent otherwise, is said aloud. */
const SPOKEN_AT = [60, 10];

/** Says how long is left when it falls to an hour and to ten minutes; what was already below is shown, not said. */
export class Countdown {
  readonly #left = new Map<string, number>();

  /** The title of each whose time passed a mark since last time. */
  passed(all: readonly { readonly id: string; readonly left: number | undefined }[]): readonly string[] {
    const found: string[] = [];
    for (const { id, left } of all) {
      if (left === undefined) continue;
      const before = this.#left.get(id);
      this.#left.set(id, left);
      if (before !== undefined && SPOKEN_AT.some((mark) => before >= mark && left < mark)) found.push(id);
    }
    return found;
  }
}
