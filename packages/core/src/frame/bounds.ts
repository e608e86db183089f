import { YingjiError } from '../error.js';
import { isSize } from './check-layout.js';
import { CHECKSUM_BYTES } from './checksum.js';
import type { ByteOrder, Field, Fields, Layout, Size } from './layout.js';
import { readBcd, readDigits, readInteger } from './scalars.js';

/** How long the frame is that begins here; `cut` when it has not come whole, `none` when no frame begins here. */
export type Bound = number | 'cut' | 'none';

type Amount = number | { readonly by: string; readonly less: number };
type Values = { [name: string]: unknown };

interface Step {
  readonly name: string;
  /** Bytes of it; of a list how often. */
  readonly amount?: Amount;
  readonly mark?: Uint8Array;
  /** Only of what a later size or case goes by. */
  readonly read?: (bytes: Uint8Array) => unknown;
  /** Of a list. */
  readonly steps?: readonly Step[];
  /** Of a choice. */
  readonly cases?: { readonly by: string; readonly of: ReadonlyMap<string, readonly Step[]> };
}

const [NONE, CUT] = [-1, -2];

/**
 * Finds where frames end without reading what they say: on a line full of garbage that is most of the work. Error `bad-layout`,
 * when the layout leaves it to the end of the bytes (`before`), which a stream has not.
 */
export function boundsByLayout(layout: Layout, most: number): (bytes: Uint8Array, from: number) => Bound {
  const steps = stepsOf(layout.fields, layout.order ?? 'big');

  return (bytes, from) => {
    const end = walk(steps, { bytes, at: from, most: from + most });
    return end === NONE || end === from ? 'none' : end === CUT ? 'cut' : end - from;
  };
}

interface Place {
  readonly bytes: Uint8Array;
  readonly at: number;
  /** Where the frame must have ended. */
  readonly most: number;
}

function walk(steps: readonly Step[], { bytes, at: from, most }: Place): number {
  const values: Values = {};
  let at = from;
  for (const step of steps) {
    const cases = step.cases?.of.get(String(values[step.cases.by]));
    if (cases) at = walk(cases, { bytes, at, most });
    else {
      const amount = amountOf(step.amount, values);
      if (!isSize(amount)) return NONE;
      at = step.steps ? repeat(step.steps, amount, { bytes, at, most }) : take(step, amount, { bytes, at, most });
      if (at >= 0 && step.read) values[step.name] = step.read(bytes.subarray(at - amount, at));
    }
    if (at < 0) return at;
  }
  return at;
}

function repeat(steps: readonly Step[], times: number, { bytes, at, most }: Place): number {
  let end = at;
  for (let time = 0; time < times; time += 1) {
    const begins = end;
    end = walk(steps, { bytes, at: begins, most });
    // Fields that take no bytes would be read for ever.
    if (end <= begins) break;
  }
  return end;
}

function take({ mark }: Step, length: number, { bytes, at, most }: Place): number {
  const end = at + length;
  if (end > most) return NONE;
  // A mark that is cut is none already when what has come of it is wrong.
  if (mark) for (let i = 0; i < length && at + i < bytes.length; i += 1) if (bytes[at + i] !== mark[i]) return NONE;
  return end > bytes.length ? CUT : end;
}

function amountOf(amount: Amount | undefined, values: Values): number {
  if (typeof amount !== 'object') return amount ?? NaN;
  const said = values[amount.by];
  return typeof said === 'number' ? said - amount.less : NaN;
}

function stepsOf(fields: Fields, order: ByteOrder): Step[] {
  const read = new Set(fields.flatMap(refersTo));
  return fields.map((field) => {
    const { name } = field;
    switch (field.is) {
      case 'mark':
        return { name, amount: field.hex.length / 2, mark: bytesOf(field.hex) };
      case 'checksum':
        return { name, amount: CHECKSUM_BYTES[field.of] };
      case 'list':
        return { name, amount: amountBy(name, field.count), steps: stepsOf(field.fields, order) };
      case 'choice': {
        const cases = Object.entries(field.cases).map(([value, inner]) => [value, stepsOf(inner, order)] as const);
        const amount = field.bytes === undefined ? {} : { amount: amountBy(name, field.bytes) };
        return { name, ...amount, cases: { by: field.by, of: new Map(cases) } };
      }
      default: {
        const reader = read.has(name) ? readerOf(field, order) : undefined;
        return { name, amount: amountBy(name, field.bytes), ...(reader && { read: reader }) };
      }
    }
  });
}

function refersTo(field: Field): string[] {
  const sizes = [
    ...('bytes' in field && field.bytes !== undefined ? [field.bytes] : []),
    ...(field.is === 'list' ? [field.count] : []),
  ];
  return [
    ...(field.is === 'choice' ? [field.by] : []),
    ...sizes.flatMap((size) => (typeof size === 'object' && 'by' in size ? [size.by] : [])),
  ];
}

function readerOf(field: Field, order: ByteOrder): ((bytes: Uint8Array) => unknown) | undefined {
  if (field.is === 'uint' || field.is === 'int') return (bytes) => readInteger(field, bytes, field.order ?? order);
  if (field.is === 'bcd') return (bytes) => readBcd(field, bytes);
  return field.is === 'digits' ? readDigits : undefined;
}

function amountBy(name: string, size: Size): Amount {
  if (typeof size === 'number') return size;
  if ('by' in size) return { by: size.by, less: size.less ?? 0 };
  throw new YingjiError(
    'bad-layout',
    `field ${name} goes on until the end of the bytes, and a stream has none; give it a size by a field.`,
  );
}

/** The bytes of a mark. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
