import type { Issue } from '@yingji/core';
import { COMMANDS, FRAME, isRequestType, UNITS } from './layout.js';
import { readText } from './text.js';
import { readTime } from './time-label.js';

/** One object of a unit; which members are there depends on the type (layout.ts). Addresses and values are raw. */
export interface Gbt26875Object {
  readonly system?: number;
  readonly systemAddress?: number;
  readonly component?: number;
  readonly address?: number;
  readonly status?: number;
  readonly operation?: number;
  readonly operator?: number;
  readonly analog?: number;
  readonly value?: number;
  readonly major?: number;
  readonly minor?: number;
  readonly minutes?: number;
  readonly text?: string;
  /** `YYYY-MM-DDTHH:mm:ss` as labelled, without a zone; `null` when it is no instant. */
  readonly time?: string | null;
}

export interface Gbt26875Frame {
  /** 业务流水号, 0–65535. */
  readonly serial: number;
  readonly version: { readonly major: number; readonly user: number };
  readonly time: string | null;
  /** 48-bit addresses. */
  readonly source: number;
  readonly destination: number;
  readonly command: number;
  /** Absent in confirm, deny and heartbeat. */
  readonly type?: number;
  readonly objects: readonly Gbt26875Object[];
}

export interface Decoded {
  /** Absent when nothing may be believed of it: cut, wrong marks, wrong checksum. */
  readonly frame?: Gbt26875Frame;
  /** Bytes the frame takes; 0 when that cannot be told. */
  readonly length: number;
  readonly issues: readonly Issue[];
}

const NONE: readonly Issue[] = [];
const NO_OBJECTS: readonly Gbt26875Object[] = [];
/** Type, number of objects. */
const UNIT_HEAD = 2;
const TIME = 6;

const bad = (code: string, path: string, message: string): Issue => ({ code, path, level: 'error', message });
const refused = (length: number, ...issues: Issue[]): Decoded => ({ length, issues });

/**
 * Reads one frame of GB/T 26875.3-2011 that begins at `at`. Start mark, length, end mark and checksum first; then the unit.
 * Issues: `gbt-truncated`, `gbt-bad-start`, `gbt-too-long`, `gbt-bad-end`, `gbt-bad-checksum` refuse the frame;
 * `gbt-bad-count`, `gbt-unknown-command`, `gbt-unknown-type`, `gbt-bad-time` are kept beside it. Never throws.
 */
export function decodeGbt26875(bytes: Uint8Array, at = 0): Decoded {
  const left = bytes.length - at;
  if (left < FRAME.around) {
    const started = (left < 1 || bytes[at] === 0x40) && (left < 2 || bytes[at + 1] === 0x40);
    return started ? refused(0, cut(left, FRAME.around)) : refused(0, noStart());
  }
  if (bytes[at] !== 0x40 || bytes[at + 1] !== 0x40) return refused(0, noStart());
  const unit = bytes[at + 24]! | (bytes[at + 25]! << 8);
  if (unit > FRAME.maxUnit)
    return refused(
      0,
      bad(
        'gbt-too-long',
        '/length',
        `The unit is said to be ${unit} bytes, at most 1024 are allowed. Skip to the next start mark.`,
      ),
    );
  const length = FRAME.around + unit;
  if (left < length) return refused(0, cut(left, length));
  const end = at + length;
  if (bytes[end - 2] !== 0x23 || bytes[end - 1] !== 0x23)
    return refused(
      0,
      bad(
        'gbt-bad-end',
        '/end',
        'There is no 23 23 where the length says the frame ends. Skip to the next start mark.',
      ),
    );
  const sum = sumOf(bytes, at + 2, end - 3);
  if (sum !== bytes[end - 3])
    return refused(
      length,
      bad(
        'gbt-bad-checksum',
        '/checksum',
        `The checksum is ${bytes[end - 3]!}, the bytes add up to ${sum}. Deny it; the device sends again.`,
      ),
    );
  return readFrame(bytes, at, unit);
}

