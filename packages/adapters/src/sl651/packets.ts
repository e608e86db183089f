import { boundAt, packetAt, SOH } from './bounds.js';
import { concatenated } from './concatenated.js';
import { ENDS, FRAME } from './layout.js';

/** Bytes of packets that may wait on one line, and for how many messages: a station sends one after the other. */
const MOST_BYTES = 128 * 1024;
const MOST_MESSAGES = 4;
/** No frame begins with it: what is left of a line does when packets are held. How many bytes they are follows. */
const MARK = 0;
const HEAD = 5;

/** Packets of messages that are not whole yet, each message's together. */
export type Held = readonly (readonly Packet[])[];

interface Packet {
  readonly bytes: Uint8Array;
  readonly total: number;
  readonly number: number;
}

export interface Added {
  /** Messages: one that is whole now, or one that ended and lacks some. */
  readonly frames: readonly Uint8Array[];
  readonly held: Held;
  /** Bytes let go of, because too much waited. */
  readonly skipped: number;
}

/**
 * Takes a sound packet to those of its message. Serial and time stand in the first one alone, so that a message begins with it and no other
 * is taken without it: what came of a message before must not fill the gaps of the next. A station that is asked sends it again.
 */
export function addPacket(held: Held, bytes: Uint8Array, { total, number }: Omit<Packet, 'bytes'>): Added {
  if (number === 0 || number > total) return { frames: [bytes], held, skipped: 0 };
  const packet = { bytes, total, number };
  const before = held.find(([first]) => isSame(first!, packet)) ?? [];
  const twin = before.find((each) => each.number === number);
  if (number === 1 && twin && sameBytes(twin.bytes, bytes)) return { frames: [], held, skipped: 0 };
  if (number > 1 && before.length === 0) return { frames: [], held, skipped: bytes.length };
  const others = held.filter((each) => each !== before);
  const kept = number === 1 ? [] : before.filter((each) => each !== twin);
  const packets = [...kept, packet].sort((a, b) => a.number - b.number);
  const skipped = number === 1 ? sizeOf(before) : 0;
  if (packets.length === total) return { frames: [messageOf(packets)], held: others, skipped };
  // Where all are sent again for one that is missing, that one alone says something new.
  const asks = isLast(packet) || (twin === undefined && packets.some(isLast));
  const bounded = letGo([...others, packets]);
  return { frames: asks ? [messageOf(packets)] : [], held: bounded.held, skipped: skipped + bounded.skipped };
}

/** The oldest messages go first. */
function letGo(messages: Held): { readonly held: Held; readonly skipped: number } {
  let bytes = messages.reduce((sum, packets) => sum + sizeOf(packets), 0);
  let [first, skipped] = [0, 0];
  while (first < messages.length && (bytes > MOST_BYTES || messages.length - first > MOST_MESSAGES)) {
    const size = sizeOf(messages[first]!);
    bytes -= size;
    skipped += size;
    first += 1;
  }
  return { held: messages.slice(first), skipped };
}

const sizeOf = (packets: readonly Packet[]): number => packets.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** Whether it is the one after which the station waits. */
function isLast({ bytes, total, number }: Packet): boolean {
  return number === total || bytes[bytes.length - (bytes[0] === SOH ? 5 : 3)] === ENDS.etx;
}

/** Of one station, of one sort, of as many packets: all before the length is the same. */
function isSame(a: Packet, b: Packet): boolean {
  if (a.total !== b.total || a.bytes[0] !== b.bytes[0]) return false;
  const head = a.bytes[0] === SOH ? 19 : FRAME.length;
  return sameBytes(a.bytes.subarray(0, head), b.bytes.subarray(0, head));
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

const messageOf = (packets: readonly Packet[]): Uint8Array => concatenated(packets.map(({ bytes }) => bytes));

/** What is held and what is not used yet, as the one stretch of bytes that a framing hands on. */
export function closeHeld(messages: Held, tail: Uint8Array): Uint8Array {
  if (messages.length === 0) return tail;
  const held = messageOf(messages.flat());
  const all = new Uint8Array(HEAD + held.length + tail.length);
  all[0] = MARK;
  new DataView(all.buffer).setUint32(1, held.length);
  all.set(held, HEAD);
  all.set(tail, HEAD + held.length);
  return all;
}

/** The reverse; what is held was sound when it was taken. */
export function openHeld(rest: Uint8Array): { readonly held: Held; readonly tail: Uint8Array } {
  if (rest.length < HEAD || rest[0] !== MARK) return { held: [], tail: rest };
  const end = HEAD + new DataView(rest.buffer, rest.byteOffset, rest.byteLength).getUint32(1);
  const held: Packet[][] = [];
  for (let at = HEAD; at < end;) {
    const bytes = rest.subarray(at, at + boundAt(rest, at));
    const packet = { bytes, ...packetAt(bytes, 0)! };
    const last = held[held.length - 1];
    if (last && isSame(last[0]!, packet)) last.push(packet);
    else held.push([packet]);
    at += bytes.length;
  }
  return { held, tail: rest.subarray(end) };
}
