import { toInstant, type Instant } from '@yingji/core';

const STRICT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;
const LOOSE =
  /^(\d{4})[-/](\d\d?)[-/](\d\d?)[T\s]\s*(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?$/i;

export interface CapTime {
  /** Missing: no instant can be read. */
  readonly instant?: Instant;
  /** Why the text is not as OASIS CAP 1.2 §3.3.2 asks; missing: it is. */
  readonly fault?: string;
}

/**
 * Reads a CAP time. The norm's form is `YYYY-MM-DDThh:mm:ss±hh:mm`, without `Z` or fractions; what a person reads without
 * doubt is read too. A time without an offset is read only by `offset`, the configured one of this sender.
 */
export function readCapTime(text: string, offset?: string): CapTime {
  if (STRICT.test(text) && isReal(text)) return { instant: text as Instant };
  const match = LOOSE.exec(text);
  if (!match) return { fault: `"${text.slice(0, 40)}" is no time` };
  const [, year, month, day, hour, minute, second = '00', zulu, sign, offsetHour, offsetMinute] = match;
  const zone = zulu ? '+00:00' : sign ? `${sign}${offsetHour}:${offsetMinute}` : offset;
  if (zone === undefined) return { fault: `"${text}" has no offset; configure "offset" if this sender's is known` };
  const two = (part: string | undefined): string => (part ?? '').padStart(2, '0');
  const plain = `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${zone}`;
  if (!isReal(plain)) return { fault: `"${text.slice(0, 40)}" is no real time` };
  return { instant: plain as Instant, fault: `"${text}" was read as ${plain}; CAP asks for YYYY-MM-DDThh:mm:ss±hh:mm` };
}

/** Whether a text of the strict form names a real date, time and offset; `Date.parse` alone takes 31 February. */
function isReal(text: string): boolean {
  const at = (index: number): number => (text.charCodeAt(index) - 48) * 10 + text.charCodeAt(index + 1) - 48;
  const year = at(0) * 100 + at(2);
  const month = at(5);
  const day = at(8);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= days &&
    at(11) <= 23 &&
    at(14) <= 59 &&
    at(17) <= 59 &&
    at(20) <= 14 &&
    at(23) <= 59
  );
}

/** The instant in UTC to the second: the form in which a message and those that name it write the same time alike. */
export function utcSecond(instant: Instant): string {
  return toInstant(Date.parse(instant)).replace(/\.\d+Z$/, 'Z');
}
