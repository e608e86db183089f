import type { Instant, Message } from '@yingji/core';
import { bodyLength, hexAt, packetAt, SOH } from './bounds.js';
import { missingOf } from './codec.js';
import type { Sl651Config } from './config.js';
import { encodeAnswer, type Answered } from './encode.js';
import type { Sl651Frame } from './frame.js';
import { ENDS, FRAME, FUNCTIONS, MODES, type Mode } from './layout.js';
import { fromBeijing } from './times.js';

type Answer = Message['answer'];
type Rules = Pick<Sl651Config, 'mode' | 'confirmWith' | 'confirmTime'>;

/** How a message of a station is exchanged. What the vendor added (E0–FF) is as what stations report. */
export function modeOf({ function: code, packets }: Pick<Sl651Frame, 'function' | 'packets'>, mode: Mode): Mode {
  if (packets) return 'M3';
  const stated = FUNCTIONS[code]?.mode ?? 'as-configured';
  return stated === 'as-configured' ? mode : stated;
}

/** What confirms or denies a message; nothing for one that is not confirmed, or not of a station. */
export function answerTo(frame: Sl651Frame, rules: Rules, receivedAt: Instant): Answer {
  if (frame.direction === 'down' || !MODES[modeOf(frame, rules.mode)].confirmed) return undefined;
  const { packets, serial = 0, sentAt } = frame;
  const to = { ...frame, serial };
  const at = rules.confirmTime === 'echo' && sentAt ? fromBeijing(sentAt) : receivedAt;
  if (!packets) {
    // EOT would send a station away that has more to say.
    const confirmed = frame.ends === ENDS.etb && rules.confirmWith === 'eot' ? 'ack' : rules.confirmWith;
    const stored = encodeAnswer(to, ENDS[confirmed], at);
    return { stored, refused: encodeAnswer(to, ENDS.nak, at) };
  }
  const { total } = packets;
  const [missing] = missingOf(packets);
  // One packet at a time is asked for again; the last one stands for all. Where its number stands is from memory, unverified.
  const again = encodeAnswer({ ...to, packet: { total, number: missing ?? total } }, ENDS.nak, at);
  if (missing !== undefined) return { stored: again, refused: again };
  return {
    stored: encodeAnswer({ ...to, packet: { total, number: total } }, ENDS[rules.confirmWith], at),
    refused: again,
  };
}

/** Denies a frame whose sum is wrong, as its head says: on its own line nobody else hears it. */
export function denyBroken(bytes: Uint8Array, rules: Rules, receivedAt: Instant): Answer {
  const head = headOf(bytes);
  if (
    !head ||
    !MODES[modeOf({ ...head, ...(head.packet && { packets: { ...head.packet, here: [] } }) }, rules.mode)].confirmed
  )
    return undefined;
  return { refused: encodeAnswer(head, ENDS.nak, receivedAt) };
}

/** As far as an answer needs it; undefined of a frame of the centre. */
function headOf(bytes: Uint8Array): Answered | undefined {
  const ascii = bytes[0] === SOH;
  const head = ascii
    ? Uint8Array.from({ length: 11 }, (_, i) => hexAt(bytes, 1 + 2 * i, 2))
    : bytes.subarray(FRAME.centre, FRAME.begins);
  if ((head[9]! & 0x80) !== 0) return undefined;
  const body = ascii ? FRAME.asciiBody : FRAME.body;
  const packet = packetAt(bytes, 0);
  const hex = (from: number, to: number): string => Array.from(head.subarray(from, to), pairOf).join('');
  const length = ascii ? (hexAt(bytes, 19, 4) & 0xfff) >> 1 : bodyLength(bytes, 0);
  // Of several packets the first alone has a serial number.
  const has = !packet && length >= 2;
  const serial = !has ? 0 : ascii ? hexAt(bytes, body, 4) || 0 : (bytes[body]! << 8) | bytes[body + 1]!;
  return {
    ...{ encoding: ascii ? 'ascii' : 'hex', centre: head[0]!, station: hex(1, 6), password: hex(6, 8) },
    ...{ function: head[8]!, serial, ...(packet && { packet }) },
  };
}

const pairOf = (byte: number): string => byte.toString(16).padStart(2, '0');
