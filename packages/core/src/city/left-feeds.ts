import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import type { FeedHealth } from '../model/feed.js';
import { entityId } from '../model/id.js';
import type { Reader } from '../view/view.js';

/**
 * What the city says of feeds that the log knows and nobody runs any more: how they stood in the last run must not stand as if it
 * were now, or what they alone carry would look live for ever. Said once; the runner of one that comes back says how it stands then.
 */
export function leftFeeds(view: Pick<Reader, 'find' | 'now'>, sources: readonly string[]): Draft[] {
  const running = new Set(sources.map((source) => entityId('feed', 'city', source)));
  return view
    .find({ kind: 'feed' })
    .filter(({ id, value }) => !running.has(id) && value.state !== 'removed')
    .map(({ id, value }) => {
      const left: FeedHealth = {
        ...value,
        state: 'removed',
        code: 'feed-removed',
        message: 'the configuration names no such source any more; put it back, or retire it if it is gone for good.',
      };
      return { v: 1, kind: 'feed', id, at: view.now, basis: 'derived', by: 'runner', body: { value: asJson(left) } };
    });
}
