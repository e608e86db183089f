import { millis, toInstant, type Instant } from '../model/time.js';
import type { Clock } from '../ports/clock.js';

/** A clock that stands still until told. `pass` moves it and wakes every sleeper that falls due, in order. */
export interface ManualClock extends Clock {
  pass(ms: number): Promise<void>;
  /** Sets the wall clock back, as an operator or a time server does; what has elapsed stays. */
  turnBack(ms: number): void;
  readonly sleeping: number;
}

/** A {@link ManualClock} that begins at an instant, RFC 3339 with an offset. */
export function createManualClock(start = '2026-06-12T16:00:00+08:00'): ManualClock {
  let now = millis(start as Instant);
  let back = 0;
  const sleepers = new Set<{ due: number; wake: () => void }>();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    now: () => toInstant(now - back),
    turnBack: (ms) => void (back += ms),
    elapsed: () => now,
    get sleeping() {
      return sleepers.size;
    },
    sleep: (ms, stop) =>
      new Promise((resolve) => {
        if (stop.aborted) return resolve();
        // Zero asks for a turn of the event loop, not for time to pass.
        if (ms <= 0) return void setTimeout(resolve, 0);
        const sleeper = {
          due: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            stop.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        stop.addEventListener('abort', sleeper.wake, { once: true });
      }),
    async pass(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].sort((a, b) => a.due - b.due)[0];
        if (!next || next.due > end) break;
        now = next.due;
        next.wake();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
