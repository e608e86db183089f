import { issue, type Issue } from '../error.js';
import { isSize } from './check-layout.js';
import { checksum, CHECKSUM_BYTES } from './checksum.js';
import { readBcd, readDigits, readFlags, readFloat, readInteger, readText } from './scalars.js';
import type { Checksum, Choice, Field, Fields, FrameValue, Layout, List, Size } from './layout.js';

/** One piece of a frame as it was found. */
export interface Part {
  /** Pointer to the member: `/objects/0/status`. */
  readonly path: string;
  readonly field: Field;
  readonly offset: number;
  readonly length: number;
  /** Undefined for a list or a choice, whose own parts follow. */
  readonly value?: unknown;
}

/** What was read. `value` is there when every field was found and every checksum was right. */
export interface Reading<F extends Fields> {
  readonly value?: FrameValue<F>;
  /** Bytes that the fields take; the rest belongs to no field. */
  readonly length: number;
  readonly issues: readonly Issue[];
}

/**
 * Reads a frame by its layout. Never throws and never reads past the end: bytes that end inside a field give `frame-cut`, a
 * wrong start or end `frame-mark`, a wrong sum `frame-checksum`, a digit that is none `frame-digit`, and a case that is not
 * in the layout `frame-unknown`, a warning where the layout says how long it is. Text that is not in its charset is kept with U+FFFD and `frame-text`, a warning.
 */
export function readFrame<F extends Fields>(layout: Layout<F>, bytes: Uint8Array): Reading<F> {
  const { value, length, issues } = walkFrame(layout, bytes);
  return { ...(value && { value: value as FrameValue<F> }), length, issues };
}

const OF_BOUNDS: ReadonlySet<string> = new Set(['frame-checksum', 'frame-mark', 'frame-cut']);

interface Walk {
  readonly value?: object;
  readonly length: number;
  readonly issues: readonly Issue[];
  readonly parts: readonly Part[];
}

/** The same with every part, also of a frame that cannot be read whole. */
export function walkFrame(layout: Layout, bytes: Uint8Array): Walk {
  const walk = new Walker(layout, bytes);
  const value = walk.level(layout.fields, '');
  // Where the sum is wrong nobody knows what else is: only how the frame was bounded says something.
  const broken = walk.issues.some(({ code }) => code === 'frame-checksum');
  const issues = broken ? walk.issues.filter(({ code }) => OF_BOUNDS.has(code)) : walk.issues;
  const failed = issues.some(({ level }) => level === 'error');
  return { ...(!failed && value && { value }), length: walk.at, issues, parts: walk.parts };
}

/** Goes through the bytes in the order of the wire; stops where it can no longer know what follows. */
class Walker {
  at = 0;
  readonly issues: Issue[] = [];
  readonly parts: Part[] = [];
  readonly #layout: Layout;
  readonly #bytes: Uint8Array;

  constructor(layout: Layout, bytes: Uint8Array) {
    this.#layout = layout;
    this.#bytes = bytes;
  }

  /** The members of one level; undefined when the bytes end before it does, or nobody can tell what comes next. */
  level(fields: Fields, path: string): Record<string, unknown> | undefined {
    const value: Record<string, unknown> = {};
    const begins = new Map<string, number>();
    for (const field of fields) {
      begins.set(field.name, this.at);
      const read = this.#field(field, `${path}/${field.name}`, value, begins);
      if (read === undefined) return undefined;
      if (field.is !== 'mark' && field.is !== 'checksum') value[field.name] = read.value;
    }
    return value;
  }

