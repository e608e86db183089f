import { systemClock } from '../ports/system.js';

const PATIENCE_MS = 20_000;

/** Waits until something holds, and says what did not. How long is patience and nothing that is measured. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const began = systemClock.elapsed();
  while (!holds()) {
    if (systemClock.elapsed() - began > PATIENCE_MS)
      throw new Error(
        `waited ${PATIENCE_MS} ms in vain for ${what} (${String(holds).replace(/\s+/g, ' ').slice(0, 160)})`,
      );
    await systemClock.sleep(2, new AbortController().signal);
  }
}
