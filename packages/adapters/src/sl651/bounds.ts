import { crc16 } from './crc.js';
import { BEGINS, ENDS, FRAME } from './layout.js';

/** How many bytes the frame has that begins here; 0 where none does, −1 where it has not come whole. */
export type Bound = number;
export const [NONE, CUT] = [0, -1];

const is = (chars: readonly number[]): readonly boolean[] =>
  Array.from({ length: 256 }, (_, byte) => chars.includes(byte));
const begins = is(Object.values(BEGINS));
const ends = is(Object.values(ENDS));
/** The value of a character 0–9, A–F, a–f; −1 of another. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) => {
  const digit = parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(digit) ? -1 : digit;
});

export const START = 0x7e;
export const SOH = 0x01;

/** The bounds of the frame that begins at `at`, whatever its sum; reads no further than its head and its end. */
export function boundAt(bytes: Uint8Array, at: number): Bound {
  if (bytes[at] === SOH) return asciiBound(bytes, at);
  return bytes[at] === START ? hexBound(bytes, at) : NONE;
}

function hexBound(bytes: Uint8Array, at: number): Bound {
  const left = bytes.length - at;
  if (left > 1 && bytes[at + 1] !== START) return NONE;
  // Direction: 0 up, 8 down, nothing else.
  if (left > FRAME.length && (bytes[at + FRAME.length]! & 0x70) !== 0) return NONE;
  if (left <= FRAME.begins) return CUT;
  if (!begins[bytes[at + FRAME.begins]!]) return NONE;
  return ended(bytes, at, { length: FRAME.around + bodyLength(bytes, at), after: 2 });
}

function asciiBound(bytes: Uint8Array, at: number): Bound {
  const left = bytes.length - at;
  for (let i = 1; i < FRAME.asciiBegins && i < left; i += 1) if (HEX[bytes[at + i]!]! < 0) return NONE;
  if (left <= FRAME.asciiBegins) return CUT;
  if (!begins[bytes[at + FRAME.asciiBegins]!] || (hexAt(bytes, at + 19, 1) & 7) !== 0) return NONE;
  return ended(bytes, at, { length: FRAME.asciiAround + (hexAt(bytes, at + 19, 4) & 0xfff), after: 4 });
}

function ended(bytes: Uint8Array, at: number, { length, after }: { length: number; after: number }): Bound {
  const end = at + length - after - 1;
  if (end < bytes.length && !ends[bytes[end]!]) return NONE;
  return at + length > bytes.length ? CUT : length;
}

/** Whether what begins here has come as far as it takes to tell that it is a frame. */
export const hasHead = (bytes: Uint8Array, at: number): boolean =>
  bytes.length - at > (bytes[at] === SOH ? FRAME.asciiBegins : FRAME.begins);

/** Bytes of the body of a frame whose head is there. */
export const bodyLength = (bytes: Uint8Array, at: number): number =>
  ((bytes[at + FRAME.length]! & 0x0f) << 8) | bytes[at + FRAME.length + 1]!;

/** A number of so many characters 0–9, A–F; NaN where one is none. */
export function hexAt(bytes: Uint8Array, at: number, length: number): number {
  let number = 0;
  for (let i = 0; i < length; i += 1) {
    const digit = HEX[bytes[at + i]!] ?? -1;
    if (digit < 0) return NaN;
    number = number * 16 + digit;
  }
  return number;
}

/** The sum that a whole frame carries, and the one that is due. */
export function sums(bytes: Uint8Array, at: number, length: number): { readonly said: number; readonly due: number } {
  const end = at + length;
  const said = bytes[at] === SOH ? hexAt(bytes, end - 4, 4) : (bytes[end - 2]! << 8) | bytes[end - 1]!;
  return { said, due: crc16(bytes, at, end - (bytes[at] === SOH ? 4 : 2)) };
}

/** Whether the frame that begins here is whole and its sum right. */
export function isSound(bytes: Uint8Array, at: number, length: number): boolean {
  const { said, due } = sums(bytes, at, length);
  return said === due;
}

/** Of a whole frame of several packets: how many there are, and which this is. Undefined where it has no room to say so. */
export function packetAt(
  bytes: Uint8Array,
  at: number,
): { readonly total: number; readonly number: number } | undefined {
  const ascii = bytes[at] === SOH;
  if (bytes[at + (ascii ? FRAME.asciiBegins : FRAME.begins)] !== BEGINS.syn) return undefined;
  const length = ascii ? hexAt(bytes, at + 19, 4) & 0xfff : bodyLength(bytes, at);
  if (length < (ascii ? 6 : 3)) return undefined;
  const body = at + (ascii ? FRAME.asciiBody : FRAME.body);
  const both = ascii ? hexAt(bytes, body, 6) : (bytes[body]! << 16) | (bytes[body + 1]! << 8) | bytes[body + 2]!;
  return { total: both >> 12, number: both & 0xfff };
}

/** Whether a whole frame is of a station. */
export const isUpward = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === SOH ? (hexAt(bytes, at + 19, 1) & 8) === 0 : (bytes[at + FRAME.length]! & 0x80) === 0;
