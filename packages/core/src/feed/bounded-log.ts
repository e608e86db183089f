import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';

const WINDOW_MS = 60_000;
const LINES = 10;

/** The log of one feed, in which no code fills the disk. */
export interface BoundedLogger extends Logger {
  /** Says how much was held back, once its minute is over; called about once a second. */
  tick(): void;
  /** Says it now: the feed stops. */
  flush(): void;
}

/**
 * Lets ten lines of each code pass in a minute and counts the others: a device that sends garbage for a week must not fill
 * the disk that alarms are stored on. What was held back is one line, `lines-held-back`, at the end of the minute.
 */
export function boundLog(logger: Logger, { clock, feed }: { clock: Clock; feed: string }): BoundedLogger {
  const counts = new Map<string, { level: Parameters<Logger['write']>[0]; since: number; lines: number }>();
  function close(isOver: (since: number) => boolean): void {
    for (const [code, { level, since, lines }] of counts) {
      if (!isOver(since)) continue;
      counts.delete(code);
      if (lines > LINES) logger.write(level, 'lines-held-back', { feed, code, count: lines - LINES });
    }
  }
  return {
    write(level, code, data) {
      let count = counts.get(code);
      if (!count) counts.set(code, (count = { level, since: clock.elapsed(), lines: 0 }));
      count.lines += 1;
      if (count.lines <= LINES) logger.write(level, code, data);
    },
    tick: () => close((since) => clock.elapsed() - since >= WINDOW_MS),
    flush: () => close(() => true),
  };
}
