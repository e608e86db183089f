import { millis, parseInstant, toInstant, type Instant } from '@yingji/core';

const WRITTEN =
  /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?[T\s]*(\d{1,2}):?(\d\d)(?::?(\d\d)(?:\.(\d{1,9}))?)?\s*([+-]\d\d(?::?\d\d)?|Z)?$/;
/** Digits alone, of one width each, or 2026112 could be two days. */
const PACKED = /^\d{12}(\d\d)?$/;
/** What databases write for "no time" lies before, and no record of ours does. */
const FIRST_YEAR = 2000;

/**
 * A time as call centres write it, without an offset, as an instant; `offset` is that of their clock (`+08:00`). Milliseconds
 * since 1970 as platforms in JSON write them are taken too. `undefined`: no time that there is; without a year there is none.
 */
export function readTime(text: string, offset: string): Instant | undefined {
  const stated = parseInstant(text);
  if (stated !== undefined) return stated;
  if (/^1\d{12}$/.test(text)) return toInstant(Number(text));
  if (/^\d+$/.test(text) && !PACKED.test(text)) return undefined;
  const parts = WRITTEN.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => (part ?? '0').padStart(2, '0'));
  const ms = (parts[7] ?? '').slice(0, 3).padEnd(3, '0');
  const zone = zoneOf(parts[8]) ?? offset;
  const time = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}${zone}`);
  if (time === undefined || Number(year) < FIRST_YEAR) return undefined;
  // 31 April is no day, though the calendar would make it one of May.
  const local = new Date(millis(time) + offsetMs(zone));
  return local.getUTCDate() === Number(day) && hour !== '24' ? toInstant(millis(time)) : undefined;
}

/** The offset that a time is written with, as databases write it (`+08`); `undefined`: none. */
function zoneOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  if (written === 'Z') return '+00:00';
  const digits = written.replace(':', '');
  return `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
}

/** Whether a text stands for "no time": nought, a date before any system of today, or the first or the last that programs know. */
export const isNoTime = (text: string): boolean => /^(0+([-/.: T]0+)*|(0001|1[0-9]{3}|9999)[-/].*)$/.test(text);

function offsetMs(offset: string): number {
  const [hours, minutes] = offset.slice(1).split(':').map(Number) as [number, number];
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
