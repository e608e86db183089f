import type { Instant } from '@yingji/core';
import { crc16 } from './crc.js';
import type { Sl651Frame } from './frame.js';
import { BEGINS, ENDS } from './layout.js';
import { writeTime } from './times.js';

/** A frame to be sent. `body` is what stands behind serial and time: bytes in HEX, in ASCII their characters. */
export interface FrameToSend extends Pick<
  Sl651Frame,
  'encoding' | 'direction' | 'centre' | 'station' | 'password' | 'function'
> {
  /** One of `ENDS`. */
  readonly ends: number;
  /** 1–65535. Absent together with `sentAt`: `body` is all there is, as in packets after the first. */
  readonly serial?: number;
  readonly sentAt?: Instant;
  readonly body?: Uint8Array;
  /** One packet of several. */
  readonly packet?: { readonly total: number; readonly number: number };
}

/** Writes one frame. RangeError when its body is longer than the 4095 bytes that its length can say, or an address is none. */
export function encodeSl651(frame: FrameToSend): Uint8Array {
  const { encoding, direction, packet, serial, sentAt, body = new Uint8Array(0) } = frame;
  if (!/^[0-9a-f]{10}$/i.test(frame.station) || !/^[0-9a-f]{4}$/i.test(frame.password))
    throw new RangeError('a station is ten digits 0–9, a–f, and a password four');
  const ascii = encoding === 'ascii';
  const head = [
    ...(packet ? packetBytes(packet) : []),
    ...(serial === undefined ? [] : [serial >> 8, serial & 0xff]),
    ...(sentAt === undefined ? [] : writeTime(sentAt)),
  ];
  const text = [...(ascii ? inAscii(head) : head), ...body];
  if (text.length > 0xfff) throw new RangeError(`a body of ${text.length} bytes is longer than 4095`);
  const station = bytesOf(frame.station);
  const length = (direction === 'down' ? 0x8000 : 0) | text.length;
  const before = [
    ...(direction === 'down' ? [...station, frame.centre] : [frame.centre, ...station]),
    ...[...bytesOf(frame.password), frame.function, length >> 8, length & 0xff],
  ];
  const bytes = Uint8Array.from([
    ...(ascii ? [0x01, ...inAscii(before)] : [0x7e, 0x7e, ...before]),
    ...[packet ? BEGINS.syn : BEGINS.stx, ...text, frame.ends],
  ]);
  const sum = crc16(bytes, 0, bytes.length);
  const crc = [sum >> 8, sum & 0xff];
  return Uint8Array.from([...bytes, ...(ascii ? inAscii(crc) : crc)]);
}

/** To whom a question goes, and what it is about. */
export interface Query extends Pick<FrameToSend, 'encoding' | 'centre' | 'station' | 'password'> {
  readonly serial: number;
  readonly sentAt: Instant;
  readonly ask: Ask;
}

/** What the centre may ask of a station, or have it do; the bodies of `period` and `elements` are from memory, unverified. */
export type Ask =
  | { readonly of: 'picture' | 'real-time' | 'entries' | 'motor' | 'version' | 'state' | 'events' | 'clock' }
  /** Sets the clock of the station to `sentAt`. */
  | { readonly of: 'set-clock' }
  /** Certain elements by their guides, with the definitions the station uses. */
  | { readonly of: 'elements'; readonly guides: readonly (readonly [guide: number, defined: number])[] }
  /** Even periods of one element, hours from … to in Beijing time. */
  | {
      readonly of: 'period';
      readonly from: Instant;
      readonly to: Instant;
      readonly stepS: number;
      readonly guide: readonly [guide: number, defined: number];
    };

/** Function code of each question, which is that of its answer too. */
export const ASKED: { readonly [of in Ask['of']]: number } = {
  ...{ picture: 0x36, 'real-time': 0x37, period: 0x38, entries: 0x39, elements: 0x3a, motor: 0x44, version: 0x45 },
  ...{ state: 0x46, 'set-clock': 0x4a, events: 0x50, clock: 0x51 },
};

/** A question of the centre (下行, ENQ). RangeError, when a step is no whole number of minutes. HEX alone: of ASCII the form was not found. */
export function encodeQuery({ ask, ...to }: Query): Uint8Array {
  return encodeSl651({ ...to, direction: 'down', function: ASKED[ask.of], body: bodyOf(ask), ends: ENDS.enq });
}

function bodyOf(ask: Ask): Uint8Array {
  if (ask.of === 'elements') return Uint8Array.from(ask.guides.flat());
  if (ask.of !== 'period') return new Uint8Array(0);
  const minutes = ask.stepS / 60;
  if (!Number.isInteger(minutes) || minutes < 1 || minutes >= 100 * 1440)
    throw new RangeError(`${ask.stepS} s is no step of whole minutes`);
  const step = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60].map(bcd);
  return Uint8Array.from([...writeTime(ask.from, 4), ...writeTime(ask.to, 4), 0x04, 0x18, ...step, ...ask.guide]);
}

/** What an answer of the centre needs of the frame it answers; also of one whose sum is wrong. */
export type Answered = Pick<FrameToSend, 'encoding' | 'centre' | 'station' | 'password' | 'function'> &
  Pick<FrameToSend, 'packet'> & { readonly serial: number };

/** Confirms or denies (`ends`) what a station sent. */
export const encodeAnswer = (to: Answered, ends: number, sentAt: Instant): Uint8Array =>
  encodeSl651({ ...to, direction: 'down', ends, sentAt });

/** 12 bits each. */
const packetBytes = ({ total, number }: NonNullable<FrameToSend['packet']>): number[] => [
  total >> 4,
  ((total & 0x0f) << 4) | (number >> 8),
  number & 0xff,
];
const bcd = (n: number): number => Math.floor(n / 10) * 16 + (n % 10);
const bytesOf = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
const inAscii = (bytes: readonly number[]): number[] =>
  bytes.flatMap((byte) => [...byte.toString(16).padStart(2, '0').toUpperCase()].map((char) => char.charCodeAt(0)));
