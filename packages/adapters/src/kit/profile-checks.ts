import { checkDraft, deviceOf, entityId, stated, type JsonObject, type ProfileQuantity } from '@yingji/core';
import { isCode, quantities, type Quantity } from '@yingji/core/codes';
import { codecOf, type ProfileSubject } from './profile-subject.js';
import { goodDrafts, SOURCE } from './subject.js';

/** One claim about a device profile. */
export interface ProfileCheck {
  readonly id: string;
  readonly about: string;
  run(subject: ProfileSubject): readonly string[];
}

/** What a profile says of the device, and whether its vectors bear it out. */
export const profileChecks: readonly ProfileCheck[] = [
  {
    id: 'quantities',
    about:
      'Every quantity it names is of the vocabulary, in its unit, within what is plausible, and told by a good vector.',
    run: (subject) => {
      const { profile } = subject;
      const told = new Set(valuesOf(subject).flatMap(({ quantity }) => (quantity === undefined ? [] : [quantity])));
      return [
        ...Object.entries(profile.quantities).flatMap(([name, given]) => wrongQuantity(name, given)),
        ...Object.keys(profile.quantities)
          .filter((name) => !told.has(name))
          .map((name) => `no good vector tells ${name}`),
        ...[...told]
          .filter((name) => !Object.hasOwn(profile.quantities, String(name)))
          .map((name) => `a good vector tells ${String(name)}, which the profile does not name`),
      ];
    },
  },
  {
    id: 'faults',
    about: 'Every fault code it names stands in a vector, and comes to no value.',
    run: (subject) => {
      const faults = new Set(valuesOf(subject).map(({ quantity, fault }) => `${String(quantity)} ${String(fault)}`));
      return Object.entries(subject.profile.quantities).flatMap(([name, { faults: codes = [] }]) =>
        codes.filter((code) => !faults.has(`${name} ${code}`)).map((code) => `no good vector has ${code} for ${name}`),
      );
    },
  },
  {
    id: 'alarms',
    about: 'Every alarm it names is a word of its quantity, and raised by a good vector.',
    run: (subject) => {
      const titles = new Set(valuesOf(subject).map(({ title }) => title));
      return (subject.profile.alarms ?? []).flatMap(({ quantity, word, title }) => {
        return [
          ...(rowOf(quantity)?.states?.includes(word) ? [] : [`${word} is no state of ${quantity}`]),
          ...(titles.has(title) ? [] : [`no good vector raises "${title}"`]),
        ];
      });
    },
  },
  {
    id: 'device',
    about: 'What it says of the device is what a register can take.',
    run: ({ profile, receivedAt }) =>
      checkDraft(
        stated(entityId('device', SOURCE, 'device'), { ...deviceOf(profile), native: 'device' }, receivedAt),
      ).issues.map(({ code, path, message }) => `${code} at ${path}: ${message}`),
  },
];

const rowOf = (name: string): Quantity | undefined =>
  isCode(quantities, name) ? (quantities.rows[name] as Quantity) : undefined;

/** The values of every draft that the good vectors come to. */
const valuesOf = (subject: ProfileSubject): readonly JsonObject[] =>
  goodDrafts({ ...subject, definition: codecOf(subject.profile), config: {} }).flatMap(({ draft: { body } }) =>
    'value' in body ? [body.value as JsonObject] : [],
  );

function wrongQuantity(name: string, { unit, lowest, highest, faults = [] }: ProfileQuantity): string[] {
  const row = rowOf(name);
  if (!row) return [`${name} is no quantity of the vocabulary`];
  const { min = -Infinity, max = Infinity } = row;
  const [from, to] = [lowest ?? -Infinity, highest ?? Infinity];
  return [
    ...(unit === row.unit ? [] : [`${name} is kept in ${row.unit ?? 'no unit'}, and this is in ${unit ?? 'no unit'}`]),
    ...((lowest ?? min) < min || (highest ?? max) > max
      ? [`${name} from ${from} to ${to} reaches beyond what is plausible (${min} to ${max})`]
      : []),
    // Without both ends nobody can tell: the code then simply counts.
    ...(lowest === undefined || highest === undefined ? [] : faults)
      .filter((code) => typeof code === 'number' && code >= from && code <= to)
      .map((code) => `the fault code ${code} of ${name} lies within what it can tell`),
  ];
}
