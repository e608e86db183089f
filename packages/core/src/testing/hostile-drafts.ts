import { asJson } from '../json.js';
import type { Draft } from '../model/change.js';
import type { Instant } from '../model/time.js';

/** What a careless or an evil mapping may hand over in the place of a draft. */
export interface HostileDraft {
  readonly name: string;
  /** The Issue that says so. */
  readonly code: string;
  /** Whether an alarm of it is kept all the same, without what is amiss. */
  readonly kept: boolean;
  /** Makes it anew, of a report `report/<source>/bad`. */
  readonly make: (source: string, at: Instant) => unknown;
}

/** Four times as many as an object of a draft may have: enough to take long where each is looked at. */
const MANY = 200_000;
const deep = (levels: number): unknown => JSON.parse(`${'{"__proto__":'.repeat(levels)}1${'}'.repeat(levels)}`);
const wide = (members: number): object => Object.fromEntries(Array.from({ length: members }, (_, n) => [`k${n}`, n]));

function circle(): object {
  const round: Record<string, unknown> = {};
  round['v:a'] = round;
  return Object.assign(round, { 'v:b': round });
}

const throwing = (name: string): object =>
  Object.defineProperty({}, name, {
    enumerable: true,
    get() {
      throw new Error('unreadable');
    },
  }) as object;

/** A draft with these marks, whose value has these members besides a channel and a title. */
const draft =
  (more: object, value: object = {}): HostileDraft['make'] =>
  (source, at): Draft =>
    ({
      ...{ v: 1, kind: 'report', id: `report/${source}/bad`, at, basis: 'stated' },
      body: { value: asJson({ channel: '110', title: '火', ...value }) },
      ...more,
    }) as Draft;

const without =
  (name: string): HostileDraft['make'] =>
  (source, at) =>
    Object.fromEntries(Object.entries(draft({})(source, at) as object).filter(([key]) => key !== name));

const hostile = (name: string, code: string, make: HostileDraft['make'], kept = false): HostileDraft => ({
  ...{ name, code, make, kept },
});

/**
 * Drafts that must break nothing, each beside any alarm in one message: of each an Issue comes, the draft goes to quarantine,
 * and what else the message says is kept.
 */
export const hostileDrafts: readonly HostileDraft[] = [
  hostile('a date in the year 275760', 'invalid-value', draft({ at: '+275760-09-13T00:00:00.000Z' })),
  hostile('a date that is no text', 'invalid-value', draft({ at: 1_781_251_200_000 })),
  hostile('NaN', 'invalid-value', draft({}, { accuracyM: NaN }), true),
  hostile('an endless position', 'invalid-value', draft({}, { position: [Infinity, -Infinity] }), true),
  hostile('a number of a counter that is none', 'invalid-value', draft({ serial: { of: 'a', n: NaN } })),
  hostile('half a character in an id', 'invalid-value', draft({ id: 'report/fire/\ud83d' })),
  hostile('an escape that is none in an id', 'bad-id', draft({ id: 'report/fire/%zz' })),
  hostile('an escape that is none in a reference', 'invalid-value', draft({}, { place: 'place/fire/%zz' }), true),
  hostile('half a character in a text', 'not-unicode', draft({}, { title: '火\ud83d' }), true),
  hostile('half a character in a cause', 'invalid-value', draft({ cause: ['report/fire/\ud83d'] })),
  hostile('a drill whose name has no end', 'invalid-value', draft({ exercise: 'x'.repeat(10_000_000) })),
  hostile('a reason without end', 'invalid-value', draft({ body: { removed: true, reason: 'x'.repeat(10_000_000) } })),
  hostile('the way to a prototype', 'invalid-value', draft({}, { extra: { 'v:a': { b: [deep(5000)] } } }), true),
  hostile('the way to a prototype as private text', 'not-plain-text', draft({}, { home: deep(5000) }), true),
  hostile('the way to a prototype as a title', 'invalid-value', draft({}, { title: deep(5000) })),
  hostile('a circle', 'too-many-members', draft({}, { extra: circle() }), true),
  hostile('a circle as private text', 'not-plain-text', draft({}, { home: circle() }), true),
  hostile('a number no JSON has', 'invalid-value', draft({}, { extra: { 'v:a': 1n } }), true),
  hostile('a text of 10 MB', 'text-too-long', draft({}, { narrative: 'x'.repeat(10_000_000) }), true),
  hostile('two hundred thousand members', 'too-many-members', (source, at) => draft({}, wide(MANY))(source, at)),
  hostile(
    'two hundred thousand members of a vendor',
    'too-many-members',
    (source, at) => draft({}, { extra: wide(MANY) })(source, at),
    true,
  ),
  hostile('two hundred thousand members of a draft', 'too-many-members', (source, at) => draft(wide(MANY))(source, at)),
  hostile(
    'a list of a million lists',
    'too-many-members',
    (source, at) => draft({}, { extra: { 'v:a': Array.from({ length: 1_000_000 }, () => []) } })(source, at),
    true,
  ),
  hostile(
    'a list of nothing without end',
    'too-many-members',
    draft({}, { extra: { 'v:a': new Array(2 ** 32 - 1) } }),
    true,
  ),
  hostile('an unknown kind', 'unknown-kind', draft({ kind: 'spell', id: 'spell/fire/1' })),
  hostile('a newer version', 'unknown-version', draft({ v: 9 })),
  hostile('no draft: null', 'draft-broken', () => null),
  hostile('no draft: undefined', 'draft-broken', () => undefined),
  hostile('no draft: text', 'draft-broken', () => 'report'),
  hostile('no draft: a list', 'draft-broken', () => [1]),
  hostile('no id', 'draft-broken', without('id')),
  hostile('an id that is a number', 'draft-broken', draft({ id: 7 })),
  hostile('no kind', 'draft-broken', without('kind')),
  hostile('no time', 'invalid-value', without('at')),
  hostile('no version', 'invalid-value', without('v')),
  hostile('no body', 'draft-broken', without('body')),
  hostile('a body of nothing', 'draft-broken', draft({ body: null })),
  hostile('a body of text', 'draft-broken', draft({ body: '火' })),
  hostile('a body that neither states nor removes', 'draft-broken', draft({ body: {} })),
  hostile('a value of nothing', 'invalid-value', draft({ body: { value: null } })),
  hostile('a value that is a list', 'invalid-value', draft({ body: { value: ['火'] } })),
  hostile('a body that throws', 'draft-broken', () => throwing('body')),
  hostile('a value with a member that throws', 'draft-broken', (source, at) =>
    Object.assign(draft({})(source, at) as object, { body: { value: throwing('title') } }),
  ),
];
