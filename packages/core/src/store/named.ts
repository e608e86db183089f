import { knownBy } from '../model/personal-text.js';
import type { VaultRow } from '../ports/store.js';

/** A number that is erased, and the kind of those it was told of. */
export interface ErasedNumber {
  readonly kind: string;
  /** Its digits, as it is known by. */
  readonly number: string;
}

/** What becomes of a secret that names an erased number: it goes as well, or what is left of its text. */
export type Named = 'erased' | { readonly left: string };

const kindOf = (field: string): string => field.slice(0, field.indexOf('/'));

/** The numbers by which people are called among secrets that are erased, each once. A name is none: many have one, and streets have it too. */
export function numbersIn(erased: Iterable<Pick<VaultRow, 'field' | 'secret'>>): ErasedNumber[] {
  const found = new Map<string, ErasedNumber>();
  for (const { field, secret } of erased) {
    const number = knownBy(secret);
    if (/^\d{7,}$/.test(number)) found.set(`${kindOf(field)} ${number}`, { kind: kindOf(field), number });
  }
  return [...found.values()];
}

/** How each digit is written, and read out: in ASCII, wide, in words, and as it is said over a telephone or a radio. */
const DIGITS = [
  '0０〇○零洞',
  '1１一壹幺',
  '2２二贰两',
  '3３三叁',
  '4４四肆',
  '5５五伍',
  '6６六陆',
  '7７七柒拐',
  '8８八捌',
  '9９九玖勾',
];
/** What may stand between two digits of one number: spaces, dashes, brackets, dots, what is not seen. */
const BETWEEN = '[\\s\\p{P}\\p{Cf}]{0,4}';
const NO_DIGIT = { before: '(?<![\\d０-９])', behind: '(?![\\d０-９])' };
/** Digits of a mobile phone of China: more beside them are the code of the country, or another number run into it. */
const LONG = 11;

const spelt = (number: string): string => Array.from(number, (digit) => `[${DIGITS[Number(digit)]}]`).join(BETWEEN);

function patternOf(number: string): RegExp {
  if (number.length < LONG) return new RegExp(NO_DIGIT.before + spelt(number) + NO_DIGIT.behind, 'gu');
  return new RegExp(`(?:(?:[+＋]|[0０]{2})?${spelt('86')}${BETWEEN})?${spelt(number)}`, 'gu');
}

/** A landline of China: its area code, and the number by which the city itself calls it. */
const LANDLINE = /^0(?:10|2\d|[3-9]\d\d)([2-9]\d{6,7})$/;
/** The same before a local number, as it stands in a text. */
const AREA = '[0０](?:[1１][0０]|[2２][\\d０-９]|[3-9３-９][\\d０-９]{2})';
const SPOKEN = DIGITS.join('').replace(/[\d０-９]/g, '');
/** Before what is no local number: a digit, the area code of a city, and of one that is read out a digit that was read before it. */
const OTHER = `${NO_DIGIT.before}(?<!${NO_DIGIT.before}${AREA}${BETWEEN})(?<![${SPOKEN}](?![\\d０-９]))`;

/** A landline as it is told within its city, without the area code; that of another city is somebody else's. */
function localOf(number: string): RegExp[] {
  const local = LANDLINE.exec(number)?.[1];
  return local === undefined ? [] : [new RegExp(OTHER + spelt(local) + NO_DIGIT.behind, 'gu')];
}

/**
 * What becomes of the secrets beside those that are erased. Where a text names one of the numbers, however it is written there, `***`
 * stands in its place, and the rest of what was told is kept: lives may hang on it. What is such a number and nothing else goes where it
 * was told of the same kind, in whichever field; of another kind (whoever is to be called) it is somebody else's to keep, and stays. A
 * landline goes from texts without its area code too; a secret that is no more than that is known as another number.
 */
export function namedBy(
  numbers: readonly ErasedNumber[],
): (secret: Pick<VaultRow, 'field' | 'secret'>) => Named | undefined {
  const all = [...new Set(numbers.map(({ number }) => number))];
  const patterns = all.map(patternOf);
  const locals = all.flatMap(localOf);
  return ({ field, secret }) => {
    const known = knownBy(secret);
    const same = numbers.filter(({ number }) => number === known);
    if (same.length > 0) return same.some(({ kind }) => kind === kindOf(field)) ? 'erased' : undefined;
    const asked = /^\d+$/.test(known) ? patterns : [...patterns, ...locals];
    const left = asked.reduce((text, pattern) => text.replace(pattern, '***'), secret);
    return left === secret ? undefined : { left };
  };
}
