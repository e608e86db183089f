const two = (n: number): string => String(n).padStart(2, '0');
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `year` counts from 2000, which was one. */
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Parts of a label by their bytes; a byte that is no such part has none. */
const SECONDS = Array.from({ length: 60 }, (_, second) => two(second));
const MINUTES = Array.from({ length: 24 * 64 }, (_, at) =>
  (at & 63) < 60 ? `T${two(at >> 6)}:${two(at & 63)}:` : undefined,
);
/** Dates by year, month and day, filled as they occur; there are no more than 256 years of them, as what is no date is not kept. */
const dates = new Map<number, string>();
/** Labels come in runs of one day. */
let lastDay = -1;
let lastDate = '';

/**
 * A time label (second, minute, hour, day, month, year − 2000; one plain binary byte each, not BCD) as
 * `YYYY-MM-DDTHH:mm:ss` without a zone, or `null` when there is no such instant.
 */
export function readTime(bytes: Uint8Array, at: number): string | null {
  const second = SECONDS[bytes[at]!];
  const minute = bytes[at + 1]!;
  const clock = minute < 64 ? MINUTES[(bytes[at + 2]! << 6) | minute] : undefined;
  if (second === undefined || clock === undefined) return null;
  const day = (bytes[at + 5]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 3]!;
  if (day !== lastDay) {
    const date = dates.get(day) ?? dateOf(bytes[at + 5]!, bytes[at + 4]!, bytes[at + 3]!);
    if (date === null) return null;
    dates.set(day, date);
    lastDay = day;
    lastDate = date;
  }
  return lastDate + clock + second;
}

function dateOf(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]!) return null;
  if (month === 2 && day === 29 && !isLeap(year)) return null;
  return `${2000 + year}-${two(month)}-${two(day)}`;
}

/** Labels to be written come many in a second. */
let lastText = '';
let lastLabel: readonly number[] = [];

/** Writes a label; the text is what {@link readTime} gives. */
export function writeTime(text: string): readonly number[] {
  if (text === lastText) return lastLabel;
  const [year, month, day, hour, minute, second] = text.split(/[-T:]/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  lastText = text;
  lastLabel = [second, minute, hour, day, month, year - 2000];
  return lastLabel;
}
