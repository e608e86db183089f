/** How often something is run again, alone, before its slowness counts as its own. */
const AGAIN = 30;

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** The quickest of some runs, in milliseconds, or the first below the limit: the machine may be busy with something else. */
export function quickest(work: () => void, limitMs: number): number {
  let spent = Infinity;
  for (let run = 0; run < AGAIN && spent >= limitMs; run += 1) spent = Math.min(spent, timed(work));
  return spent;
}

/**
 * A watch over the slowest of very many, in milliseconds. What takes a fifth of the limit is timed again alone, so that the figure
 * is its own and not that of a collection of garbage or of another program.
 */
export function watchSlowest(limitMs: number): { run<T>(work: () => T): T; readonly slowestMs: number } {
  let slowestMs = 0;
  return {
    run(work) {
      const began = performance.now();
      const made = work();
      let spent = performance.now() - began;
      if (spent >= limitMs / 5) spent = Math.min(spent, quickest(work, limitMs / 5));
      slowestMs = Math.max(slowestMs, spent);
      return made;
    },
    get slowestMs() {
      return slowestMs;
    },
  };
}

/** Sizes that are compared, as shares of the largest. */
export const SHARES = [1 / 8, 1 / 4, 1 / 2, 1] as const;
/** The first round warms up; noise is gone from the quickest of so many. */
const ROUNDS = { least: 4, most: 25 };
/** What grows with its square is slow enough to be known sooner. */
const PATIENCE_MS = 5_000;

/**
 * How many times as long a byte takes in the larger sizes as in the smallest: about 1 where time grows with size, toward 8 where
 * it grows with its square. Each size has its turn in every round, as often as makes up the same bytes, and the quickest of its
 * turns counts. Ends early once the answer is below `limit`.
 */
export function growth(work: (size: number) => void, limit: number): number {
  const best = SHARES.map(() => Infinity);
  const began = performance.now();
  const most = (): number => (performance.now() - began < PATIENCE_MS ? ROUNDS.most : ROUNDS.least);
  let grown = Infinity;
  for (let round = 0; round < ROUNDS.least || (round < most() && grown >= limit); round += 1) {
    for (const [size, share] of SHARES.entries()) {
      const spent = timed(() => {
        for (let run = 0; run < 1 / share; run += 1) work(size);
      });
      if (round > 0) best[size] = Math.min(best[size]!, spent);
    }
    grown = Math.max(...best) / best[0]!;
  }
  return grown;
}
