import { checkFields } from './check-layout.js';

/** What something is called, in both languages. */
export interface Title {
  readonly zh: string;
  readonly en: string;
}

/** How many bytes: so many, as many as an earlier field of the same level says, or all that come before the last `before` ones. */
export type Size = number | { readonly by: string; readonly less?: number } | { readonly before: number };

interface Named extends Partial<Title> {
  /** The member of the value; unique within its level. */
  readonly name: string;
  readonly clause?: string;
}

/** Bytes that are always the same: start and end of a frame. They are no member of the value. */
export interface Mark extends Named {
  readonly is: 'mark';
  readonly hex: string;
}

interface Numeric extends Named {
  /** The number read is multiplied by it: 0.1 where a count is a tenth. */
  readonly scale?: number;
  /** Added after scaling: −40 where 0 is −40 ℃. */
  readonly offset?: number;
  /** UCUM unit of the member after scaling. */
  readonly unit?: string;
  /** Raw numbers that say "no value"; they are read as null. */
  readonly none?: readonly number[];
}

/** A whole number of 1–6 bytes. */
export interface Integer extends Numeric {
  readonly is: 'uint' | 'int';
  readonly bytes: 1 | 2 | 3 | 4 | 5 | 6;
  readonly order?: ByteOrder;
  /** What its values mean. A value that has no words is kept as it is. */
  readonly words?: { readonly [raw: number]: Title };
}

/** An IEEE 754 number; what is no number is read as null. */
export interface Float extends Numeric {
  readonly is: 'float';
  readonly bytes: 4 | 8;
  readonly order?: ByteOrder;
}

/** Two decimal digits a byte, as a number (`bcd`, at most 7 bytes) or as text with its zeros (`digits`). */
export interface Bcd extends Numeric {
  readonly is: 'bcd';
  readonly bytes: 1 | 2 | 3 | 4 | 5 | 6 | 7;
}
/** Two decimal digits a byte, as text with its zeros. */
export interface Digits extends Named {
  readonly is: 'digits';
  readonly bytes: number;
}

/** Text; trailing NUL and blanks are no part of it. */
export interface Text extends Named {
  readonly is: 'text';
  readonly bytes: Size;
  readonly charset: 'ascii' | 'utf-8' | 'gb18030';
}

/** Bytes as they are, a {@link Size} of them. */
export interface Bytes extends Named {
  readonly is: 'bytes';
  readonly bytes: Size;
}

/** Bits with a meaning each; bit 0 is the lowest. Read as the list of the words whose bit is set. */
export interface Flags extends Named {
  readonly is: 'flags';
  readonly bytes: 1 | 2 | 3 | 4;
  readonly order?: ByteOrder;
  readonly bits: { readonly [bit: number]: Title & { readonly word: string } };
}

/** The same fields some times over: so many, as many as a field says, or until the last `before` bytes. */
export interface List extends Named {
  readonly is: 'list';
  readonly count: Size;
  readonly fields: Fields;
}

/** Fields that depend on what an earlier one of the same level says. */
export interface Choice extends Named {
  readonly is: 'choice';
  readonly by: string;
  readonly cases: { readonly [value: string]: Fields };
  /** Bytes of a case that is not here: they are kept as they are, with a warning. Absent: the frame cannot be read on. */
  readonly bytes?: Size;
}

/** Proves the bytes from a field on up to itself. Not a member of the value. */
export interface Checksum extends Named {
  readonly is: 'checksum';
  readonly of: 'sum8' | 'xor8' | 'crc16-modbus' | 'crc16-ccitt-false' | 'crc16-xmodem';
  /** The first field that it covers. */
  readonly from: string;
  readonly order?: ByteOrder;
}

/** `big`: the highest byte comes first. */
export type ByteOrder = 'big' | 'little';
/** One stretch of a frame. */
export type Field = Mark | Integer | Float | Bcd | Digits | Text | Bytes | Flags | List | Choice | Checksum;
/** Fields one after the other, as on the wire. */
export type Fields = readonly Field[];

/** A frame as data: decoding, `--explain` and docs read the same. */
export interface Layout<F extends Fields = Fields> {
  readonly title: Title;
  /** Norm with its year, or the document of the vendor with its version. */
  readonly norm: string;
  /** Order of bytes where a field does not say; default big. */
  readonly order?: ByteOrder;
  readonly fields: F;
}

/** What a field is read as. */
export type FieldValue<F extends Field> = F extends { is: 'uint' | 'int' | 'bcd' }
  ? number | (F extends { none: readonly number[] } ? null : never)
  : F extends { is: 'float' }
    ? number | null
    : F extends { is: 'digits' | 'text' }
      ? string
      : F extends { is: 'bytes' }
        ? Uint8Array
        : F extends { is: 'flags'; bits: { readonly [bit: number]: { readonly word: infer Word } } }
          ? Word[]
          : F extends { is: 'list'; fields: infer Inner extends Fields }
            ? FrameValue<Inner>[]
            : F extends { is: 'choice'; cases: infer Cases extends { [value: string]: Fields } }
              ? | { [K in keyof Cases]: FrameValue<Cases[K]> }[keyof Cases]
                | (F extends { bytes: Size } ? Uint8Array : never)
              : never;

/** What a frame is read as: one member for each field that says something. */
export type FrameValue<F extends Fields> = {
  readonly [Each in F[number] as Each extends { is: 'mark' | 'checksum' } ? never : Each['name']]: FieldValue<Each>;
};

/**
 * A layout that holds together: names are unique within their level, what a field refers to comes before it, and no field says what
 * nobody reads. Error: `bad-layout`, which names the field.
 */
export function defineLayout<const F extends Fields>(layout: Layout<F>): Layout<F> {
  checkFields(layout.fields);
  return layout;
}
