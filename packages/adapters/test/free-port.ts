import { createServer } from 'node:net';

/** Below what a system hands out by itself (Linux from 32,768 on, others from 49,152): no `listen(0)` and no connection lands here. */
const FIRST = 20_000;
/** Programs that test side by side have numbers close to each other: each has ports of its own. */
const SHARES = 120;
const SHARE = 100;

let given = 0;

/**
 * A port of this machine that nobody has, and that nobody is given before whoever asked listens on it: one that the system had
 * handed out a moment ago may by then be another's.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < SHARE; tries += 1) {
    const port = FIRST + (process.pid % SHARES) * SHARE + (given % SHARE);
    given += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${SHARE} ports is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
