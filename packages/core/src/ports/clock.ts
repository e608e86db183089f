import type { Instant } from '../model/time.js';

/** The only source of time. A test gives a manual one. */
export interface Clock {
  now(): Instant;
  /** Milliseconds that never run backwards, for measuring how long something took; the zero point is arbitrary. */
  elapsed(): number;
  /** Resolves after `ms`, or at once when stopped: the caller looks at the signal. */
  sleep(ms: number, stop: AbortSignal): Promise<void>;
}
