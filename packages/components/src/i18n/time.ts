import type { Instant } from '@yingji/core';

/** Beijing time is UTC+8 all year; the reader's own zone is not asked. */
const BEIJING_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

const two = (n: number): string => String(n).padStart(2, '0');

interface Words {
  readonly yesterday: string;
}

const inBeijing = (at: Instant): string => new Date(Date.parse(at) + BEIJING_MS).toISOString();

/** 2026-06-12 14:32, for what is read on another day. */
export function dateTime(at: Instant): string {
  return inBeijing(at).slice(0, 16).replace('T', ' ');
}

/** 14:32:05, for paper: how old it is can be read from nothing else. */
export const timeToTheSecond = (at: Instant): string => inBeijing(at).slice(11, 19);

const WRITTEN = /^(?:(?:(\d{4})[-/])?(\d\d?)[-/](\d\d?)\s+)?(\d\d?)[:：](\d\d)$/;

/**
 * The instant that somebody wrote in Beijing time: 14:32 is of the day of `now`, 06-12 14:32 of its year, 2026-06-12 14:32 says all.
 * `undefined` where it is none: no field of a browser is asked, which would write the day and the month as its own country does.
 */
export function fromBeijing(text: string, now: Instant): Instant | undefined {
  const said = WRITTEN.exec(text.trim())?.slice(1);
  if (!said) return undefined;
  const numbers = (at: Instant): number[] => dateTime(at).split(/\D/).map(Number);
  const today = numbers(now);
  const parts = said.map((part: string | undefined, i) => (part === undefined ? today[i]! : Number(part)));
  const [year, month, day, hour, minute] = parts as [number, number, number, number, number];
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute) - BEIJING_MS).toISOString() as Instant;
  // What no month and no day has would be taken for a time of the next one.
  return numbers(at).join() === parts.join() ? at : undefined;
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
