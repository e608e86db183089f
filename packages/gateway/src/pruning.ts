import { millis, type Clock, type Logger } from '@yingji/core';
import type { Storage } from './storage.js';

const HOUR_MS = 3_600_000;
const PRUNE_MS = 6 * HOUR_MS;
/** A wall clock that moved so much further than time has passed was set, or the machine has slept. */
const SET_MS = 24 * HOUR_MS;
/** So long nothing is deleted by it then, in milliseconds that passed: somebody may set it right. */
const DOUBT_MS = 72 * HOUR_MS;

/**
 * Keeps the store from growing by what nobody needs any more. By a clock that is set a year ahead, by a time server gone wrong, all that is
 * in quarantine would have run out at once, and is not to be had again.
 */
export async function pruning(
  storage: Pick<Storage, 'prune'>,
  { clock, logger, stop }: { readonly clock: Clock; readonly logger: Logger; readonly stop: AbortSignal },
): Promise<void> {
  const begin = (): number => millis(clock.now()) - clock.elapsed();
  let known = begin();
  let doubtedUntil = -Infinity;
  for (;;) {
    await clock.sleep(PRUNE_MS, stop);
    if (stop.aborted) return;
    const ahead = begin() - known;
    known += ahead;
    if (ahead > SET_MS) {
      doubtedUntil = clock.elapsed() + DOUBT_MS;
      logger.write('warn', 'prune-doubted', { hoursAhead: Math.round(ahead / HOUR_MS), hours: DOUBT_MS / HOUR_MS });
    } else if (ahead < -SET_MS) doubtedUntil = -Infinity;
    if (clock.elapsed() < doubtedUntil) continue;
    try {
      await storage.prune?.();
    } catch (error) {
      logger.write('warn', 'prune-failed', { message: (error as Error).message });
    }
  }
}
