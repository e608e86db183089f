/** Why a file is no ZIP file that can be read: broken, or larger inside than is allowed. */
export class ZipTrouble extends Error {
  readonly why: 'damaged' | 'large';

  constructor(why: ZipTrouble['why']) {
    super(why);
    this.why = why;
  }
}

interface Part {
  readonly isLocked: boolean;
  readonly method: number;
  readonly sum: number;
  readonly packed: number;
  readonly local: number;
}

/** What stands in a ZIP file by name; a part is unpacked when it is asked for. Throws {@link ZipTrouble}. */
export interface Zip {
  /** The bytes of one part, `undefined` when there is none of this name. */
  read(name: string): Promise<Uint8Array | undefined>;
}

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const [END_LENGTH, LONGEST_COMMENT] = [22, 0xffff];
const [STORED, DEFLATED] = [0, 8];

/**
 * Opens a ZIP file (PKWARE APPNOTE 6.3.10, without ZIP64 and encryption) by its directory. All parts together unpack to `budget`
 * bytes at most, whatever their headers claim.
 */
export function openZip(bytes: Uint8Array<ArrayBuffer>, budget: number): Zip {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = directory(bytes, data);
  let left = budget;
  return {
    async read(name) {
      const part = parts.get(name);
      if (!part) return undefined;
      const found = await unpack(packedBytes(bytes, data, part), part, left);
      left -= found.length;
      return found;
    },
  };
}

function directory(bytes: Uint8Array, data: DataView): Map<string, Part> {
  let end = bytes.length - END_LENGTH;
  const first = Math.max(0, end - LONGEST_COMMENT);
  while (end >= first && data.getUint32(end, true) !== END) end -= 1;
  if (end < first) throw new ZipTrouble('damaged');
  const parts = new Map<string, Part>();
  let at = data.getUint32(end + 16, true);
  for (let left = data.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > end || data.getUint32(at, true) !== CENTRAL) throw new ZipTrouble('damaged');
    const name = at + 46 + data.getUint16(at + 28, true);
    parts.set(new TextDecoder().decode(bytes.subarray(at + 46, name)), {
      isLocked: (data.getUint16(at + 8, true) & 1) === 1,
      method: data.getUint16(at + 10, true),
      sum: data.getUint32(at + 16, true),
      packed: data.getUint32(at + 20, true),
      local: data.getUint32(at + 42, true),
    });
    at = name + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
  }
  return parts;
}

function packedBytes(
  bytes: Uint8Array<ArrayBuffer>,
  data: DataView,
  { local, packed, isLocked }: Part,
): Uint8Array<ArrayBuffer> {
  if (isLocked || local + 30 > bytes.length || data.getUint32(local, true) !== LOCAL) throw new ZipTrouble('damaged');
  const from = local + 30 + data.getUint16(local + 26, true) + data.getUint16(local + 28, true);
  if (from + packed > bytes.length) throw new ZipTrouble('damaged');
  return bytes.subarray(from, from + packed);
}

async function unpack(packed: Uint8Array<ArrayBuffer>, { method, sum }: Part, most: number): Promise<Uint8Array> {
  if (method !== STORED && method !== DEFLATED) throw new ZipTrouble('damaged');
  const whole = new Blob([packed]).stream();
  const reader = (method === STORED ? whole : whole.pipeThrough(new DecompressionStream('deflate-raw'))).getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new ZipTrouble('damaged');
    });
    if (done) break;
    length += value.length;
    if (length > most) {
      void reader.cancel();
      throw new ZipTrouble('large');
    }
    pieces.push(value);
  }
  const found = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    found.set(piece, at);
    at += piece.length;
  }
  if (crc32(found) !== sum) throw new ZipTrouble('damaged');
  return found;
}

/** CRC-32 (ISO 3309), as ZIP has it. */
export function crc32(bytes: Uint8Array): number {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ table[(sum ^ byte) & 0xff]!;
  return (sum ^ 0xffffffff) >>> 0;
}
