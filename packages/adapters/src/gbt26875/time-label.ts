const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A time label (second, minute, hour, day, month, year − 2000; one plain binary byte each, not BCD) as
 * `YYYY-MM-DDTHH:mm:ss` without a zone, or `null` when there is no such instant.
 */
export function readTime(bytes: Uint8Array, at: number): string | null {
  const second = bytes[at]!;
  const minute = bytes[at + 1]!;
  const hour = bytes[at + 2]!;
  const day = bytes[at + 3]!;
  const month = bytes[at + 4]!;
  const year = bytes[at + 5]!;
  if (second > 59 || minute > 59 || hour > 23 || month < 1 || month > 12) return null;
  if (day < 1 || day > DAYS[month - 1]! || (month === 2 && day === 29 && !isLeap(year))) return null;
  return `${year < 100 ? `20${TWO[year]!}` : 2000 + year}-${TWO[month]!}-${TWO[day]!}T${TWO[hour]!}:${TWO[minute]!}:${TWO[second]!}`;
}

/** `year` counts from 2000, which was one. */
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Writes a label; the text is what {@link readTime} gives. */
export function writeTime(text: string): number[] {
  const [year, month, day, hour, minute, second] = text.split(/[-T:]/).map(Number) as [number, number, number, number, number, number];
  return [second, minute, hour, day, month, year - 2000];
}
