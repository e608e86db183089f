import { crc32, inflateRawSync } from 'node:zlib';
import { issue, type Issue } from '@yingji/core';

/** What stands in a ZIP file by name, each part inflated when it is asked for. */
export interface Zip {
  readonly names: readonly string[];
  /** The bytes of one part; `undefined` when there is none of this name. */
  read(name: string): { readonly bytes: Uint8Array } | { readonly issue: Issue } | undefined;
}

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
/** A workbook has some dozens of parts. */
const MOST_PARTS = 10_000;
const ENCRYPTED = 1;
const [STORED, DEFLATED] = [0, 8];

const damaged = (what: string): { issue: Issue } => ({
  issue: issue('workbook-damaged', `The workbook is no whole ZIP file (${what}); save it again.`),
});

/**
 * Opens a ZIP file (PKWARE APPNOTE 6.3.10, without ZIP64 and encryption) by its central directory. `budget` is how many bytes all
 * parts together may have inflated: whatever the headers claim, inflating stops there.
 */
export function openZip(bytes: Uint8Array, budget: number): { readonly zip: Zip } | { readonly issue: Issue } {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_LENGTH;
  const first = Math.max(0, end - LONGEST_COMMENT);
  while (end >= first && data.getUint32(end, true) !== END) end -= 1;
  if (end < first) return damaged('its directory is missing');
  const count = data.getUint16(end + 10, true);
  if (count > MOST_PARTS) return damaged('too many parts');
  const parts = new Map<string, Part>();
  let at = data.getUint32(end + 16, true);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > end || data.getUint32(at, true) !== CENTRAL) return damaged('its directory is broken');
    const nameLength = data.getUint16(at + 28, true);
    const next = at + 46 + nameLength + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
    if (next > end) return damaged('its directory is broken');
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    parts.set(name, {
      flags: data.getUint16(at + 8, true),
      method: data.getUint16(at + 10, true),
      sum: data.getUint32(at + 16, true),
      packed: data.getUint32(at + 20, true),
      local: data.getUint32(at + 42, true),
    });
    at = next;
  }
  let left = budget;
  const read: Zip['read'] = (name) => {
    const part = parts.get(name);
    if (!part) return undefined;
    const found = inflate(bytes, data, part, left);
    if ('bytes' in found) left -= found.bytes.length;
    return found;
  };
  return { zip: { names: [...parts.keys()], read } };
}

interface Part {
  readonly flags: number;
  readonly method: number;
  readonly sum: number;
  readonly packed: number;
  readonly local: number;
}

function inflate(
  bytes: Uint8Array,
  data: DataView,
  { flags, method, sum, packed, local }: Part,
  left: number,
): { readonly bytes: Uint8Array } | { readonly issue: Issue } {
  if (flags & ENCRYPTED || (method !== STORED && method !== DEFLATED))
    return {
      issue: issue(
        'workbook-damaged',
        'The workbook is encrypted or packed in an unknown way; save it as .xlsx without a password.',
      ),
    };
  if (local + 30 > bytes.length || data.getUint32(local, true) !== LOCAL) return damaged('a part is missing');
  const start = local + 30 + data.getUint16(local + 26, true) + data.getUint16(local + 28, true);
  if (start + packed > bytes.length) return damaged('a part is cut off');
  const body = bytes.subarray(start, start + packed);
  if (left <= 0 || (method === STORED && body.length > left)) return tooMuch;
  try {
    const whole = method === STORED ? body : inflateRawSync(body, { maxOutputLength: left });
    return crc32(whole) === sum ? { bytes: whole } : damaged('a part is not what was packed');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ERR_BUFFER_TOO_LARGE' ? tooMuch : damaged('a part does not unpack');
  }
}

const tooMuch = {
  issue: issue(
    'workbook-too-large',
    'The workbook unpacks to more than is read; split it or raise the option limits.unpacked.',
  ),
};
