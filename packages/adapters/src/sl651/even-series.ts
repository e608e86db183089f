import { DEFINED, GUIDES } from './elements.js';

const VOLTAGE = 0x38;
/** Steps after which it is given up to tell: far more than any station's message needs, and nothing for one made to cost much. */
const MOST_STEPS = 8192;

/**
 * How many values of `length` bytes an even series has that begins at `from`. Nothing says it (from memory: the norm's own text of it was not
 * found), so that it goes on until all that is left are elements as the norm defines them, a time of observation, or nothing: a
 * voltage behind twelve levels must not be taken for a thirteenth.
 */
export function countEven(bytes: Uint8Array, from: number, end: number, length: number): number {
  const tried = new Map<number, boolean>();
  let [count, steps] = [0, 0];
  for (let at = from; at + length <= end; at += length) {
    if (count > 0 && (isTime(bytes, at) || goesOn(at))) break;
    count += 1;
  }
  return count;

  /** Two digits of a voltage may well look like an element of two bytes; only another voltage at the end is told from it. */
  function goesOn(at: number): boolean {
    return length < 3 ? bytes[at] === VOLTAGE && end - at === 4 : isElements(at);
  }

  /** Whether from here on there are elements alone, each with one value or several. */
  function isElements(at: number): boolean {
    const known = tried.get(at);
    if (known !== undefined) return known;
    let found = false;
    const said = bytes[at + 1] ?? 0;
    const defined = DEFINED[bytes[at]!]!;
    const negative = said === defined + 8 && bytes[at + 2] === 0xff;
    if (defined >= 0 && (said === defined || negative))
      for (let next = at + 2 + (said >> 3); next <= end && !found && steps++ < MOST_STEPS; next += said >> 3)
        found = next === end || isTime(bytes, next) || isElements(next);
    tried.set(at, found);
    return found;
  }
}

const isTime = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === GUIDES.observed && bytes[at + 1] === GUIDES.observed;
