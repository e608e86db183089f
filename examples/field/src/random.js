/**
 * Seeded random numbers: the same seed plays the same evening on every machine (32-bit state, "mulberry32").
 * @typedef {{
 *   next(): number,
 *   int(from: number, to: number): number,
 *   chance(p: number): boolean,
 *   pick<T>(list: readonly T[]): T,
 *   exponential(mean: number): number,
 *   fork(name: string): Random,
 * }} Random
 */

/**
 * @param {number} seed any integer
 * @returns {Random}
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (p) => next() < p,
    pick: (list) => /** @type {any} */ (list[Math.floor(next() * list.length)]),
    exponential: (mean) => -mean * Math.log(1 - next()),
    // A stream of its own for each part: what one part draws does not change what another plays.
    fork: (name) =>
      createRandom(
        [...name].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16777619), seed ^ 0x811c9dc5),
      ),
  };
}