/** Sum of the bytes modulo 256; eight at a time, as this loop is half of the work of decoding. */
function sumOf(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  let i = from;
  for (; i + 8 <= to; i += 8)
    sum +=
      bytes[i]! +
      bytes[i + 1]! +
      bytes[i + 2]! +
      bytes[i + 3]! +
      bytes[i + 4]! +
      bytes[i + 5]! +
      bytes[i + 6]! +
      bytes[i + 7]!;
  for (; i < to; i += 1) sum += bytes[i]!;
  return sum & 0xff;
}

function readFrame(bytes: Uint8Array, at: number, unit: number): Decoded {
  const time = readTime(bytes, at + FRAME.time);
  const command = bytes[at + FRAME.command]!;
  let issues = time === null ? [badTime('/time')] : NONE;
  if (command < COMMANDS.control || command > COMMANDS.deny)
    issues = [
      ...issues,
      bad('gbt-unknown-command', '/command', `Command ${command} is reserved or of the vendor; it is not understood.`),
    ];
  const length = FRAME.around + unit;
  const serial = u16(bytes, at + FRAME.serial);
  const version = { major: bytes[at + FRAME.version]!, user: bytes[at + FRAME.version + 1]! };
  const source = u48(bytes, at + FRAME.source);
  const destination = u48(bytes, at + FRAME.destination);
  if (unit === 0)
    return { frame: { serial, version, time, source, destination, command, objects: NO_OBJECTS }, length, issues };
  const body = at + FRAME.unit;
  const type = bytes[body]!;
  const layout = UNITS[type];
  let objects = NO_OBJECTS;
  if (layout) {
    const count = unit < UNIT_HEAD ? 0 : bytes[body + 1]!;
    const [from, end] = [body + UNIT_HEAD, body + unit];
    const read = layout.text ? readTexts(bytes, { type, from, end }) : readObjects(bytes, { type, count, from, end });
    objects = read.objects;
    if (read.to !== end || objects.length !== count || count < 1 || count > layout.most)
      issues = [...issues, badCount(type, unit, count)];
    for (let i = 0; i < objects.length; i += 1)
      if (objects[i]!.time === null) issues = [...issues, badTime(`/objects/${i}/time`)];
  } else if (!isRequestType(type))
    issues = [
      ...issues,
      bad('gbt-unknown-type', '/type', `Type ${type} is reserved or of the vendor; the frame is kept as it is.`),
    ];
  return { frame: { serial, version, time, source, destination, command, type, objects }, length, issues };
}
/** Where the objects of a unit lie. */
interface Span {
  readonly type: number;
  readonly from: number;
  readonly end: number;
}
/** What was whole of them, and where that ends. */
interface Read {
  readonly objects: readonly Gbt26875Object[];
  readonly to: number;
}

/**
 * Objects of one size. A count that does not fit its unit is a mistake that the device's retries repeat: what lies whole in the
 * unit is read all the same, as it may be a fire.
 */
function readObjects(bytes: Uint8Array, { type, count, from, end }: Span & { readonly count: number }): Read {
  const size = SIZES[type]!;
  const whole = Math.floor((end - from) / size);
  const last = from + whole * size === end || count === 0 ? whole : Math.min(count, whole);
  if (last < 1) return { objects: NO_OBJECTS, to: from };
  const read = READERS[type]!;
  const objects = [read(bytes, from)];
  for (let i = 1; i < last; i += 1) objects.push(read(bytes, from + i * size));
  return { objects, to: from + last * size };
}

