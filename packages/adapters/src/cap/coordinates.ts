import type { CapCircle, CapPoint } from './cap-alert.js';
import { corner } from './parts.js';

/** 10⁰ … 10²²: powers that a double holds exactly, so that one division rounds once, as reading the decimal text would. */
const TENTHS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const MOST_DIGITS = 15;
const HALF_EARTH_KM = 20_100;

const [COMMA, MINUS, PLUS, DOT, SEMICOLON, END] = [44, 45, 43, 46, 59, 0];

// Bytes are read twice as fast as the characters of a string, and typed arrays filled faster than lists. Both are reused:
// nothing is kept in them from one call to the next.
const encoder = new TextEncoder();
const scratch = { bytes: new Uint8Array(1 << 15), numbers: new Float64Array(1 << 14) };

interface Numbers {
  /** How many stand in `scratch.numbers`; none when something there is no number. */
  readonly count: number;
  /** Every pair is `a,b` and white space is all that stands between the pairs. */
  readonly paired: boolean;
  readonly stray: boolean;
}

const STRAY: Numbers = { count: 0, paired: false, stray: true };

/**
 * Reads decimal numbers that commas, semicolons or white space set apart: `lat,lon lat,lon …` or `lat,lon radius`.
 * One pass, no regular expression: an alert may hold thousands of points.
 */
function readNumbers(text: string): Numbers {
  // A character outside ASCII takes up to three bytes; a number and what ends it at least two.
  if (text.length * 3 >= scratch.bytes.length) {
    scratch.bytes = new Uint8Array(text.length * 3 + 1);
    scratch.numbers = new Float64Array((text.length >> 1) + 2);
  }
  const { bytes, numbers } = scratch;
  const length = encoder.encodeInto(text, bytes).written;
  bytes[length] = END;
  let number = 0;
  let paired = true;
  let commas = 0;
  let gaps = 0;
  for (let at = 0; at < length;) {
    let code = bytes[at]!;
    if (code <= 32) {
      gaps += 1;
      at += 1;
      continue;
    }
    if (code === COMMA || code === SEMICOLON) {
      commas += 1;
      at += 1;
      continue;
    }
    if (number & 1 ? commas !== 1 || gaps !== 0 : commas !== 0 || (gaps === 0 && number > 0)) paired = false;
    commas = 0;
    gaps = 0;

    const begin = at;
    const negative = code === MINUS;
    if (negative || code === PLUS) code = bytes[(at += 1)]!;
    const digits = at;
    let mantissa = 0;
    for (; code >= 48 && code <= 57; code = bytes[(at += 1)]!) mantissa = mantissa * 10 + code - 48;
    let count = at - digits;
    let decimals = 0;
    if (code === DOT) {
      const dot = at + 1;
      for (code = bytes[(at += 1)]!; code >= 48 && code <= 57; code = bytes[(at += 1)]!)
        mantissa = mantissa * 10 + code - 48;
      decimals = at - dot;
      count += decimals;
    }
    if (count === 0 || (code > 32 && code !== COMMA && code !== SEMICOLON)) return STRAY;
    const value = count <= MOST_DIGITS ? mantissa / TENTHS[decimals]! : Math.abs(Number(text.slice(begin, at)));
    numbers[number] = negative ? -value : value;
    number += 1;
  }
  return { count: number, paired: paired && commas === 0, stray: false };
}

/** What is wrong with a polygon or circle: `odd` was read nevertheless, `lost` was not. */
export interface ShapeFault {
  readonly kind: 'odd' | 'lost';
  readonly what: string;
}

const lost = (what: string): { fault: ShapeFault } => ({ fault: { kind: 'lost', what } });

/**
 * Reads a polygon: at least four `lat,lon` pairs, the last equal to the first (OASIS CAP 1.2 §3.2.4). Three open corners are
 * closed; fewer, or a coordinate that is nowhere on Earth, leave no ring. Longitudes up to ±360 are taken: publishers that
 * cross the antimeridian count on. A ring of more corners than `room` is not made: what is thrown away afterwards costs most.
 */
export function readPolygon(
  text: string,
  room = Infinity,
): { readonly ring?: readonly CapPoint[]; readonly fault?: ShapeFault } {
  const { count, paired, stray } = readNumbers(text);
  if (stray) return lost('holds something that is no number');
  if (count === 0) return lost('is empty');
  if (count & 1) return lost(`holds ${count} numbers, which are no pairs`);
  const { numbers } = scratch;
  const corners = count >> 1;
  const closed = corners > 1 && numbers[0] === numbers[count - 2] && numbers[1] === numbers[count - 1];
  if (corners < (closed ? 4 : 3)) return lost('has fewer than three corners');
  const length = closed ? corners : corners + 1;
  if (length > room) return lost(`has ${length} corners where at most ${room} more are read`);
  const ring = new Array<CapPoint>(length);
  for (let at = 0; at < corners; at += 1) {
    const lat = numbers[at * 2]!;
    const lon = numbers[at * 2 + 1]!;
    if (!(lat >= -90 && lat <= 90 && lon >= -360 && lon <= 360))
      return lost(`has the corner ${lat},${lon}, which is nowhere; latitude comes first`);
    ring[at] = corner(lon, lat);
  }
  if (!closed) {
    ring[corners] = [...ring[0]!];
    return { ring, fault: { kind: 'odd', what: 'does not end where it began; it was closed' } };
  }
  return paired
    ? { ring }
    : { ring, fault: { kind: 'odd', what: 'is not written as "lat,lon lat,lon …"; it was read as such' } };
}

/** Reads a circle: `lat,lon radius`, the radius in kilometres (OASIS CAP 1.2 §3.2.4); zero is a point. */
export function readCircle(text: string): { readonly circle?: CapCircle; readonly fault?: ShapeFault } {
  const { count, paired, stray } = readNumbers(text);
  if (stray || count !== 3) return lost('is no "lat,lon radius"');
  const [lat, lon, radiusKm] = scratch.numbers as unknown as readonly [number, number, number];
  if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180))
    return lost(`has its centre at ${lat},${lon}, which is nowhere; latitude comes first`);
  if (!(radiusKm >= 0 && radiusKm <= HALF_EARTH_KM)) return lost(`has the radius ${radiusKm} km`);
  const circle: CapCircle = { centre: [lon, lat], radiusM: Math.round(radiusKm * 1e6) / 1e3 };
  return paired
    ? { circle }
    : { circle, fault: { kind: 'odd', what: 'is not written as "lat,lon radius"; it was read as such' } };
}
