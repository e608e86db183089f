import { issue, type Issue } from '@yingji/core';
import { CLASSES, ELEMENTS, GUIDES, SYMBOLS } from './elements.js';
import type { FrameInMaking, Sl651Element } from './frame.js';
import type { FunctionRow } from './layout.js';
import { areNines } from './numbers.js';
import { SERIES_STEP_S } from './body.js';
import { isAddress } from './soundness.js';
import { readTime } from './times.js';

const NUMBER = /^-?\d{1,15}(\.\d{1,7})?$/;
/** DRD01 days, DRH01 hours, DRN05 minutes: the step of an even series. From memory: the norm's own text of it was not found. */
const STEP = /^DR([DHN])(\d\d)$/;
const STEP_S: { readonly [unit: string]: number } = { D: 86_400, H: 3600, N: 60 };
/** Series of twelve: symbol, guide, characters of one value. */
const SERIES: { readonly [symbol: string]: readonly [guide: number, wide: number] } = {
  DRP: [GUIDES.rain, 2],
  ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`DRZ${i + 1}`, [GUIDES.levels + i, 4]])),
};

type Body = Pick<
  FrameInMaking,
  'measuredBy' | 'stationClass' | 'elements' | 'entry' | 'text' | 'picture' | 'picturedAt'
>;

export interface AsciiBody {
  readonly serial: number;
  readonly sentAt: string | null;
  readonly body: Body;
  readonly issues: readonly Issue[];
}

/** Reads the body of an ASCII frame: serial, time, then `<symbol> <value>` with blanks between. */
export function readAsciiBody(bytes: Uint8Array, sort: FunctionRow['body']): AsciiBody {
  const text = new TextDecoder('gb18030').decode(bytes);
  const [, serial = '', sent = '', rest = ''] = /^([0-9A-Fa-f]{4})\s*(\d{12})(.*)$/s.exec(text) ?? [];
  const head = { serial: parseInt(serial, 16), sentAt: timeOf(sent) };
  if (serial === '') {
    const issues = [
      issue('sl651-short', 'SL 651-2014: a body begins with no serial number and time.', { path: '/body' }),
    ];
    return { serial: 0, sentAt: null, body: { elements: [] }, issues };
  }
  if (sort === 'parameters' || sort === 'text')
    return { ...head, body: { elements: [], ...(rest.trim() !== '' && { text: rest.trim() }) }, issues: [] };
  return { ...head, ...readWords(rest.trim().split(/\s+/)) };
}

/** Elements that somebody entered by hand, where all of the text is such. */
export function readEntry(text: string): readonly Sl651Element[] | undefined {
  const { body, issues } = readWords(text.trim().split(/\s+/));
  return issues.length === 0 && body.elements.length > 0 ? body.elements : undefined;
}

function readWords(words: readonly string[]): { readonly body: Body; readonly issues: readonly Issue[] } {
  const elements: Sl651Element[] = [];
  const issues: Issue[] = [];
  const body: Body = { elements };
  let time: string | null | undefined;
  let stepS = 0;

  const strange = (symbol: string): void =>
    void issues.push(
      issue('sl651-element', `Element ${symbol.slice(0, 8)} cannot be read; it is kept aside with its message.`, {
        path: `/elements/${elements.length}`,
        level: 'warning',
      }),
    );

  for (let i = 0; i < words.length && words[i] !== '';) {
    const symbol = words[i]!;
    const said = words[i + 1] ?? '';
    i += 2;
    const step = STEP.exec(symbol);
    if (symbol === 'ST') {
      const station = stationIn(said);
      if (station === undefined) issues.push(noStation);
      else body.measuredBy = station;
      if (CLASSES.has(words[i] ?? '-') && words[i + 1] === 'TT') body.stationClass = words[i++]!;
    } else if (symbol === 'TT') {
      time = timeOf(said);
      stepS = 0;
    } else if (symbol === 'RGZS') {
      body.entry = words.slice(i - 1).join(' ');
      break;
    } else if (symbol === 'PIC') {
      Object.assign(body, { picture: bytesOf(said), picturedAt: time });
    } else if (symbol === 'ZT' && /^[0-9A-Fa-f]{8}$/.test(said)) {
      elements.push({ guide: GUIDES.state, at: time, value: parseInt(said, 16) });
    } else if (step) {
      stepS = STEP_S[step[1]!]! * Number(step[2]);
      i -= 1;
    } else if (Object.hasOwn(SERIES, symbol)) {
      const values = seriesOf(symbol, said, time);
      if (values) elements.push(...values);
      else strange(symbol);
    } else if (SYMBOLS.has(symbol) && said !== '') {
      const guide = SYMBOLS.get(symbol)!;
      const values = [said];
      if (stepS > 0) while (i < words.length && !isSymbol(words[i]!)) values.push(words[i++]!);
      const of = values.length;
      for (const [n, each] of values.entries())
        elements.push({ ...valueOf(guide, each, time), ...(stepS > 0 && { series: { n, of, stepS } }) });
    } else strange(symbol);
  }
  return { body, issues };
}

/** Ten digits, or the eight of a code by SL 502, which has 00 before it in five bytes. */
function stationIn(said: string): string | undefined {
  if (/^\d{8}$/.test(said)) return `00${said}`;
  return /^[0-9A-Fa-f]{10}$/.test(said) && isAddress(bytesOf(said), 0) ? said.toLowerCase() : undefined;
}

// What stands there is not repeated: it may be anything.
const noStation = issue('sl651-bad-address', 'What stands behind ST is no address of a station.', {
  path: '/measuredBy',
});

const isSymbol = (word: string): boolean =>
  SYMBOLS.has(word) || Object.hasOwn(SERIES, word) || /^(ST|TT|RGZS|PIC|ZT|DR[DHN]\d\d)$/.test(word);

function valueOf(guide: number, said: string, at: string | null | undefined): Sl651Element {
  const { digits, decimals } = ELEMENTS[guide]!;
  const value = NUMBER.test(said) ? Number(said) : NaN;
  return Number.isNaN(value) || areNines(Math.round(Math.abs(value) * 10 ** decimals), Math.ceil(digits / 2), digits)
    ? { guide, at, value: null, none: said.slice(0, 32) }
    : { guide, at, value };
}

function seriesOf(symbol: string, said: string, at: string | null | undefined): Sl651Element[] | undefined {
  const [guide, wide] = SERIES[symbol]!;
  if (said.length !== 12 * wide || !/^[0-9A-Fa-f]+$/.test(said)) return undefined;
  return Array.from({ length: 12 }, (_, n) => {
    const raw = said.slice(n * wide, (n + 1) * wide).toLowerCase();
    const series = { n, of: 12, stepS: SERIES_STEP_S };
    if (/^f+$/.test(raw)) return { guide, at, value: null, none: raw, series };
    return { guide, at, value: parseInt(raw, 16) / (guide === GUIDES.rain ? 10 : 100), series };
  });
}

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/[0-9A-Fa-f]{2}/g) ?? [], (pair) => parseInt(pair, 16));

const timeOf = (digits: string): string | null =>
  /^(\d{10}|\d{12})$/.test(digits) ? readTime(bytesOf(digits), 0, digits.length === 10 ? 5 : 6) : null;
