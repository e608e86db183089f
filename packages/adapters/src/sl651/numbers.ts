/** The number of a BCD byte, −1 where it is none. */
const BCD = Int8Array.from({ length: 256 }, (_, byte) =>
  byte >> 4 < 10 && (byte & 15) < 10 ? (byte >> 4) * 10 + (byte & 15) : -1,
);
const TEN = Array.from({ length: 8 }, (_, power) => 10 ** power);
/** More digits than a number holds exactly. */
const MOST_BYTES = 8;

/**
 * Decimal digits, highest byte first, as a number; a leading FF is the sign of a negative one. NaN where a digit is none, and where all
 * is FF: there is no value then.
 */
export function readBcd(bytes: Uint8Array, from: number, length: number, decimals: number): number {
  const negative = bytes[from] === 0xff;
  let number = 0;
  for (let i = negative ? from + 1 : from; i < from + length; i += 1) {
    const two = BCD[bytes[i]!]!;
    if (two < 0) return NaN;
    number = number * 100 + two;
  }
  if (length > MOST_BYTES || (negative && length === 1)) return NaN;
  const value = number / TEN[decimals]!;
  return negative && number > 0 ? -value : value;
}

/**
 * Whether a number is nines alone, in all the bytes it has or in all the digits the norm gives it: 99999999 and 09999.999 say that there is
 * none. Fewer than four nines, 0.999 or a moisture of 99.9, may well be a value.
 */
export function isNines(
  value: number,
  decimals: number,
  { bytes, digits }: { bytes: number; digits: number },
): boolean {
  const count = Math.round(Math.abs(value) * TEN[decimals]!);
  if (count < 99) return false;
  return count === 10 ** (2 * bytes) - 1 || (digits >= 4 && count === 10 ** digits - 1);
}
