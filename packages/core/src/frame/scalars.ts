import type { Bcd, ByteOrder, Flags, Float, Integer, Text } from './layout.js';

type Scaled = Pick<Integer, 'scale' | 'offset' | 'none'>;

/** Decimal places are kept by dividing where the step is a tenth, a hundredth …: 3 × 0.1 is not 0.3, 3 / 10 is. */
function scaled(raw: number, { scale = 1, offset = 0, none }: Scaled): number | null {
  if (none?.includes(raw)) return null;
  const parts = Math.round(1 / scale);
  const value = scale < 1 && Math.abs(parts * scale - 1) < 1e-12 ? raw / parts : raw * scale;
  return value + offset;
}

function unsigned(bytes: Uint8Array, order: ByteOrder): number {
  let n = 0;
  // By multiplying: six bytes are more than bitwise operators hold.
  for (let i = 0; i < bytes.length; i += 1) n = n * 256 + bytes[order === 'big' ? i : bytes.length - 1 - i]!;
  return n;
}

export function readInteger(field: Integer, bytes: Uint8Array, order: ByteOrder): number | null {
  const n = unsigned(bytes, order);
  const all = 256 ** bytes.length;
  return scaled(field.is === 'int' && n >= all / 2 ? n - all : n, field);
}

export function readFloat(field: Float, bytes: Uint8Array, order: ByteOrder): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const n = bytes.length === 4 ? view.getFloat32(0, order === 'little') : view.getFloat64(0, order === 'little');
  return Number.isFinite(n) ? scaled(n, field) : null;
}

/** Two digits a byte; undefined when one of them is none. */
export function readDigits(bytes: Uint8Array): string | undefined {
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return /^\d*$/.test(text) ? text : undefined;
}

/** `none` is compared with the digits read as hexadecimal too, since "no value" is often FF FF. */
export function readBcd(field: Bcd, bytes: Uint8Array): number | null | undefined {
  if (field.none?.includes(unsigned(bytes, 'big'))) return null;
  const digits = readDigits(bytes);
  return digits === undefined ? undefined : scaled(Number(digits), { ...field, none: [] });
}

export function readFlags({ bits }: Flags, bytes: Uint8Array, order: ByteOrder): string[] {
  const n = unsigned(bytes, order);
  return Object.entries(bits).flatMap(([bit, { word }]) => (Math.floor(n / 2 ** Number(bit)) % 2 === 1 ? [word] : []));
}

export function readText({ charset }: Text, bytes: Uint8Array): { readonly text: string; readonly whole: boolean } {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end -= 1;
  const said = bytes.subarray(0, end);
  const text = new TextDecoder(charset === 'ascii' ? 'utf-8' : charset).decode(said);
  const whole = charset === 'ascii' ? said.every((byte) => byte < 0x80) : !text.includes('\uFFFD');
  return { text: charset === 'ascii' && !whole ? asAscii(said) : text, whole };
}

const asAscii = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\uFFFD')).join('');
