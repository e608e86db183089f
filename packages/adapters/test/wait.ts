import { AssertionError } from 'chai';

const EVERY_MS = 5;

/**
 * Asks again until the answer is there. What is asked may also expect: what was found in its place is then told. Fails with the
 * name of what was waited for, how it is asked for, and what was last found. How long is patience and nothing that is measured.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 30_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    let found = '';
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      found = `, found: ${error.message}`;
    }
    if (performance.now() > end)
      throw new Error(
        `waited ${ms} ms in vain for ${what} (${String(ask).replace(/\s+/g, ' ').slice(0, 160)})${found}`,
      );
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/**
 * Lets come in what is on its way between sockets of this process: a machine under load may hold up the process for as long as it
 * likes, and a time alone may be over before anything was read.
 */
export async function settled(ms = 30): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
