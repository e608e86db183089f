import { issue, type Issue } from '@yingji/core';
import { readAsciiBody } from './ascii.js';
import { readBody } from './body.js';
import { boundAt, CUT, hexAt, NONE, packetAt, SOH, sums } from './bounds.js';
import type { Decoded, FrameInMaking, Sl651Frame } from './frame.js';
import { hexBytes, hexOfTwo, stationAt } from './hex.js';
import { concatenated } from './concatenated.js';
import { BEGINS, FRAME, FUNCTIONS } from './layout.js';
import { doubtsOf, isAddress } from './soundness.js';
import { readTime } from './times.js';

const NO_ISSUES: readonly Issue[] = [];
/** Serial and time of sending. */
const HEAD = 8;

/**
 * Reads the message that begins at `at`: one frame, or the frames of all packets one after the other. Never throws. Issues:
 * `sl651-no-frame`, `sl651-truncated`, `sl651-checksum`, `sl651-packet-missing`; of a sound frame that cannot be read to its end
 * `sl651-element`, `sl651-bad-time`, `sl651-function`, all warnings: it would be no other if it were sent again.
 */
export function decodeSl651(bytes: Uint8Array, at = 0): Decoded {
  const length = boundAt(bytes, at);
  if (length === NONE || at >= bytes.length) return broken('sl651-no-frame', 'no frame begins here');
  if (length === CUT) return broken('sl651-truncated', `the frame is cut after ${bytes.length - at} bytes`);
  const { said, due } = sums(bytes, at, length);
  if (said !== due) return { ...broken('sl651-checksum', `the sum is ${said} where ${due} is due`, '/crc'), length };
  const opened = bytes[at] === SOH ? openAscii(bytes, at, length) : openHex(bytes, at, length);
  if (!opened.packet) {
    if (!opened.lacksPacket) return read(opened);
    return { ...broken('sl651-bad-packet', 'its body is too short to say which packet it is', '/packets'), length };
  }
  // The centre names a packet; only a station sends what is to be put together.
  if (opened.frame.direction === 'up') return joined(bytes, at, opened);
  const { total, number } = opened.packet;
  opened.frame.packets = { total, here: [number] };
  return read(opened);
}

/** A sound frame, its head read, its body still as it came. */
interface Opened {
  readonly frame: FrameInMaking;
  readonly bytes: Uint8Array;
  /** Where its body begins and ends, behind the number of its packet. */
  readonly from: number;
  readonly end: number;
  /** Where the frame itself ends. */
  readonly next: number;
  readonly length: number;
  readonly packet: { readonly total: number; readonly number: number } | undefined;
  /** It should be one of several packets, and does not say which. */
  readonly lacksPacket: boolean;
  /** Whether its station is one. */
  readonly addressed: boolean;
}

function openHex(bytes: Uint8Array, at: number, length: number): Opened {
  const up = (bytes[at + FRAME.length]! & 0x80) === 0;
  const station = at + (up ? FRAME.station : FRAME.centre);
  const from = at + FRAME.body;
  const end = at + length - 3;
  const several = bytes[at + FRAME.begins] === BEGINS.syn;
  const packet = several ? packetAt(bytes, at) : undefined;
  const lacksPacket = several && !packet;
  const frame: FrameInMaking = {
    encoding: 'hex',
    direction: up ? 'up' : 'down',
    centre: bytes[up ? at + FRAME.centre : station + 5]!,
    station: stationAt(bytes, station),
    password: hexOfTwo(bytes, at + FRAME.password),
    function: bytes[at + FRAME.function]!,
    ends: bytes[end]!,
    // Members that most frames come to have: adding them later would cost more than all digits.
    serial: undefined,
    sentAt: undefined,
    measuredBy: undefined,
    stationClass: undefined,
    elements: [],
  };
  return {
    frame,
    bytes,
    from: packet ? from + 3 : from,
    end,
    next: at + length,
    length,
    packet,
    lacksPacket,
    addressed: isAddress(bytes, station),
  };
}

function openAscii(bytes: Uint8Array, at: number, length: number): Opened {
  const text = String.fromCharCode(...bytes.subarray(at + 1, at + FRAME.asciiBegins)).toLowerCase();
  const up = text[18] === '0';
  const from = at + FRAME.asciiBody;
  const end = at + length - 5;
  const packet = packetAt(bytes, at);
  const lacksPacket = bytes[at + FRAME.asciiBegins] === BEGINS.syn && !packet;
  const frame: FrameInMaking = {
    encoding: 'ascii',
    direction: up ? 'up' : 'down',
    centre: parseInt(up ? text.slice(0, 2) : text.slice(10, 12), 16),
    station: up ? text.slice(2, 12) : text.slice(0, 10),
    password: text.slice(12, 16),
    function: parseInt(text.slice(16, 18), 16),
    ends: bytes[end]!,
    elements: [],
  };
  return {
    frame,
    bytes,
    from: packet ? from + 6 : from,
    end,
    next: at + length,
    length,
    packet,
    lacksPacket,
    addressed: isAddress(hexBytes(frame.station), 0),
  };
}

