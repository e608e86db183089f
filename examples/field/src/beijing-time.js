/** Everything in this field runs on Beijing time (UTC+8, no summer time), wherever the machine stands. Times are epoch ms. */
const HOURS_8 = 8 * 3_600_000;

/** @param {number} ms */
const beijing = (ms) => new Date(ms + HOURS_8);
/** @param {number} value @param {number} [width] */
const two = (value, width = 2) => String(value).padStart(width, '0');

/**
 * Time label of GB/T 26875.3: second, minute, hour, day, month, year − 2000, one plain binary byte each.
 * @param {number} ms
 */
export function timeLabel(ms) {
  const at = beijing(ms);
  return Buffer.from([
    at.getUTCSeconds(),
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth() + 1,
    at.getUTCFullYear() - 2000,
  ]);
}

/**
 * The moment a time label names; NaN when it names none.
 * @param {Uint8Array} label six bytes
 */
export function fromTimeLabel(label) {
  const [second = 0, minute = 0, hour = 0, day = 0, month = 0, year = 0] = label;
  const ms = Date.UTC(2000 + year, month - 1, day, hour, minute, second) - HOURS_8;
  return timeLabel(ms).equals(label) ? ms : NaN;
}

/**
 * CAP 1.2 dateTime: seconds, numeric offset, never Z.
 * @param {number} ms
 */
export const capTime = (ms) => `${beijing(ms).toISOString().slice(0, 19)}+08:00`;

/**
 * YYYYMMDDHHmmss, as message numbers carry it.
 * @param {number} ms
 */
export const compactTime = (ms) => beijing(ms).toISOString().slice(0, 19).replace(/\D/g, '');

/**
 * As a bulletin says it: 17时27分.
 * @param {number} ms
 */
export function spokenTime(ms) {
  const at = beijing(ms);
  return at.getUTCMinutes() === 0 ? `${at.getUTCHours()}时` : `${at.getUTCHours()}时${two(at.getUTCMinutes())}分`;
}
