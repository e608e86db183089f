import { CHECKSUM_BYTES } from './checksum.js';
import type { Issue } from '../error.js';
import type { Field, Fields, Layout, Size, Title } from './layout.js';
import { toHex, walkFrame } from './read.js';

/** One line of a frame that is drawn: what stands where, and what it means. */
export interface Explained {
  readonly path: string;
  readonly offset: number;
  readonly hex: string;
  readonly title: Title;
  /** The value as a person reads it, with its unit. */
  readonly says: string;
}

/** A frame byte by byte, as far as it can be read, with the Issues of its decoder; bytes that belong to no field come last, with path `/`. */
export function explainFrame(
  layout: Layout,
  bytes: Uint8Array,
): { readonly lines: readonly Explained[]; readonly issues: readonly Issue[] } {
  const { parts, length, issues } = walkFrame(layout, bytes);
  const lines: Explained[] = parts.map(({ path, field, offset, length: size, value }) => ({
    path,
    offset,
    hex: toHex(bytes.subarray(offset, offset + size)),
    title: titleOf(field),
    says: says(field, value),
  }));
  if (length < bytes.length)
    lines.push({
      path: '/',
      offset: length,
      hex: toHex(bytes.subarray(length)),
      title: { zh: '其余', en: 'rest' },
      says: `${bytes.length - length} bytes`,
    });
  return { lines, issues };
}

function says(field: Field, value: unknown): string {
  if (field.is === 'list' || field.is === 'choice' || field.is === 'bytes') return '';
  if (value === null) return '—';
  if (Array.isArray(value)) return value.join(', ');
  const unit = 'unit' in field && field.unit !== undefined ? ` ${field.unit}` : '';
  const words = field.is === 'uint' || field.is === 'int' ? field.words?.[Number(value)] : undefined;
  return `${String(value)}${unit}${words ? ` ${words.zh} (${words.en})` : ''}`;
}

const titleOf = ({ name, zh = name, en = name }: Field): Title => ({ zh, en });

/** The layout as rows of a table: offset (as far as it is fixed), bytes, name, meaning. */
export function describeLayout({
  fields,
}: Layout): readonly (readonly [offset: string, bytes: string, name: string, title: Title])[] {
  return rows(fields, 0, '');
}

function rows(fields: Fields, from: number | undefined, path: string): (readonly [string, string, string, Title])[] {
  let at = from;
  return fields.flatMap((field) => {
    const here = [
      at === undefined ? '…' : String(at),
      sizeText(field),
      `${path}${field.name}`,
      titleOf(field),
    ] as const;
    const fixed = fixedSize(field);
    const begins = at;
    at = at === undefined || fixed === undefined ? undefined : at + fixed;
    if (field.is === 'list') return [here, ...rows(field.fields, begins, `${path}${field.name}[].`)];
    if (field.is === 'choice')
      return [
        here,
        ...Object.entries(field.cases).flatMap(([value, inner]) => rows(inner, begins, `${path}${field.by}=${value}.`)),
      ];
    return [here];
  });
}

function fixedSize(field: Field): number | undefined {
  if (field.is === 'mark') return field.hex.length / 2;
  if (field.is === 'checksum') return CHECKSUM_BYTES[field.of];
  return 'bytes' in field && typeof field.bytes === 'number' ? field.bytes : undefined;
}

function sizeText(field: Field): string {
  const fixed = fixedSize(field);
  if (fixed !== undefined) return String(fixed);
  if (field.is === 'choice') return `by ${field.by}`;
  return amountText(
    field.is === 'list' ? field.count : (field as { bytes: Size }).bytes,
    field.is === 'list' ? '×' : '',
  );
}

function amountText(size: Size, times: string): string {
  if (typeof size === 'number') return `${size}${times}`;
  if ('before' in size) return size.before === 0 ? 'all that is left' : `all but the last ${size.before}`;
  return `${size.by}${size.less ? ` − ${size.less}` : ''}${times}`;
}
