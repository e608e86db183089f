import { setImmediate } from 'node:timers/promises';
import type { AllClearing } from '@yingji/core';
import type { Open } from '@yingji/core/wire';

/** What is to be looked at before questions are answered or followed. */
export interface Asked {
  readonly queries: Open['queries'];
  /** Nobody will follow them. */
  readonly once: boolean;
  /** Does each piece of it, and notes who pays. */
  readonly spend: <T>(job: () => T) => T;
}

/** Looks ahead, and lets everybody else have a turn between two pieces of it; the answer lets go of what was looked at. */
export type LookAhead = (asked: Asked) => Promise<() => void>;

/** Of one thread for all: the first 无异常核验 of a large city must hold up no confirmation of an alarm. */
export function createLookAhead({ ahead }: AllClearing): LookAhead {
  return async ({ queries, once, spend }) => {
    const all: { stop(): void }[] = [];
    const stop = (): void => all.forEach((each) => each.stop());
    try {
      for (const query of Object.values(queries)) {
        const mine = spend(() => ahead(query, { once }));
        all.push(mine);
        while (!spend(() => mine.step())) await setImmediate();
      }
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  };
}
