import { attributeOf, childOf, type XmlElement } from '../xml/xml-element.js';

/** Which cell styles show a number as a date. */
export type DateStyles = ReadonlySet<number>;

/** Built-in number formats that are dates or times, those of Chinese Excel (27–36, 50–58) with them. ECMA-376-1 §18.8.30. */
const isBuiltIn = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format of the file's own shows a date: day, month, year or hour outside of quotes and brackets. */
const isDateFormat = (code: string): boolean =>
  /[ymdhs]/i.test(
    code
      .replace(/"[^"]*"|\\.|_.|\*./g, '')
      .replace(/\[(?![hms]+\])[^\]]*\]/gi, '')
      .split(';')[0] ?? '',
  );

export function dateStyles(styles: XmlElement | undefined): DateStyles {
  const own = new Map(
    (styles && childOf(styles, 'numFmts')?.children)?.map((format) => [
      Number(attributeOf(format, 'numFmtId')),
      attributeOf(format, 'formatCode') ?? '',
    ]),
  );
  const found = new Set<number>();
  (styles && childOf(styles, 'cellXfs')?.children)?.forEach((style, index) => {
    const id = Number(attributeOf(style, 'numFmtId') ?? 0);
    const code = own.get(id);
    if (code === undefined ? isBuiltIn(id) : isDateFormat(code)) found.add(index);
  });
  return found;
}

/** The texts that cells point to; phonetic guides are left out. */
export function sharedStrings(root: XmlElement | undefined): string[] {
  return (root?.children ?? []).filter(({ name }) => name === 'si').map(richText);
}

/** Text of a shared or inline string, of one run or of several. */
export function richText(string: XmlElement): string {
  return string.children
    .map((part) => (part.name === 't' ? part.text : part.name === 'r' ? (childOf(part, 't')?.text ?? '') : ''))
    .join('');
}

const DAY_MS = 86_400_000;
/** Day 0 of the two calendars; the first counts a 29 February 1900 that never was, so days before March 1900 are one off. */
const [EPOCH_1900, EPOCH_1904] = [Date.UTC(1899, 11, 30), Date.UTC(1904, 0, 1)];
const DIGITS = 15;

/**
 * A stored number as a person sees it: 15 digits, as Excel keeps them; a date as `2026-09-30`, with the time where there is one.
 * A number longer than that has lost its last digits and stays in the form that shows it.
 */
export function numberText(
  stored: string,
  { date, from1904 }: { readonly date: boolean; readonly from1904: boolean },
): string {
  const value = Number(stored);
  if (stored.trim() === '' || !Number.isFinite(value)) return stored;
  if (!date) {
    if (Math.abs(value) >= 10 ** DIGITS) return value.toExponential().toUpperCase();
    return String(Number(value.toPrecision(DIGITS)));
  }
  const ms = (from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round((value * DAY_MS) / 1000) * 1000;
  // Beyond the years 1900 to 9999 a spreadsheet has no dates either.
  if (value < 0 || value >= 2_958_466) return stored;
  const text = new Date(ms).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/** Column index of a cell reference (`C7` → 2); `undefined` when it is none. */
export function columnOf(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
