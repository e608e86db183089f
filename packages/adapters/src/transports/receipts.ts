import { millis, toInstant, type Clock, type Instant } from '@yingji/core/feed';

/** No receipt is further ahead of the clock, in milliseconds: who sends a thousand a second is not of tomorrow. */
const MOST_MS = 1_000;

/**
 * Times of receipt, each of a line a millisecond after the one before at least. What waited for hours comes in one moment, and what does
 * not say when it was true is of its receipt: of a door that opens and closes, chance would say which is to be seen.
 */
export function createReceipts(clock: Pick<Clock, 'now'>): (line: string) => Instant {
  const last = new Map<string, number>();
  let latest = -Infinity;
  return (line) => {
    const read = clock.now();
    const now = millis(read);
    if (now > latest) last.clear();
    const at = Math.min(Math.max(now, (last.get(line) ?? -Infinity) + 1), now + MOST_MS);
    last.set(line, at);
    latest = Math.max(Math.min(latest, now + MOST_MS), at);
    return at === now ? read : toInstant(at);
  };
}
