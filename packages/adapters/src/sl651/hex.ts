const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two bytes as four digits 0–9, a–f. */
export const hexOfTwo = (bytes: Uint8Array, at: number): string => PAIRS[bytes[at]!]! + PAIRS[bytes[at + 1]!]!;

/** Five bytes as ten digits: the address of a station. */
export const stationAt = (bytes: Uint8Array, at: number): string =>
  PAIRS[bytes[at]!]! +
  PAIRS[bytes[at + 1]!]! +
  PAIRS[bytes[at + 2]!]! +
  PAIRS[bytes[at + 3]!]! +
  PAIRS[bytes[at + 4]!]!;

/** Pairs of 0–9, a–f as bytes. */
export const hexBytes = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
