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

/**
 * What becomes of the secrets beside those that are erased. Where a text names one of the numbers, however it is written there, `***`
 * stands in its place, and the rest of what was told is kept: lives may hang on it. What is such a number and nothing else goes where it
 * was told of the same kind, in whichever field; of another kind (whoever is to be called) it is somebody else's to keep, and stays.
 */
export function namedBy(
  numbers: readonly ErasedNumber[],
): (secret: Pick<VaultRow, 'field' | 'secret'>) => Named | undefined {
  const patterns = [...new Set(numbers.map(({ number }) => number))].map(patternOf);
  return ({ field, secret }) => {
    const known = knownBy(secret);
    const same = numbers.filter(({ number }) => number === known);
    if (same.length > 0) return same.some(({ kind }) => kind === kindOf(field)) ? 'erased' : undefined;
    const left = patterns.reduce((text, pattern) => text.replace(pattern, '***'), secret);
    return left === secret ? undefined : { left };
  };
}