/** Objects of types 6 and 26: fixed part, length of the text, text. */
function readTexts(bytes: Uint8Array, { type, from, end }: Span): Read {
  const fixed = SIZES[type]!;
  const objects: Gbt26875Object[] = [];
  let at = from;
  while (at + fixed < end) {
    const start = at + fixed + 1;
    const size = bytes[start - 1]!;
    if (start + size > end) break;
    const text = readText(bytes, start, size);
    objects.push(fixed > 0 ? { system: bytes[at]!, systemAddress: bytes[at + 1]!, text } : { text });
    at = start + size;
  }
  return { objects, to: at };
}

/** One object, read in wire order. */
const READERS: { readonly [type: number]: (b: Uint8Array, at: number) => Gbt26875Object } = {
  1: (b, at) => ({ system: b[at]!, systemAddress: b[at + 1]!, status: u16(b, at + 2), time: readTime(b, at + 4) }),
  2: (b, at) => ({
    system: b[at]!,
    systemAddress: b[at + 1]!,
    component: b[at + 2]!,
    address: u32(b, at + 3),
    status: u16(b, at + 7),
    text: readText(b, at + 9, 31),
    time: readTime(b, at + 40),
  }),
  3: (b, at) => ({
    system: b[at]!,
    systemAddress: b[at + 1]!,
    component: b[at + 2]!,
    address: u32(b, at + 3),
    analog: b[at + 7]!,
    value: (u16(b, at + 8) << 16) >> 16,
    time: readTime(b, at + 10),
  }),
  4: (b, at) => ({
    system: b[at]!,
    systemAddress: b[at + 1]!,
    operation: b[at + 2]!,
    operator: b[at + 3]!,
    time: readTime(b, at + 4),
  }),
  5: (b, at) => ({ system: b[at]!, systemAddress: b[at + 1]!, major: b[at + 2]!, minor: b[at + 3]! }),
  7: (b, at) => ({
    system: b[at]!,
    systemAddress: b[at + 1]!,
    component: b[at + 2]!,
    address: u32(b, at + 3),
    text: readText(b, at + 7, 31),
  }),
  8: (b, at) => ({ system: b[at]!, systemAddress: b[at + 1]!, time: readTime(b, at + 2) }),
  21: (b, at) => ({ status: b[at]!, time: readTime(b, at + 1) }),
  24: (b, at) => ({ operation: b[at]!, operator: b[at + 1]!, time: readTime(b, at + 2) }),
  25: (b, at) => ({ major: b[at]!, minor: b[at + 1]! }),
  28: (b, at) => ({ time: readTime(b, at) }),
  90: (b, at) => ({ time: readTime(b, at) }),
  91: (b, at) => ({ minutes: b[at]! }),
};

/** Bytes of one object by type, its time label included; of types 6 and 26 the fixed part. */
const SIZES: readonly number[] = Array.from({ length: 256 }, (_, type) => {
  const unit = UNITS[type];
  return unit ? unit.fields.reduce((sum, [, bytes]) => sum + bytes, unit.timed ? TIME : 0) : 0;
});

const u16 = (b: Uint8Array, at: number): number => b[at]! | (b[at + 1]! << 8);
const u32 = (b: Uint8Array, at: number): number =>
  (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;
const u48 = (b: Uint8Array, at: number): number => u32(b, at) + u16(b, at + 4) * 0x1_0000_0000;

const badCount = (type: number, unit: number, count: number): Issue =>
  bad(
    'gbt-bad-count',
    '/objects',
    `${count} objects of type ${type} do not fill a unit of ${unit} bytes; what is whole of them is read. Deny it, and mend the device.`,
  );
const cut = (have: number, need: number): Issue =>
  bad('gbt-truncated', '', `The frame is cut: ${have} of at least ${need} bytes are there. Wait for the rest.`);
const noStart = (): Issue => bad('gbt-bad-start', '/start', 'A frame begins with 40 40. Skip to the next start mark.');
const badTime = (path: string): Issue => ({
  code: 'gbt-bad-time',
  path,
  level: 'warning',
  message: 'The time label is no instant; the time of receipt is used. Set the clock of the device.',
});
