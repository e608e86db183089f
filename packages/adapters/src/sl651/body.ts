import { issue, type Issue } from '@yingji/core';
import { toHex } from '@yingji/core/frame';
import { CLASSES, DEFINED, ELEMENTS, GUIDES } from './elements.js';
import { countEven } from './even-series.js';
import type { FrameInMaking, Sl651Element } from './frame.js';
import { stationAt } from './hex.js';
import type { FunctionRow } from './layout.js';
import { readBcd } from './numbers.js';
import { readTime } from './times.js';

const SERIES = 12;
export const SERIES_STEP_S = 300;
/** Digits of the norm by guide; 0 where it has none. */
const DIGITS = Array.from({ length: 256 }, (_, guide) => ELEMENTS[guide]?.digits ?? 0);

/** Reads what a body says behind its serial and its time into its frame, as far as it can be read; gives why no further. */
export function readBody(
  frame: FrameInMaking,
  bytes: Uint8Array,
  { from, end, sort }: { readonly from: number; readonly end: number; readonly sort: FunctionRow['body'] },
): readonly Issue[] {
  const body = new BodyReader(frame, bytes, from, end);
  if (sort === 'elements' || sort === 'entry') body.readElements();
  else body.readOther(sort);
  return body.issues;
}

const CLASS_OF = Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte);
  return CLASSES.has(letter) ? letter : undefined;
});
type Time = string | null | undefined;

/** Plain elements one after the other, which are most of all there is; gives where something else begins. */
function readNumbers(elements: Sl651Element[], bytes: Uint8Array, from: number, end: number, time: Time): number {
  let at = from;
  while (at + 2 < end) {
    const guide = bytes[at]!;
    if (guide >= GUIDES.observed || guide === GUIDES.step || guide === GUIDES.state) break;
    const defined = bytes[at + 1]!;
    const length = defined >> 3;
    if (length === 0 || at + 2 + length > end) break;
    elements.push(valueAt(bytes, at + 2, { guide, length, decimals: defined & 7, time }));
    at += 2 + length;
  }
  return at;
}

function valueAt(
  bytes: Uint8Array,
  from: number,
  { guide, length, decimals, time: at }: { guide: number; length: number; decimals: number; time: Time },
): Sl651Element {
  const value = readBcd(bytes, from, length, decimals, DIGITS[guide] ?? 0);
  if (value === value) return { guide, at, value };
  return { guide, at, value: null, none: toHex(bytes.subarray(from, from + length)) };
}

class BodyReader {
  readonly issues: Issue[] = [];
  readonly #frame: FrameInMaking;
  readonly #elements: Sl651Element[];
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #time: Time;
  /** Seconds between the values of an even series; 0 where single ones follow. */
  #stepS = 0;
  /** Of each element of the even series, how many values there were. */
  #empty = false;
  #counts: Map<number, number> | undefined;

  constructor(frame: FrameInMaking, bytes: Uint8Array, from: number, end: number) {
    this.#frame = frame;
    this.#elements = frame.elements;
    this.#bytes = bytes;
    this.#at = from;
    this.#end = end;
  }

