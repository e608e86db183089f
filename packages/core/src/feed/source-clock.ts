import { issue, type Issue } from '../error.js';
import { CLOCK_AHEAD_MS, millis, type Instant } from '../model/time.js';

/** Older than any device keeps what it could not send, it is of a clock that was never set. */
const BEHIND_MS = 366 * 24 * 3_600_000;

/**
 * Whether the clock of a device can have shown this when its message came: at most five minutes ahead, and a year behind. Clocks that
 * stand still, or begin anew at each start, put one time on all that a device tells: believed, its second alarm would be taken for the
 * first, and what it measures now would be hidden behind what was measured before.
 */
export function isCredible(at: Instant, receivedAt: Instant): boolean {
  const ahead = millis(at) - millis(receivedAt);
  return ahead <= CLOCK_AHEAD_MS && ahead >= -BEHIND_MS;
}

/** As long as the key of a message is remembered. */
const APART_MS = 48 * 3_600_000;

/**
 * Whether a time that can be right tells a message from a later one of the same text. A clock that stands still shows one time for ever:
 * the second alarm of its device would be taken for the first. So what is older than two days at receipt is told apart by that as well,
 * and what is sent again so late may count twice.
 */
export function tellsApart(at: Instant, receivedAt: Instant): boolean {
  return millis(receivedAt) - millis(at) <= APART_MS;
}

/** The Issue of a time that is not credible, for which that of receipt stands: `clock-ahead` or `clock-behind`. */
export function wrongClock(at: Instant, { receivedAt, path }: { receivedAt: Instant; path: string }): Issue {
  return issue(
    millis(at) > millis(receivedAt) ? 'clock-ahead' : 'clock-behind',
    `${at} cannot be right at ${receivedAt}; the time of receipt is used. Set the clock of the source.`,
    { path, level: 'warning' },
  );
}
