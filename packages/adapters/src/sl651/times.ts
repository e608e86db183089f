import { millis, toInstant, type Instant } from '@yingji/core';

/** Frames carry Beijing time without saying so. */
const BEIJING_MS = 8 * 3_600_000;

const two = (n: number): string => String(n).padStart(2, '0');
/** The two digits of a BCD byte; undefined where it is none. */
const DIGITS = Array.from({ length: 256 }, (_, byte) =>
  byte >> 4 < 10 && (byte & 15) < 10 ? two((byte >> 4) * 10 + (byte & 15)) : undefined,
);
/** `HH:mm:` by the bytes of hour and minute; undefined where they are none. */
const CLOCK = Array.from({ length: 0x2400 }, (_, at) => {
  const [hour, minute] = [DIGITS[at >> 8], DIGITS[at & 0xff]];
  return hour !== undefined && minute !== undefined && minute < '60' ? `${hour}:${minute}:` : undefined;
});
const SECONDS = DIGITS.map((digits) => (digits !== undefined && digits < '60' ? digits : undefined));

/** Dates come in runs of one day. */
let lastDay = -1;
let lastDate = '';

/** BCD `YYMMDDHHmmSS`, or without its seconds, as `YYYY-MM-DDTHH:mm:ss`; null where there is no such time. */
export function readTime(bytes: Uint8Array, at: number, length: 5 | 6): string | null {
  const day = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  const clock = CLOCK[(bytes[at + 3]! << 8) | bytes[at + 4]!];
  const second = length === 6 ? SECONDS[bytes[at + 5]!] : '00';
  if (clock === undefined || second === undefined) return null;
  if (day !== lastDay) {
    const date = dateOf(DIGITS[bytes[at]!], DIGITS[bytes[at + 1]!], DIGITS[bytes[at + 2]!]);
    if (date === undefined) return null;
    lastDay = day;
    lastDate = date;
  }
  return lastDate + clock + second;
}

function dateOf(year: string | undefined, month: string | undefined, day: string | undefined): string | undefined {
  const text = `20${year}-${month}-${day}`;
  const ms = Date.parse(`${text}T00:00:00Z`);
  // 30 February is read as 2 March by some.
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? undefined : `${text}T`;
}

/** Beijing time of an instant as BCD, year first. */
export function writeTime(at: Instant, length: 4 | 5 | 6 = 6): Uint8Array {
  const digits = new Date(millis(at) + BEIJING_MS).toISOString().replace(/\D/g, '').slice(2);
  return Uint8Array.from({ length }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** The instant of a time that was read, which is Beijing's. */
export const fromBeijing = (time: string): Instant => toInstant(Date.parse(`${time}Z`) - BEIJING_MS);
