import type { Issue } from '../error.js';
import type { FeedHealth } from '../model/feed.js';
import { entityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import { asJson } from '../json.js';
import { putCity } from '../writer/city-draft.js';
import type { Taken } from './intake.js';
import type { RunnerOptions } from './runner.js';

/** Watches one feed and logs only what changes about it. */
export interface FeedWatch {
  heard(at: Instant): void;
  counted(taken: Taken): void;
  status(state: 'open' | 'reconnecting' | 'failed', why?: Issue): void;
  tick(now: number): void;
}

/**
 * live: open, and heard within its contract. stale: it was live and is not. failed: it cannot be opened.
 * unknown: open, but never heard, and its contract says it should be.
 */
export function createHealth({ feed, source, writer, view, clock, logger }: RunnerOptions): FeedWatch {
  let state: FeedHealth['state'] | undefined;
  let open = false;
  let issues = 0;
  let quarantined = 0;
  const id = entityId('feed', 'city', source);
  let lastEvent = view.get(id)?.value['lastEvent'] as Instant | undefined;

  function become(next: FeedHealth['state'], why?: Issue): void {
    if (next === state) return;
    state = next;
    const value: FeedHealth = {
      title: feed.title,
      state: next,
      ...(feed.hears ? { hears: [...feed.hears] } : {}),
      ...(lastEvent === undefined ? {} : { lastEvent }),
      ...(why ? { code: why.code, message: why.message } : {}),
      issues,
      quarantined,
    };
    const body = { value: asJson(value) };
    writer
      .submit((batch) =>
        putCity(batch, [{ v: 1, kind: 'feed', id, at: clock.now(), basis: 'derived', by: 'runner', body }]),
      )
      .catch((error: Error) => logger.write('error', 'health-not-logged', { feed: source, message: error.message }));
  }

  // What the log says of the last run must not stand as if it were now.
  become(lastEvent === undefined ? 'unknown' : 'stale');

  return {
    heard(at) {
      lastEvent = at;
      if (open) become('live');
    },
    counted(taken) {
      issues += taken.issues.length;
      if (taken.quarantined) quarantined += 1;
    },
    status(next, why) {
      open = next === 'open';
      if (next === 'open') {
        if (feed.expectEveryMs === undefined) become('live');
        else if (lastEvent === undefined) become('unknown');
      } else if (next === 'failed') become('failed', why);
      else become(lastEvent === undefined ? 'unknown' : 'stale', why);
    },
    tick(now) {
      if (state !== 'live' || feed.expectEveryMs === undefined || lastEvent === undefined) return;
      if (now - millis(lastEvent) > feed.expectEveryMs) become('stale');
    },
  };
}
