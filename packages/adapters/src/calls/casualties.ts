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

/** 伤亡和被困 as a record tells them; a yes without a number is no count. */
export function casualtiesOf(record: CallRecord): Report['casualties'] {
  const counts: { [sort in 'trapped' | 'injured' | 'dead']?: number } = {};
  for (const sort of ['trapped', 'injured', 'dead'] as const) {
    const text = record.text(sort);
    const count = text === undefined ? undefined : countIn(text);
    if (count !== undefined) counts[sort] = count;
  }
  if (record.has('anyTrapped') && !record.flag('anyTrapped')) counts.trapped ??= 0;
  return Object.keys(counts).length > 0 ? counts : undefined;
}