  #field(
    field: Field,
    path: string,
    before: Record<string, unknown>,
    begins: ReadonlyMap<string, number>,
  ): { readonly value: unknown } | undefined {
    if (field.is === 'list') return this.#list(field, path, before);
    if (field.is === 'choice') {
      const fields = Object.hasOwn(field.cases, String(before[field.by])) && field.cases[String(before[field.by])];
      if (!fields) return this.#unknown(field, path, before);
      this.parts.push({ path, field, offset: this.at, length: 0 });
      const value = this.level(fields, path);
      return value && { value };
    }
    const offset = this.at;
    const bytes = this.#take(sizeOf(field, before, this.#bytes.length - offset), path);
    if (!bytes) return undefined;
    const read =
      field.is === 'checksum'
        ? this.#sum(field, bytes, begins.get(field.from)!, path)
        : this.#scalar(field, bytes, path);
    this.parts.push({ path, field, offset, length: bytes.length, value: read });
    return { value: read };
  }

  #unknown(field: Choice, path: string, before: Record<string, unknown>): { readonly value: unknown } | undefined {
    const what = `has ${field.by} ${String(before[field.by])}, which its layout does not know`;
    if (field.bytes === undefined) return this.#wrong('frame-unknown', path, what);
    const offset = this.at;
    const size = sizeOf({ ...field, is: 'bytes', bytes: field.bytes }, before, this.#bytes.length - offset);
    const bytes = this.#take(size, path);
    if (!bytes) return undefined;
    this.issues.push(issue('frame-unknown', `${this.#layout.norm}: the frame ${what}.`, { path, level: 'warning' }));
    this.parts.push({ path, field: { ...field, is: 'bytes', bytes: size }, offset, length: size, value: bytes });
    return { value: bytes };
  }

  #list(
    { count, fields, ...field }: List,
    path: string,
    before: Record<string, unknown>,
  ): { value: unknown } | undefined {
    this.parts.push({ path, field: { count, fields, ...field }, offset: this.at, length: 0 });
    const value: unknown[] = [];
    const until = typeof count === 'object' && 'before' in count ? this.#bytes.length - count.before : undefined;
    const times = until === undefined ? amount(count, before) : Infinity;
    if (until === undefined && !isSize(times))
      return this.#wrong('frame-cut', path, `says that a list is ${times} long`);
    while (until === undefined ? value.length < times : this.at < until) {
      const from = this.at;
      const item = this.level(fields, `${path}/${value.length}`);
      if (!item) return undefined;
      value.push(item);
      // Fields that take no bytes would be read for ever.
      if (this.at === from) break;
    }
    return { value };
  }

  #take(length: number, path: string): Uint8Array | undefined {
    if (!isSize(length))
      return this.#wrong('frame-cut', path, `says that the field at offset ${this.at} has ${length} bytes`);
    const left = this.#bytes.length - this.at;
    if (length > left)
      return this.#wrong('frame-cut', path, `ends ${left} bytes into a field of ${length} at offset ${this.at}`);
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  #sum(field: Checksum, bytes: Uint8Array, from: number, path: string): string {
    const due = checksum(field.of, this.#bytes.subarray(from, this.at - bytes.length));
    const said = readInteger(
      { ...field, is: 'uint', bytes: CHECKSUM_BYTES[field.of] },
      bytes,
      field.order ?? this.#order,
    );
    if (said !== due) {
      const wire = Array.from(bytes, (_, i) => hex((due >> (8 * i)) & 0xff));
      if ((field.order ?? this.#order) === 'big') wire.reverse();
      this.#wrong('frame-checksum', path, `has checksum ${toHex(bytes)} where ${wire.join('')} is due`);
    }
    return toHex(bytes);
  }

  #scalar(field: Exclude<Field, List | Checksum | { is: 'choice' }>, bytes: Uint8Array, path: string): unknown {
    switch (field.is) {
      case 'mark': {
        const found = toHex(bytes);
        if (found !== field.hex) this.#wrong('frame-mark', path, `has ${found} where ${field.hex} is due`);
        return found;
      }
      case 'uint':
      case 'int':
        return readInteger(field, bytes, field.order ?? this.#order);
      case 'float':
        return readFloat(field, bytes, field.order ?? this.#order);
      case 'flags':
        return readFlags(field, bytes, field.order ?? this.#order);
      case 'bcd':
      case 'digits': {
        const read = field.is === 'bcd' ? readBcd(field, bytes) : readDigits(bytes);
        if (read === undefined) this.#wrong('frame-digit', path, `has ${toHex(bytes)}, which is no decimal number`);
        return read;
      }
      case 'text': {
        const { text, whole } = readText(field, bytes);
        if (!whole)
          this.issues.push(
            issue('frame-text', `${this.#layout.norm}: ${path} is not all ${field.charset}.`, {
              path,
              level: 'warning',
            }),
          );
        return text;
      }
      case 'bytes':
        return bytes;
    }
  }

  get #order(): 'big' | 'little' {
    return this.#layout.order ?? 'big';
  }

  #wrong(code: string, path: string, what: string): undefined {
    this.issues.push(issue(code, `${this.#layout.norm}: the frame ${what}.`, { path }));
  }
}

function sizeOf(field: Exclude<Field, List | { is: 'choice' }>, before: Record<string, unknown>, left: number): number {
  if (field.is === 'mark') return field.hex.length / 2;
  if (field.is === 'checksum') return CHECKSUM_BYTES[field.of];
  const { bytes } = field;
  return typeof bytes === 'object' && 'before' in bytes ? left - bytes.before : amount(bytes, before);
}

function amount(size: Exclude<Size, { before: number }> | Size, before: Record<string, unknown>): number {
  if (typeof size === 'number') return size;
  if (!('by' in size)) return 0;
  const said = before[size.by];
  return typeof said === 'number' ? said - (size.less ?? 0) : NaN;
}

const hex = (n: number): string => n.toString(16).padStart(2, '0');
const PAIRS = Array.from({ length: 256 }, (_, n) => hex(n));

/** Bytes as pairs of 0–9, a–f. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += PAIRS[byte]!;
  return text;
}
