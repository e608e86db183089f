import { createPushFeed, stated } from '../feed/push.js';
import type { EntityId } from '../model/id.js';
import type { Clock } from '../ports/clock.js';
import type { Delivery, Feed, Verdict } from '../ports/feed.js';

/** A feed played by hand, and what it was answered. */
export interface FeedByHand {
  feed: Feed;
  deliver(key: string, drafts: readonly (readonly [string, object, number?])[], more?: Partial<Delivery>): void;
  readonly verdicts: Verdict[];
}

export function createFeedByHand(clock: Clock, more: Partial<Feed> = {}): FeedByHand {
  const verdicts: Verdict[] = [];
  const { feed, push } = createPushFeed({ id: 'by-hand', title: { zh: '手动', en: 'By hand' }, ...more });
  return {
    verdicts,
    deliver(key, drafts, extra = {}) {
      const at = clock.now();
      const made = drafts.map(([id, value]) => stated(id as EntityId, value, at));
      void push({ key, receivedAt: at, drafts: made, ...extra }).then((verdict) => verdicts.push(verdict));
    },
    feed,
  };
}
