import type { Clock } from '@yingji/core';

/** Waiting that something may cut short. A ring that nobody waits for is remembered: the next wait ends at once. */
export interface Bell {
  ring(): void;
  wait(ms: number, stop: AbortSignal): Promise<void>;
}

export function createBell(clock: Clock): Bell {
  let rung = false;
  let end: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      end?.();
    },
    async wait(ms, stop) {
      if (!rung && !stop.aborted) {
        const sleep = new AbortController();
        end = () => sleep.abort();
        stop.addEventListener('abort', end, { once: true });
        await clock.sleep(ms, sleep.signal);
        stop.removeEventListener('abort', end);
        end = undefined;
      }
      rung = false;
    },
  };
}
