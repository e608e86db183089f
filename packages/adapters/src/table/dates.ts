import { parseInstant, toInstant, type Instant } from '@yingji/core';

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$|^(\d{4})(\d\d)(\d\d)$/;
/** What spreadsheets put behind a day that is written without a time. */
const NO_TIME = / 0?0:00(:00(\.0+)?)?$/;
const MONTH = /^(\d{4})[-/.年](\d{1,2})月?$/;

/**
 * When something stops to hold that is good until a date: the end of that day, or of that month. `offset` is that of the place.
 * `undefined` when it is no date that exists.
 */
export function endOf(text: string, offset: string): Instant | undefined {
  const whole = parseInstant(text);
  if (whole !== undefined) return whole;
  const day = DAY.exec(text.replace(NO_TIME, ''));
  if (day) return midnight([day[1] ?? day[4], day[2] ?? day[5], day[3] ?? day[6]], { add: 'day', offset });
  const month = MONTH.exec(text);
  return month ? midnight([month[1], month[2], '1'], { add: 'month', offset }) : undefined;
}

function midnight(
  parts: readonly (string | undefined)[],
  { add, offset }: { readonly add: 'day' | 'month'; readonly offset: string },
): Instant | undefined {
  const [year, month, day] = parts.map(Number) as [number, number, number];
  const stated = new Date(Date.UTC(year, month - 1, day));
  // 31 April is no date; the calendar would make it May.
  if (stated.getUTCMonth() !== month - 1 || stated.getUTCDate() !== day) return undefined;
  const next = add === 'day' ? Date.UTC(year, month - 1, day + 1) : Date.UTC(year, month, 1);
  return `${toInstant(next).slice(0, 10)}T00:00:00${offset}` as Instant;
}
