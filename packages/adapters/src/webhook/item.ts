import { issue, parseInstant, toInstant, type Instant, type Issue, type Json } from '@yingji/core';
import { readTime } from '../calls/beijing-time.js';
import type { Datum } from '../datum/index.js';
import { textAt } from './pointer.js';

/** One item of a message with what it is read by. */
export interface Item {
  readonly value: Json;
  /** Its own identity: a retry gives the same. */
  readonly key: string;
  readonly at: Instant;
  /** Whether `at` is what it says itself, and not when it was received. */
  readonly dated: boolean;
  readonly source: string;
  readonly registry: string;
  readonly receivedAt: Instant;
  readonly datum: Datum | undefined;
  /** Tells what is wrong at a pointer of the item. */
  note(code: string, message: string, pointer: string): void;
}

/** Takes the Issues of an item that stands at `path`. What stood there is never repeated: it may be of a person. */
export const noteTo =
  (issues: Issue[], path: string): Item['note'] =>
  (code, message, pointer) =>
    void issues.push(issue(code, message, { path: `${path}${pointer}`, level: 'warning' }));

/** When an item was true, as it says; undefined where it does not, or not so that it can be read. */
export function timeOf(
  value: Json,
  pointer: string | undefined,
  { utcOffset, note }: { readonly utcOffset: string; readonly note: Item['note'] },
): Instant | undefined {
  if (pointer === undefined) return undefined;
  const text = textAt(value, pointer);
  if (text === undefined) return undefined;
  const time = /^1\d{9}$/.test(text) ? toInstant(Number(text) * 1_000) : readTime(text, utcOffset);
  if (time === undefined || parseInstant(time) === undefined)
    note('webhook-no-time', 'This is no time; that of receipt counts.', pointer);
  return time;
}
