import { YingjiError } from '../error.js';
import { ALGORITHMS } from './checksum.js';
import type { Field, Fields, Size } from './layout.js';

const numeric = ['scale', 'offset', 'unit', 'none'];
const integer = ['bytes', 'order', 'words', ...numeric];
/** What each sort of field may say, besides what all say. */
const MEMBERS: { readonly [is in Field['is']]: readonly string[] } = {
  ...{ mark: ['hex'], uint: integer, int: integer, float: ['bytes', 'order', ...numeric], bcd: ['bytes', ...numeric] },
  ...{ digits: ['bytes'], text: ['bytes', 'charset'], bytes: ['bytes'], flags: ['bytes', 'order', 'bits'] },
  ...{ list: ['count', 'fields'], choice: ['by', 'cases', 'bytes'], checksum: ['of', 'from', 'order'] },
};
const COMMON = ['name', 'is', 'zh', 'en', 'clause'];
/** How many bytes a number may have. */
const WIDTHS: { readonly [is in Field['is']]?: readonly number[] } = {
  ...{ uint: [1, 2, 3, 4, 5, 6], int: [1, 2, 3, 4, 5, 6], float: [4, 8], bcd: [1, 2, 3, 4, 5, 6, 7] },
  flags: [1, 2, 3, 4],
};
const WORDS: { readonly [member: string]: readonly string[] } = {
  order: ['big', 'little'],
  charset: ['ascii', 'utf-8', 'gb18030'],
};

/**
 * Throws `bad-layout`, which names the field, where fields do not hold together, or say what nobody reads: layouts are written in
 * JavaScript too, and a bit whose word is missing would be an alarm that nobody is told.
 */
export function checkFields(fields: Fields, path = ''): void {
  const before = new Map<string, Field>();
  for (const field of fields) {
    const at = `${path}/${field.name}`;
    const wrong = (what: string): never => {
      throw new YingjiError('bad-layout', `field ${at} ${what}.`);
    };
    const refers = (name: string, ...kinds: readonly Field['is'][]): void => {
      const to = before.get(name);
      if (!to) wrong(`refers to ${name}, which does not come before it on its level`);
      else if (kinds.length > 0 && !kinds.includes(to.is)) wrong(`refers to ${name}, which is no whole number`);
    };
    checkOne(field, wrong);
    if (before.has(field.name)) wrong('has the name of another; give each a name of its own');
    if (MEMBERS[field.is].includes('bytes') && (field.is !== 'choice' || field.bytes !== undefined))
      size((field as { readonly bytes: Size }).bytes);
    if (field.is === 'list') size(field.count);
    if (field.is === 'list') checkFields(field.fields, at);
    if (field.is === 'checksum') refers(field.from);
    if (field.is === 'choice') {
      refers(field.by, 'uint', 'bcd', 'digits');
      for (const [value, inner] of Object.entries(field.cases)) checkFields(inner, `${at}/${value}`);
    }
    before.set(field.name, field);

    function size(given: Size): void {
      if (typeof given === 'object' && 'by' in given) refers(given.by, 'uint', 'bcd');
      const least = typeof given === 'object' ? ('before' in given ? given.before : (given.less ?? 0)) : given;
      if (!isSize(least)) wrong('has a size that is none');
    }
  }
}

/** What a field says of itself alone. */
function checkOne(field: Field, wrong: (what: string) => never): void {
  if (!Object.hasOwn(MEMBERS, field.is)) wrong(`is "${field.is}", and not one of ${Object.keys(MEMBERS).join(', ')}`);
  const members = [...COMMON, ...MEMBERS[field.is]];
  for (const [name, value] of Object.entries(field) as [string, unknown][]) {
    if (!members.includes(name)) wrong(`has the member "${name}", which no ${field.is} has`);
    const words = WORDS[name];
    if (words && !words.includes(value as string)) wrong(`has the ${name} "${String(value)}", and not ${oneOf(words)}`);
  }
  const widths = WIDTHS[field.is];
  const { bytes } = field as { readonly bytes?: number };
  if (widths && !widths.includes(bytes!)) wrong(`has ${String(bytes)} bytes, and not ${oneOf(widths)}`);
  if (field.is === 'mark' && !/^([0-9a-f]{2})+$/.test(field.hex)) wrong('is no mark: write it as pairs of 0–9, a–f');
  if (field.is === 'checksum' && !ALGORITHMS.includes(field.of))
    wrong(`has no sum that is known: it is one of ${ALGORITHMS.join(', ')}`);
  if (field.is !== 'flags') return;
  const bits = Object.entries((field.bits as typeof field.bits | undefined) ?? {});
  if (bits.length === 0) wrong('says nothing of its bits');
  for (const [bit, said] of bits) {
    if (!(Number(bit) < 8 * field.bytes)) wrong(`has no bit ${bit}`);
    if (typeof said.word !== 'string' || said.word === '') wrong(`has no word for bit ${bit}; write { word, zh, en }`);
  }
}

const oneOf = (all: readonly (string | number)[]): string => `${all.slice(0, -1).join(', ')} or ${String(all.at(-1))}`;

/** Whether so many bytes can be: a size that a frame says may be below nothing, a fraction, or no number at all. */
export const isSize = (n: number): boolean => Number.isInteger(n) && n >= 0;
