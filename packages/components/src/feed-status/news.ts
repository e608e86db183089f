import type { EntityId, Freshness } from '@yingji/core';
import { feedName } from '../frame/freshness.js';
import type { Speaker } from '../controllers/speaker.js';
import type { FeedItem } from './feeds.js';
import type { FeedWords } from './words.js';

const NAMED = 3;

interface Change {
  readonly item: FeedItem;
  readonly was: FeedItem['state'];
}

/** Hears which real sources stop and come back: each change politely, and once all are lost, at once. */
export class FeedNews {
  readonly #speaker: Speaker;
  #before: ReadonlyMap<EntityId, FeedItem> | undefined;
  /** What changed and was not said yet: one that stopped and came back meanwhile is no news. */
  readonly #changed = new Map<EntityId, Change>();

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
  }

  /** Starts anew with another picture. */
  forget(): void {
    this.#before = undefined;
    this.#changed.clear();
  }

  listen(items: readonly FeedItem[], link: Freshness, words: FeedWords): void {
    const before = this.#before;
    // Before the way to the data was ever there nothing was away, and nothing comes back.
    if (!before && link.state === 'unknown') return;
    this.#before = new Map(items.map((item) => [item.id, item]));
    if (!before) return;
    const isLive = (item: FeedItem | undefined): boolean => item?.state === 'live';
    for (const item of items) {
      const had = before.get(item.id);
      if (had && isLive(had) !== isLive(item))
        this.#changed.set(item.id, { item, was: this.#changed.get(item.id)?.was ?? had.state });
    }
    if (items.length > 0 && !items.some(isLive) && [...before.values()].some(isLive)) {
      this.#changed.clear();
      const at =
        link.state === 'live'
          ? items
              .map(({ row }) => row.at)
              .sort()
              .at(-1)
          : link.since;
      this.#speaker.cry(`feeds-lost ${at}`, words.say('news.lost'));
    } else if (this.#changed.size > 0) this.#speaker.say('feeds', () => this.#text(words));
  }

  #text(words: FeedWords): string {
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    const part = (key: 'news.stopped' | 'news.back' | 'news.first', is: (change: Change) => boolean): string => {
      const names = changed.filter(is).map(({ item }) => feedName(item.row, words));
      if (names.length === 0) return '';
      const some = names.slice(0, NAMED).join(words.say('list'));
      return words.say(key, {
        names: names.length > NAMED ? words.say('names.more', { names: some, n: names.length }) : some,
      });
    };
    const stopped = part('news.stopped', ({ item, was }) => was === 'live' && item.state !== 'live');
    const back = part('news.back', ({ item, was }) => was === 'stale' && item.state === 'live');
    // One that was never heard does not come back.
    return `${stopped}${back}${part('news.first', ({ item, was }) => was === 'unknown' && item.state === 'live')}`;
  }
}
