import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import { parseId, type EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import type { Delivery, Feed, Verdict } from '../ports/feed.js';

/** A source that speaks when it is told to: a button, a form, a program of the host. */
export interface PushFeed {
  readonly feed: Feed;
  /**
   * Hands over one message; resolves with what became of it once that is true. Waits while the feed is not open. A message with
   * the same `key` again is a retry and changes nothing.
   */
  push(message: Pick<Delivery, 'key' | 'drafts' | 'receivedAt'> & Partial<Delivery>): Promise<Verdict>;
}

/** A stated Draft of an entity: its kind is the one in its id. */
export function stated(id: EntityId, value: object, at: Instant): Draft {
  return { v: 1, kind: parseId(id)?.kind ?? '', id, at, basis: 'stated', body: { value: asJson(value) } };
}

/** A feed over messages that its host pushes, taken in the order they were pushed. */
export function createPushFeed(options: Pick<Feed, 'id' | 'title'> & Partial<Feed>): PushFeed {
  const queue: { readonly delivery: Delivery; readonly told: (verdict: Verdict) => void }[] = [];
  let wake: () => void = () => undefined;
  let token = 0;

  async function* taken(stop: AbortSignal, open: Map<number, (verdict: Verdict) => void>): AsyncIterable<Delivery> {
    stop.addEventListener('abort', () => wake(), { once: true });
    while (!stop.aborted) {
      const next = queue.shift();
      if (next) {
        open.set(next.delivery.token, next.told);
        yield next.delivery;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    push: (message) =>
      new Promise((told) => {
        queue.push({ delivery: { issues: [], outcome: 'good', ...message, token: (token += 1) }, told });
        wake();
      }),
    feed: {
      contract: 1,
      ordering: { by: 'arrival' },
      canRefuse: true,
      open(context, stop) {
        const open = new Map<number, (verdict: Verdict) => void>();
        context.status('open');
        return Promise.resolve({
          deliveries: taken(stop, open),
          settle(of, verdict) {
            open.get(of)?.(verdict);
            open.delete(of);
          },
          closed: Promise.resolve(),
        });
      },
      ...options,
    },
  };
}
