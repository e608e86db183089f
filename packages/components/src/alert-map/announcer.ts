import type { Instant } from '@yingji/core';
import type { Speaker } from '../controllers/speaker.js';
import type { Words } from '../i18n/words.js';
import { Arrivals, floodOf, type Flood } from './flood.js';
import type { Sources } from '../frame/frame.js';
import type { Item } from './item.js';
import { digestOf, newsOf, sayNews, type Heard } from './news.js';

const DIGEST_MS = 5000;
const FLOOD_DIGEST_MS = 30_000;

/** Listens to the picture and has the speaker say what is new; knows whether alarms come in a flood. */
export class Announcer {
  flood: Flood | undefined;
  drillFlood: Flood | undefined;

  /** Since when each thing is known here. */
  arrivals = new Arrivals();

  readonly #speaker: Speaker;
  #heard: Heard | undefined;
  #fresh: Item[] = [];
  #link: Sources['link']['state'] | undefined;

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
  }

  /** Starts anew with another picture. */
  forget(): void {
    this.#heard = undefined;
    this.#fresh = [];
    this.#link = undefined;
    this.flood = this.drillFlood = undefined;
    this.arrivals = new Arrivals();
  }

  /** Measures the flood before it is drawn. */
  measure(items: readonly Item[], now: Instant | undefined): void {
    this.arrivals.take(items);
    const { of: arrived } = this.arrivals;
    const part = (exercise: boolean): readonly Item[] => items.filter((item) => item.exercise === exercise);
    this.flood = floodOf(part(false), now, { before: this.flood !== undefined, arrived });
    this.drillFlood = floodOf(part(true), now, { before: this.drillFlood !== undefined, arrived });
  }

  /** Has it said; gives what is new since last time, most urgent first. */
  listen(items: readonly Item[], words: Words): readonly Item[] {
    const { heard, urgent, arrived, fresh } = newsOf(items, this.#heard, words);
    this.#heard = heard;
    for (const { key, text } of urgent) this.#speaker.cry(key, text);
    if (fresh.length > 0) {
      this.#fresh.push(...fresh);
      const digest = (): string => {
        const text = digestOf(this.#fresh, words, { flood: this.flood, drillFlood: this.drillFlood });
        this.#fresh = [];
        return text;
      };
      this.#speaker.say('news', digest, this.flood || this.drillFlood ? FLOOD_DIGEST_MS : DIGEST_MS);
    }
    return arrived;
  }

  /** Says that the data stopped, or flows again. */
  link({ link, now }: Sources, words: Words): void {
    const before = this.#link;
    this.#link = link.state;
    if (before === undefined || before === link.state || before === 'unknown') return;
    const since = link.since;
    if (link.state === 'live') this.#speaker.say('link', () => sayNews(words)('news.live'));
    else if (since !== undefined)
      this.#speaker.say('link', () => sayNews(words)('news.stale', { time: words.clock(since, now) }));
  }
}
