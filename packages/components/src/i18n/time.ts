import type { Instant } from '@yingji/core';

/** Beijing time is UTC+8 all year; the reader's own zone is not asked. */
const BEIJING_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

const two = (n: number): string => String(n).padStart(2, '0');

interface Words {
  readonly yesterday: string;
}

/** 2026-06-12 14:32, for what is read on another day. */
export function dateTime(at: Instant): string {
  return new Date(Date.parse(at) + BEIJING_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** The instant of a time as the field writes it, 2026-06-12T14:32, Beijing time; `undefined` where it is none. */
export function fromBeijing(text: string): Instant | undefined {
  const ms = Date.parse(`${text}Z`);
  return Number.isNaN(ms) ? undefined : (new Date(ms - BEIJING_MS).toISOString() as Instant);
}

/** Today 14:32, yesterday 昨日 18:20, this year 07-31 09:05, else 2025-07-31 09:05. */
export function clockTime(at: Instant, now: Instant | undefined, words: Words): string {
  const then = new Date(Date.parse(at) + BEIJING_MS);
  const time = `${two(then.getUTCHours())}:${two(then.getUTCMinutes())}`;
  const date = `${two(then.getUTCMonth() + 1)}-${two(then.getUTCDate())}`;
  if (now === undefined) return `${date} ${time}`;
  const today = new Date(Date.parse(now) + BEIJING_MS);
  const days = Math.floor(today.getTime() / DAY_MS) - Math.floor(then.getTime() / DAY_MS);
  if (days === 0) return time;
  if (days === 1) return `${words.yesterday} ${time}`;
  return then.getUTCFullYear() === today.getUTCFullYear()
    ? `${date} ${time}`
    : `${then.getUTCFullYear()}-${date} ${time}`;
}

/** Whole minutes from one instant to another; 0 when the first is later. */
export function minutesSince(at: Instant, now: Instant): number {
  return Math.max(0, Math.floor((Date.parse(now) - Date.parse(at)) / MINUTE_MS));
}

/** The later of two instants, either of which may be missing. */
export function later(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) >= Date.parse(b) ? a : b;
}
