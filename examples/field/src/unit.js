import iconv from 'iconv-lite';
import { timeLabel } from './beijing-time.js';

/**
 * Application units of GB/T 26875.3-2011: type, number of objects, objects. Fields of an object, by type; `time` is epoch ms:
 *
 *   1  system, systemAddress, status u16, time
 *   2  system, systemAddress, component, address u32, status u16, text (31 bytes GB18030), time
 *   3  system, systemAddress, component, address u32, analog, value i16, time
 *   4  system, systemAddress, operation, operator, time
 *   5  system, systemAddress, major, minor
 *   6  system, systemAddress, text (length before it)
 *   7  system, systemAddress, component, address u32, text (31 bytes)
 *   8  system, systemAddress, time
 *   21 status, time · 24 operation, operator, time · 25 major, minor · 26 text (length before it) · 28 time
 *
 * @typedef {{
 *   system?: number, systemAddress?: number, component?: number, address?: number, status?: number, text?: string, pad?: number,
 *   analog?: number, value?: number, operation?: number, operator?: number, major?: number, minor?: number, time?: number,
 * }} UnitObject
 */

const TEXT_BYTES = 31;

/** @param {number} [value] */
const byte = (value = 0) => Buffer.from([value]);
/** @param {number} [value] */
const u16 = (value = 0) => Buffer.from([value & 0xff, (value >>> 8) & 0xff]);
/** @param {number} [value] */
const u32 = (value = 0) => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);
/** @param {UnitObject} o */
const time = (o) => timeLabel(o.time ?? NaN);
/** @param {UnitObject} o */
const system = (o) => Buffer.from([o.system ?? 1, o.systemAddress ?? 1]);
/** @param {UnitObject} o */
const part = (o) => Buffer.concat([system(o), byte(o.component), u32(o.address)]);

/** @type {Readonly<Record<number, (o: UnitObject) => Uint8Array[]>>} */
const BODY = {
  1: (o) => [system(o), u16(o.status), time(o)],
  2: (o) => [part(o), u16(o.status), encodeText(o.text ?? '', o.pad), time(o)],
  3: (o) => [part(o), byte(o.analog), u16((o.value ?? 0) & 0xffff), time(o)],
  4: (o) => [system(o), byte(o.operation), byte(o.operator), time(o)],
  5: (o) => [system(o), byte(o.major), byte(o.minor)],
  6: (o) => [system(o), counted(o.text ?? '')],
  7: (o) => [part(o), encodeText(o.text ?? '', o.pad)],
  8: (o) => [system(o), time(o)],
  21: (o) => [byte(o.status), time(o)],
  24: (o) => [byte(o.operation), byte(o.operator), time(o)],
  25: (o) => [byte(o.major), byte(o.minor)],
  26: (o) => [counted(o.text ?? '')],
  28: (o) => [time(o)],
};

/**
 * @param {number} type
 * @param {readonly UnitObject[]} objects
 */
export function encodeUnit(type, objects) {
  const body = BODY[type];
  if (!body) throw new RangeError(`Type ${type} is none that a device sends here.`);
  return Buffer.concat([Buffer.from([type, objects.length]), ...objects.flatMap(body)]);
}

/**
 * GB18030 in a field of 31 bytes, cut between characters, filled up with 00 (or 20, as some devices do).
 * @param {string} text
 * @param {number} [pad]
 */
export function encodeText(text, pad = 0) {
  const field = Buffer.alloc(TEXT_BYTES, pad);
  fit(text, TEXT_BYTES).copy(field);
  return field;
}

/** @param {string} text */
function counted(text) {
  const bytes = fit(text, 255);
  return Buffer.concat([byte(bytes.length), bytes]);
}

/** @param {string} text @param {number} limit */
function fit(text, limit) {
  const whole = iconv.encode(text, 'gb18030');
  if (whole.length <= limit) return whole;
  const letters = [...text];
  while (iconv.encode(letters.join(''), 'gb18030').length > limit) letters.pop();
  return iconv.encode(letters.join(''), 'gb18030');
}