/** The bodies of packets that follow one another, put together; what is missing is told. */
function joined(bytes: Uint8Array, at: number, first: Opened): Decoded {
  const { total, number } = first.packet!;
  if (number === 0 || number > total)
    return {
      ...broken('sl651-bad-packet', `there is no packet ${number} of ${total}`, '/packets'),
      length: first.length,
    };
  const parts = new Map<number, Uint8Array>();
  let last = first;
  for (let next: Opened | undefined = first; next; next = packetAfter(bytes, next, first)) {
    last = next;
    parts.set(next.packet!.number, bytes.subarray(next.from, next.end));
  }
  const here = [...parts.keys()].sort((a, b) => a - b);
  const whole = here.length === total && here[0] === 1 && here[total - 1] === total;
  const length = last.next - at;
  const frame = { ...first.frame, ends: last.frame.ends, packets: { total, here } };
  if (whole) {
    const all = concatenated(here.map((n) => parts.get(n)!));
    return { ...read({ ...first, frame, bytes: all, from: 0, end: all.length }), length };
  }
  const missing = missingOf(frame.packets);
  const lacks = issue('sl651-packet-missing', `Of ${total} packets ${missing.slice(0, 8).join(', ')} did not come.`, {
    path: '/packets',
  });
  // Serial and time stand in the first one.
  const head = parts.get(1);
  const serial = !head ? undefined : frame.encoding === 'hex' ? serialAt(head, 0) : hexAt(head, 0, 4);
  return { frame: { ...frame, ...(serial !== undefined && { serial }) }, length, issues: [lacks] };
}

/** Numbers of packets that are not here. */
export function missingOf({ total, here }: NonNullable<Sl651Frame['packets']>): readonly number[] {
  const came = new Set(here);
  return Array.from({ length: total }, (_, i) => i + 1).filter((n) => !came.has(n));
}

function packetAfter(bytes: Uint8Array, { next: at }: Opened, { frame, packet }: Opened): Opened | undefined {
  const length = at < bytes.length ? boundAt(bytes, at) : NONE;
  if (length <= 0) return undefined;
  const { said, due } = sums(bytes, at, length);
  if (said !== due) return undefined;
  const next = bytes[at] === SOH ? openAscii(bytes, at, length) : openHex(bytes, at, length);
  const same = next.frame.station === frame.station && next.frame.function === frame.function;
  return same && next.packet?.total === packet!.total ? next : undefined;
}

function read({ frame, bytes, from, end, length, addressed }: Opened): Decoded {
  const row = FUNCTIONS[frame.function];
  // Bodies of the centre are questions and settings: who asks knows what it asked.
  const sort = frame.direction === 'down' ? 'parameters' : (row?.body ?? 'parameters');
  if (frame.encoding === 'ascii') {
    const { serial, sentAt, body, issues } = readAsciiBody(bytes.subarray(from, end), sort);
    const whole = { ...frame, serial, sentAt, ...body };
    return {
      frame: whole,
      length,
      issues: issues.some(({ level }) => level === 'error') ? issues : told(whole, issues, addressed),
    };
  }
  if (end - from < HEAD)
    return { ...broken('sl651-short', `a body of ${end - from} bytes has no serial number and time`, '/body'), length };
  frame.serial = serialAt(bytes, from);
  frame.sentAt = readTime(bytes, from + 2, 6);
  const issues = end - from === HEAD ? NO_ISSUES : readBody(frame, bytes, { from: from + HEAD, end, sort });
  return { frame, length, issues: told(frame, issues, addressed) };
}

/** What was found while a frame was read, and what cannot be so in it. */
function told(frame: FrameInMaking, found: readonly Issue[], addressed: boolean): readonly Issue[] {
  const doubts = frame.direction === 'up' && frame.sentAt !== undefined ? doubtsOf(frame, addressed) : NO_ISSUES;
  return doubts.length === 0 ? found : [...found, ...doubts];
}

const serialAt = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

const broken = (code: string, what: string, path = ''): Decoded => ({
  length: 0,
  issues: [issue(code, `SL 651-2014: ${what}.`, { path })],
});
