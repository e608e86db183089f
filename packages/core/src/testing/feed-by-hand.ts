import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import type { Clock } from '../ports/clock.js';
import type { Delivery, Feed, Verdict } from '../ports/feed.js';

/** A feed played by hand, and what it was answered. */
export interface FeedByHand {
  feed: Feed;
  deliver(key: string, drafts: readonly (readonly [string, object, number?])[], more?: Partial<Delivery>): void;
  readonly verdicts: Verdict[];
}

export function createFeedByHand(clock: Clock, more: Partial<Feed> = {}): FeedByHand {
  const queue: Delivery[] = [];
  const verdicts: Verdict[] = [];
  let wake: () => void = () => undefined;
  let token = 0;
  async function* deliveries(stop: AbortSignal): AsyncIterable<Delivery> {
    while (!stop.aborted) {
      const next = queue.shift();
      if (next) yield next;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
          stop.addEventListener('abort', () => resolve(), { once: true });
        });
    }
  }
  return {
    verdicts,
    deliver(key, drafts, extra = {}) {
      const at = clock.now();
      const made = drafts.map(([id, value]): Draft => ({
        v: 1,
        kind: id.split('/')[0]!,
        id: id as Draft['id'],
        at,
        basis: 'stated',
        body: { value: asJson(value) },
      }));
      queue.push({ token: (token += 1), key, receivedAt: at, drafts: made, issues: [], outcome: 'good', ...extra });
      wake();
    },
    feed: {
      id: 'by-hand',
      contract: 1,
      title: { zh: '手动', en: 'By hand' },
      ordering: { by: 'arrival' },
      canRefuse: true,
      open: (context, stop) => {
        context.status('open');
        return Promise.resolve({
          deliveries: deliveries(stop),
          settle: (_, verdict) => void verdicts.push(verdict),
          closed: Promise.resolve(),
        });
      },
      ...more,
    },
  };
}
