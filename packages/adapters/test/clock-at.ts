import { systemClock, toInstant, type Clock } from '@yingji/core';

/** The clock of the machine, set to an instant: what a test tells as of a day must not grow old with the years. */
export function clockAt(start: string): Clock {
  const ahead = Date.parse(start) - Date.now();
  return { ...systemClock, now: () => toInstant(Date.now() + ahead) };
}
