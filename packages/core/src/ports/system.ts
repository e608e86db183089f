import { toInstant } from '../model/time.js';
import type { Clock } from './clock.js';
import type { Ids } from './ids.js';

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => toInstant(Date.now()),
  elapsed: () => performance.now(),
  sleep: (ms, stop) =>
    new Promise((resolve) => {
      if (stop.aborted) return resolve();
      const wake = (): void => {
        clearTimeout(timer);
        stop.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      stop.addEventListener('abort', wake, { once: true });
    }),
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The machine's cryptographic randomness; 22 characters carry 132 bits. */
export const systemIds: Ids = {
  next: () => Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => ALPHABET[byte & 63]).join(''),
  random: () => {
    const [a = 0, b = 0, c = 0, d = 0] = crypto.getRandomValues(new Uint8Array(4));
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 0x1_0000_0000;
  },
};
