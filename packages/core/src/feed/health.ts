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
  tick(): void;
}

/**
 * live: open, and heard within its contract. stale: it was live and is not. failed: it cannot be opened.
 * unknown: open, but never heard, and its contract says it should be.
 */
export function createHealth({ feed, source, exercise, writer, view, clock, logger }: RunnerOptions): FeedWatch {
  let state: FeedHealth['state'] | undefined;
  let because: Issue | undefined;
  /** The last change of state is not in the log: a full disk must not leave a feed looking live. */
  let unsaid = false;
  let open = false;
  let issues = 0;
  let quarantined = 0;
  const id = entityId('feed', 'city', source);
  let lastEvent = view.get(id)?.value['lastEvent'] as Instant | undefined;
  /** The same on the clock that nobody sets back. */
  let heardAt = 0;

  function become(next: FeedHealth['state'], why?: Issue): void {
    if (next === state) return;
    state = next;
    because = why;
    say(next);
  }

  function say(current: FeedHealth['state']): void {
    const value: FeedHealth = {
      title: feed.title,
      state: current,
      ...(feed.hears ? { hears: [...feed.hears] } : {}),
      // In the value: how the way to a drill's source stands is true, and one that was real before is one no longer.
      ...(exercise === undefined ? {} : { exercise }),
      ...(lastEvent === undefined ? {} : { lastEvent }),
      ...(because ? { code: because.code, message: because.message } : {}),
      issues,
      quarantined,
    };
    const body = { value: asJson(value) };
    const at = clock.now();
    unsaid = false;
    writer
      .submit((batch) => putCity(batch, [{ v: 1, kind: 'feed', id, at, basis: 'derived', by: 'runner', body }]))
      .catch((error: Error) => {
        unsaid = true;
        logger.write('error', 'health-not-logged', { feed: source, message: error.message });
      });
  }

  // What the log says of the last run must not stand as if it were now.
  become(lastEvent === undefined ? 'unknown' : 'stale');

  return {
    heard(at) {
      lastEvent = at;
      heardAt = clock.elapsed();
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
    tick() {
      if (unsaid && state !== undefined) say(state);
      if (state !== 'live' || feed.expectEveryMs === undefined || lastEvent === undefined) return;
      // By either clock: one may have been set back, the other may have slept with the machine.
      const silence = Math.max(clock.elapsed() - heardAt, millis(clock.now()) - millis(lastEvent));
      if (silence > feed.expectEveryMs) become('stale');
    },
  };
}
