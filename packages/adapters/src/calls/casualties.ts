import type { Report } from '@yingji/core';
import type { CallRecord } from './record.js';

const DIGITS = '零一二三四五六七八九十';
const COUNTED = /(\d{1,4}|[一二两三四五六七八九十])\s*(?:人|名|个)/u;
/** Words that say there is none. */
const NONE = /^(?:无|没有|0|0人|否|无人.{0,4}|无伤亡)$/u;

/** A number of people in words: a bare number, `2人被困`, `两名伤者`, 无. `undefined`: not said, which is not nought. */
export function countIn(text: string): number | undefined {
  if (NONE.test(text)) return 0;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  const said = COUNTED.exec(text)?.[1];
  if (said === undefined) return undefined;
  if (/^\d/.test(said)) return Number(said);
  return said === '两' ? 2 : DIGITS.indexOf(said);
}

/** Whether a record says that somebody is hurt or trapped, with a number (of the casualties) or without one (有人受伤). */
export function isAnybody(record: CallRecord, sort: 'trapped' | 'injured', casualties: Report['casualties']): boolean {
  const count = casualties?.[sort];
  return count === undefined ? /^(?:有|是)/u.test(record.text(sort) ?? '') : count > 0;
}

/** 伤亡和被困 as a record tells them; a yes without a number is no count. */
export function casualtiesOf(record: CallRecord): Report['casualties'] {
  const counts: { [sort in 'trapped' | 'injured' | 'dead']?: number } = {};
  for (const sort of ['trapped', 'injured', 'dead'] as const) {
    const text = record.text(sort);
    const count = text === undefined ? undefined : countIn(text);
    if (count !== undefined) counts[sort] = count;
  }
  const { any, count = any === false ? 0 : undefined } = trappedBy(record);
  if (count !== undefined) counts.trapped ??= count;
  return Object.keys(counts).length > 0 ? counts : undefined;
}

/** What a record says under 是否人员被困: yes or no, or how many where people are counted there; `undefined`: neither, which is not no. */
export function trappedBy(record: CallRecord): { readonly any?: boolean | undefined; readonly count?: number } {
  const text = record.text('anyTrapped');
  // A bare 1 is a yes here, and not one of them.
  const count = text === undefined || /^\d+$/.test(text) ? undefined : countIn(text);
  return count === undefined ? { any: record.flag('anyTrapped') } : { any: count > 0, count };
}
