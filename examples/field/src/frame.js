import { timeLabel } from './beijing-time.js';

/**
 * Packet of GB/T 26875.3-2011, written from the norm. Integers low byte first.
 *
 *   offset | bytes | field
 *   0      | 2     | 40 40
 *   2      | 2     | serial
 *   4      | 2     | version: major 1, user
 *   6      | 6     | time label
 *   12     | 6     | source address
 *   18     | 6     | destination address
 *   24     | 2     | length n of the application unit, at most 1024
 *   26     | 1     | command
 *   27     | n     | application unit
 *   27 + n | 1     | sum of bytes 2 … 26 + n, modulo 256
 *   28 + n | 2     | 23 23
 */
export const COMMAND = /** @type {const} */ ({ control: 1, send: 2, confirm: 3, request: 4, answer: 5, deny: 6 });

const OVERHEAD = 30;
const UNIT_LIMIT = 1024;

/**
 * @typedef {{
 *   serial: number,
 *   source: number,
 *   destination: number,
 *   command: number,
 *   time: number | Uint8Array,
 *   unit?: Uint8Array,
 *   userVersion?: number,
 * }} FrameFields `time` is epoch ms, or six label bytes as they are
 */

/**
 * @param {FrameFields} fields
 * @returns {Buffer}
 */
export function encodeFrame({ serial, source, destination, command, time, unit = new Uint8Array(0), userVersion = 0 }) {
  if (unit.length > UNIT_LIMIT)
    throw new RangeError(`An application unit holds at most ${UNIT_LIMIT} bytes, not ${unit.length}.`);
  const frame = Buffer.alloc(OVERHEAD + unit.length);
  frame.write('@@', 0, 'latin1');
  frame.writeUInt16LE(serial, 2);
  frame[4] = 1;
  frame[5] = userVersion;
  frame.set(typeof time === 'number' ? timeLabel(time) : time, 6);
  frame.writeUIntLE(source, 12, 6);
  frame.writeUIntLE(destination, 18, 6);
  frame.writeUInt16LE(unit.length, 24);
  frame[26] = command;
  frame.set(unit, 27);
  frame[27 + unit.length] = sum(frame, 2, 27 + unit.length);
  frame.write('##', 28 + unit.length, 'latin1');
  return frame;
}

/** @param {Uint8Array} bytes @param {number} from @param {number} to */
function sum(bytes, from, to) {
  let total = 0;
  for (let i = from; i < to; i += 1) total += bytes[i] ?? 0;
  return total & 0xff;
}

/**
 * @typedef {{ serial: number, source: number, destination: number, command: number, unit: Buffer }} ReceivedFrame
 */

/**
 * Takes the centre's frames out of the stream, whatever the chunks; steps on by one byte where no frame fits.
 * Holds at most one packet.
 * @returns {{ push(chunk: Uint8Array): ReceivedFrame[] }}
 */
export function createSplitter() {
  let held = Buffer.alloc(0);
  return {
    push(chunk) {
      held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
      /** @type {ReceivedFrame[]} */
      const frames = [];
      let at = 0;
      while (held.length - at >= OVERHEAD) {
        const size = OVERHEAD + held.readUInt16LE(at + 24);
        const possible = held[at] === 0x40 && held[at + 1] === 0x40 && size <= OVERHEAD + UNIT_LIMIT;
        if (possible && held.length - at < size) break;
        if (possible && isWhole(held.subarray(at, at + size))) {
          const frame = held.subarray(at, at + size);
          frames.push({
            serial: frame.readUInt16LE(2),
            source: frame.readUIntLE(12, 6),
            destination: frame.readUIntLE(18, 6),
            command: frame[26] ?? 0,
            unit: Buffer.from(frame.subarray(27, size - 3)),
          });
          at += size;
        } else at += 1;
      }
      held = Buffer.from(held.subarray(at));
      return frames;
    },
  };
}

/** @param {Uint8Array} frame */
function isWhole(frame) {
  const n = frame.length;
  return frame[n - 2] === 0x23 && frame[n - 1] === 0x23 && frame[n - 3] === sum(frame, 2, n - 3);
}
