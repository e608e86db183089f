/** The number of a BCD byte, −1 where it is none. */
const BCD = Int8Array.from({ length: 256 }, (_, byte) =>
  byte >> 4 < 10 && (byte & 15) < 10 ? (byte >> 4) * 10 + (byte & 15) : -1,
);
const TEN = Array.from({ length: 17 }, (_, power) => 10 ** power);
/** Of more digits a number holds not each exactly. */
const MOST_BYTES = 7;

/**
 * Decimal digits, highest byte first, as a number; a leading FF is the sign of a negative one. NaN where there is no value: all is FF, a
 * digit is none, or all are nines (see {@link areNines}); `digits` is how many the norm gives it, 0 where it gives none.
 */
export function readBcd(bytes: Uint8Array, from: number, length: number, decimals: number, digits: number): number {
  if (length > MOST_BYTES) return NaN;
  const end = from + length;
  const negative = bytes[from] === 0xff;
  let at = negative ? from + 1 : from;
  if (at === end) return NaN;
  let number = 0;
  for (; at < end; at += 1) {
    const two = BCD[bytes[at]!]!;
    if (two < 0) return NaN;
    number = number * 100 + two;
  }
  if (areNines(number, negative ? length - 1 : length, digits)) return NaN;
  return negative && number > 0 ? -number / TEN[decimals]! : number / TEN[decimals]!;
}

/**
 * Whether a whole number is nines alone, in all the bytes it has or in all the digits the norm gives it: 99999999 and 09999.999 say that
 * there is none. Fewer than four nines in more digits, 0.999 or a moisture of 99.9, may well be a value.
 */
export function areNines(number: number, bytes: number, digits: number): boolean {
  return number + 1 === TEN[2 * bytes] || (digits >= 4 && number + 1 === TEN[digits]);
}
