import type { JsonObject } from '../json.js';
import type { Draft } from '../model/change.js';
import { ID_SHAPE, isOf, parseId } from '../model/id.js';
import { LONGEST_BEAT_S } from '../model/observation.js';
import { parseInstant } from '../model/time.js';
import { ID_MOST } from './door-shape.js';

/** What goes beyond these is looked at the long way: no reading of a device does. */
const TEXT_MOST = 256;
const LIST_MOST = 64;
const EXTRA_MOST = 32;

/**
 * Whether this is a reading of `source` that every check of the door passes as it is: told in one look, where the checks one after the
 * other cost more than all the rest of its way, and readings are nearly all that comes. `false` says nothing against it. Never says
 * yes to what `checkDraft` would say anything about.
 */
export function isPlainReading(given: Draft, source: string): boolean {
  if (!isPlain(given)) return false;
  const { v, kind, id, at, basis, body, serial, exercise, cause, by } = given;
  return (
    v === 1 &&
    kind === 'observation' &&
    (serial ?? exercise ?? cause ?? by) === undefined &&
    members(given) === 6 &&
    typeof id === 'string' &&
    id.length <= ID_MOST &&
    isText(id, ID_MOST) &&
    isOf(id, kind, source) &&
    typeof at === 'string' &&
    parseInstant(at) !== undefined &&
    (basis === 'stated' || basis === 'derived' || basis === 'unknown') &&
    isPlain(body) &&
    'value' in body &&
    members(body) === 1 &&
    isPlain(body.value) &&
    isReading(body.value as JsonObject)
  );
}

function isReading(value: JsonObject): boolean {
  const { device, quantity, value: said, quality, unit, verticalDatum, fault, everyS, extra } = value;
  let known = 4;
  for (const each of [unit, verticalDatum, fault])
    if (each !== undefined) {
      if (!isText(each)) return false;
      known += 1;
    }
  if (everyS !== undefined) {
    if (typeof everyS !== 'number' || !(everyS > 0 && everyS <= LONGEST_BEAT_S)) return false;
    known += 1;
  }
  if (extra !== undefined) {
    if (!isPlain(extra) || !isExtra(extra as JsonObject)) return false;
    known += 1;
  }
  return (
    members(value) === known &&
    verticalDatum !== '' &&
    quantity !== '' &&
    isText(quantity) &&
    (quality === 'good' || quality === 'suspect' || quality === 'fault') &&
    isText(device) &&
    ID_SHAPE.test(device) &&
    (!device.includes('%') || parseId(device) !== undefined) &&
    (isScalar(said) || isWords(said))
  );
}

const isPlain = (given: unknown): given is object =>
  typeof given === 'object' && given !== null && Object.getPrototypeOf(given) === Object.prototype;

/** How many members an object has; nothing is made for that. */
function members(of: object): number {
  let count = 0;
  for (const _ in of) count += 1;
  return count;
}

/** A short text without any half of a character. */
function isText(given: unknown, most = TEXT_MOST): given is string {
  if (typeof given !== 'string' || given.length > most) return false;
  for (let i = 0; i < given.length; i += 1) if ((given.charCodeAt(i) & 0xf800) === 0xd800) return false;
  return true;
}

/** A number that its text gives back, −0 among those that it does not. */
const isScalar = (given: unknown): boolean =>
  given === null ||
  typeof given === 'boolean' ||
  (typeof given === 'number' ? Number.isFinite(given) && !Object.is(given, -0) : isText(given));

function isWords(given: unknown): boolean {
  if (!Array.isArray(given) || given.length > LIST_MOST) return false;
  for (let i = 0; i < given.length; i += 1) if (!isText(given[i])) return false;
  return true;
}

/** `vendor:key` with a scalar each. */
function isExtra(extra: JsonObject): boolean {
  let count = 0;
  for (const key in extra) {
    count += 1;
    if (count > EXTRA_MOST || !isKey(key) || !isText(key) || !isScalar(extra[key])) return false;
  }
  return true;
}

function isKey(key: string): boolean {
  const colon = key.indexOf(':');
  if (colon < 1 || colon === key.length - 1) return false;
  for (let i = 0; i < colon; i += 1) {
    const code = key.charCodeAt(i);
    const letter = code >= 97 && code <= 122;
    if (!letter && (i === 0 || !((code >= 48 && code <= 57) || code === 45))) return false;
  }
  return true;
}