  readOther(sort: FunctionRow['body']): void {
    if (this.#is(GUIDES.station) && this.#left >= 7) this.#readStation(false);
    if (sort === 'text') this.#readText();
    else if (this.#left > 0) this.#frame.rest = this.#take(this.#left);
  }

  readElements(): void {
    while (this.#at < this.#end && this.#readNext());
    this.#endSeries();
  }

  /** Whether it could be read on. */
  #readNext(): boolean {
    if (this.#stepS === 0) this.#at = readNumbers(this.#elements, this.#bytes, this.#at, this.#end, this.#time);
    if (this.#at >= this.#end) return true;
    const guide = this.#bytes[this.#at]!;
    if (guide < GUIDES.observed) return guide === GUIDES.step ? this.#readStep() : this.#readValues(guide, 1);
    if (guide === GUIDES.extended) {
      const own = (guide << 8) | this.#bytes[this.#at + 1]!;
      return this.#left < 3 ? this.#cut(guide) : this.#readValues(own, 2);
    }
    if (guide >= GUIDES.rain && guide < GUIDES.velocity) return this.#readSeries(guide);
    if (!this.#is(guide)) return this.#stop(guide, 'is not told twice, as it must be');
    return this.#readMarked(guide);
  }

  /** What is announced by its guide twice. */
  #readMarked(guide: number): boolean {
    if (guide === GUIDES.observed) {
      if (this.#left < 7) return this.#cut(guide);
      this.#time = readTime(this.#bytes, this.#at + 2, 5);
      this.#endSeries();
      if (this.#time === null) this.#badTime();
      this.#at += 7;
      return true;
    }
    if (guide === GUIDES.station) return this.#left < 7 ? this.#cut(guide) : this.#readStation(true);
    this.#at += 2;
    const rest = this.#take(this.#left);
    if (guide === GUIDES.picture) Object.assign(this.#frame, { picture: rest, picturedAt: this.#time });
    else if (guide === GUIDES.entry) this.#frame.entry = textOf(rest);
    else this.#frame.rest = rest;
    return true;
  }

  #readStation(withClass: boolean): true {
    this.#frame.measuredBy = stationAt(this.#bytes, this.#at + 2);
    this.#at += 7;
    if (!withClass || this.#left === 0) return true;
    // Its class stands behind its address, in most messages; a letter of it is the guide of some element as well.
    const letter = this.#bytes[this.#at]!;
    const stationClass = CLASS_OF[letter];
    if (stationClass === undefined || this.#bytes[this.#at + 1] === DEFINED[letter]) return true;
    this.#frame.stationClass = stationClass;
    this.#at += 1;
    return true;
  }

  #readText(): void {
    const length = this.#bytes[this.#at] ?? 0;
    if (this.#left < 1 || length > this.#left - 1) return void this.#cut(length);
    this.#at += 1;
    this.#frame.text = textOf(this.#take(length));
  }

  /** 04 18 and days, hours, minutes: the elements behind it are even series. */
  #readStep(): boolean {
    this.#endSeries();
    if (this.#left < 5 || this.#bytes[this.#at + 1] !== 0x18) return this.#cut(GUIDES.step);
    const [days, hours, minutes] = [2, 3, 4].map((i) => readBcd(this.#bytes, this.#at + i, 1, 0, 0)) as [
      number,
      number,
      number,
    ];
    this.#stepS = ((days * 24 + hours) * 60 + minutes) * 60;
    if (!(this.#stepS > 0)) return this.#stop(GUIDES.step, 'has a step of time that is none');
    this.#at += 5;
    return true;
  }

  /** An element, its guide `wide` bytes long: its definition says how many bytes, and how many decimals. */
  #readValues(guide: number, wide: number): boolean {
    const defined = this.#bytes[this.#at + wide]!;
    const length = defined >> 3;
    const decimals = defined & 7;
    if (this.#left <= wide || this.#left < wide + 1 + length) return this.#cut(guide);
    if (length === 0) return this.#readNothing(guide, wide);
    this.#at += wide + 1;
    if (guide === GUIDES.state) return this.#readState(length);
    if (this.#stepS === 0) {
      this.#elements.push(this.#value(guide, length, decimals));
      return true;
    }
    const more = countEven(this.#bytes, this.#at, this.#end, length);
    const before = this.#counts?.get(guide) ?? 0;
    const stepS = this.#stepS;
    for (let n = before; n < before + more; n += 1)
      this.#elements.push({ ...this.#value(guide, length, decimals), series: { n, of: 0, stepS } });
    (this.#counts ??= new Map()).set(guide, before + more);
    return true;
  }

  /** A series may name its element once or before each value: how many there are is known when it is over. */
  #endSeries(): void {
    if (this.#stepS === 0) return;
    for (const [i, element] of this.#elements.entries()) {
      const { series, guide } = element;
      if (series?.of === 0) this.#elements[i] = { ...element, series: { ...series, of: this.#counts!.get(guide)! } };
    }
    this.#counts = undefined;
    this.#stepS = 0;
  }

  /** One that has no bytes has no value, and the next may be read; a second one, and nobody knows what this is. */
  #readNothing(guide: number, wide: number): boolean {
    if (this.#empty) return this.#stop(guide, 'has no bytes');
    this.#empty = true;
    this.#at += wide + 1;
    this.#elements.push({ guide, at: this.#time, value: null, none: '' });
    this.#tell(guide, 'has no bytes, and no value');
    return true;
  }

  #value(guide: number, length: number, decimals: number): Sl651Element {
    this.#at += length;
    return valueAt(this.#bytes, this.#at - length, { guide, length, decimals, time: this.#time });
  }

  #readState(length: number): boolean {
    if (length !== 4) return this.#stop(GUIDES.state, `has ${length} bytes where 4 are due`);
    let value = 0;
    for (const byte of this.#take(length)) value = value * 256 + byte;
    this.#elements.push({ guide: GUIDES.state, at: this.#time, value });
    return true;
  }

  /** F4 60: twelve bytes, tenths of a millimetre; F5–FC C0: twelve pairs of bytes, hundredths of a metre. */
  #readSeries(guide: number): boolean {
    const wide = guide === GUIDES.rain ? 1 : 2;
    const defined = this.#bytes[this.#at + 1];
    if (this.#left < 2 + SERIES * wide) return this.#cut(guide);
    if (defined !== (SERIES * wide) << 3) return this.#stop(guide, 'has not the size of twelve values');
    this.#at += 2;
    for (let n = 0; n < SERIES; n += 1) {
      const raw = this.#take(wide);
      const count = wide === 1 ? raw[0]! : (raw[0]! << 8) | raw[1]!;
      const none = count === (wide === 1 ? 0xff : 0xffff);
      const said = none ? { value: null, none: toHex(raw) } : { value: count / (wide === 1 ? 10 : 100) };
      this.#elements.push({ guide, at: this.#time, ...said, series: { n, of: SERIES, stepS: SERIES_STEP_S } });
    }
    return true;
  }

  #take(length: number): Uint8Array {
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  #badTime(): void {
    this.issues.push(
      issue(
        'sl651-bad-time',
        'A time of observation is no time; that of sending or of receipt is used. Set the clock of the station.',
        {
          path: `/elements/${this.#elements.length}/at`,
          level: 'warning',
        },
      ),
    );
  }

  #cut(guide: number): false {
    return this.#stop(guide, 'does not end within its message');
  }

  /** What cannot be read on is kept as it is: the frame itself is sound, and would be no other if it were sent again. */
  #stop(guide: number, what: string): false {
    this.#frame.rest = this.#take(this.#left);
    const last = this.#elements[this.#elements.length - 1];
    // Some put the sign on top of the bytes they say: then the digits before this are not all of them.
    if (last && last.value !== null && last.value < 0)
      this.#elements[this.#elements.length - 1] = { ...last, value: null, none: '' };
    this.#tell(guide, `${what}; it and what follows are kept aside`);
    return false;
  }

  #tell(guide: number, what: string): void {
    this.issues.push(
      issue('sl651-element', `Element ${guide.toString(16)} ${what}.`, {
        path: `/elements/${this.#elements.length}`,
        level: 'warning',
      }),
    );
  }

  #is(guide: number): boolean {
    return this.#left >= 2 && this.#bytes[this.#at] === guide && this.#bytes[this.#at + 1] === guide;
  }

  get #left(): number {
    return this.#end - this.#at;
  }
}

const gb18030 = new TextDecoder('gb18030');
const textOf = (bytes: Uint8Array): string => gb18030.decode(bytes).trim();
