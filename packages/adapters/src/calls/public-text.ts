import { createHash } from 'node:crypto';
import { maskNumbers } from '@yingji/core';
import { classWords, unitEnds } from './words.js';

/** Codes, not sentences. */
const CODE = /^[A-Za-z0-9][\w.:+-]{0,63}$/;
const LANDLINE = /(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)/;
const CITIZEN = /(?<!\d)(\d{17})([\dXx])(?!\w)/g;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const REMAINDERS = '10X98765432';

/**
 * Whether a text holds a number that leads to a person: a mobile or landline telephone, or the number of a citizen (GB 11643, by
 * its check digit and a birth before 2020, as numbers of calls have 18 digits too, of division, day and count).
 */
export function leadsToPerson(text: string): boolean {
  if (LANDLINE.test(text)) return true;
  const others = text.replace(CITIZEN, (_, body: string, check: string) => {
    const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
    const born = Number(body.slice(6, 10));
    return born >= 1900 && born < 2020 && REMAINDERS[sum % 11] === check.toUpperCase() ? '#' : '';
  });
  return others.includes('#') || maskNumbers(others) !== others;
}

export const isCode = (text: string): boolean => CODE.test(text) && !leadsToPerson(text);

/** A text as a code that everybody may read; `undefined` for all else. */
export const codeIn = (text: string | undefined): string | undefined =>
  text !== undefined && isCode(text) ? text : undefined;

/**
 * The number of a call or an order as ids have it: itself where it is a code, else a name made of it (SHA-256), under which records
 * are joined as well. `undefined`: it is no number, for it has no digit, or is that of a person.
 */
export function numberIn(text: string | undefined): string | undefined {
  if (text === undefined || isCode(text)) return text;
  return /\d/.test(text) && !leadsToPerson(text) ? nameOf(text) : undefined;
}

/** Who or what was sent, as ids have it. */
export const partIn = (text: string | undefined): string | undefined =>
  text === undefined || isCode(text) ? text : nameOf(text);

const nameOf = (text: string): string => `x${createHash('sha256').update(text).digest('base64url').slice(0, 21)}`;

const UNIT = new RegExp(`^[\\p{Script=Han}A-Za-z0-9()（）·]{2,24}(?:${unitEnds.join('|')})$`, 'u');
/** A vehicle of those who answer: its code, or its plate. */
const PLATE = /^\p{Script=Han}[A-Z][·.]?[A-Z0-9]{4,6}[警应急]?$/u;

/** The name of a unit: it ends as names of units do. */
export const unitNameIn = (text: string | undefined): string | undefined =>
  text !== undefined && UNIT.test(text) && !leadsToPerson(text) ? text : undefined;

export const vehicleIn = (text: string | undefined): string | undefined =>
  codeIn(text) ?? (text !== undefined && PLATE.test(text) ? text : undefined);

const CLASS = new RegExp([...classWords].sort((a, b) => b.length - a.length).join('|'), 'gu');

/** What the name of a class says in words that stand in no name of a person; `undefined`: none of them is in it. */
export function classIn(text: string): string | undefined {
  const found = text.match(CLASS)?.join('');
  return found === undefined || found === '' ? undefined : found;
}
