import { systemClock } from '@yingji/core';

const never = new AbortController().signal;

export const pause = (ms: number): Promise<void> => systemClock.sleep(ms, never);

/** What comes in time; undefined otherwise. */
export async function within<T>(ms: number, what: Promise<T>): Promise<T | undefined> {
  const enough = new AbortController();
  try {
    return await Promise.race([what, systemClock.sleep(ms, enough.signal).then(() => undefined)]);
  } finally {
    enough.abort();
  }
}

/** Waits until it is so; false when it is not in time. */
export async function until(ms: number, isSo: () => boolean): Promise<boolean> {
  const from = systemClock.elapsed();
  while (!isSo()) {
    if (systemClock.elapsed() - from > ms) return false;
    await pause(5);
  }
  return true;
}
