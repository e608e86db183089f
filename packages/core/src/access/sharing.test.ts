import { expect } from 'chai';
import { toInstant, type Instant } from '../model/time.js';
import { holdsAt, sharedWith } from './sharing.js';

const at = (text: string): Instant => toInstant(Date.parse(text));
const [A, B] = ['organization/registry/a', 'organization/registry/b'];
const rule = { lead: [], assist: [], informed: [] };
const fire = (value: object = {}, exercise?: string) => ({
  row: { value: { state: 'confirmed', eventType: '12G00', level: '3', ...value }, ...(exercise && { exercise }) },
  places: new Set(['place/registry/underpass', 'place/registry/district']),
});

describe('what a linkage shares', () => {
  const NOW = at('2026-06-12T16:00:00+08:00');
  const shared = (what: ReturnType<typeof fire>, linkage: object, exercise?: string): string =>
    [...sharedWith(what, [{ value: { ...rule, ...linkage } as never, ...(exercise && { exercise }) }], NOW)]
      .map(([who, tier]) => `${who.at(-1)} ${tier}`)
      .join();

  const cases: readonly (readonly [says: string, linkage: object, what: ReturnType<typeof fire>, want: string])[] = [
    ['gives each list its tier', { lead: [A], informed: [B] }, fire(), 'a lead,b view'],
    ['gives the highest of several lists', { informed: [A], assist: [A] }, fire(), 'a assist'],
    ['is for a type by how it begins', { lead: [A], eventTypes: ['12'] }, fire(), 'a lead'],
    ['is for no other type', { lead: [A], eventTypes: ['11', '12H'] }, fire(), ''],
    ['is for no unknown type once it names any', { lead: [A], eventTypes: ['12'] }, fire({ eventType: undefined }), ''],
    ['is for a level', { lead: [A], levels: ['3', '4'] }, fire(), 'a lead'],
    ['is for no incident that is not graded', { lead: [A], levels: ['3'] }, fire({ level: undefined }), ''],
    ['is for all that lies in a place', { lead: [A], places: ['place/registry/district'] }, fire(), 'a lead'],
    ['is for no other place', { lead: [A], places: ['place/registry/other'] }, fire(), ''],
    ['ends with the incident', { lead: [A] }, fire({ state: 'closed' }), ''],
    ['ends with a review', { lead: [A] }, fire({ state: 'reviewed' }), ''],
    ['ends with a false alarm', { lead: [A] }, fire({ state: 'false-alarm' }), ''],
    ['ends when it was handed over', { lead: [A] }, fire({ state: 'handed-over' }), ''],
    ['comes back when it is reopened', { lead: [A] }, fire({ state: 'reopened' }), 'a lead'],
    ['holds in a drill', { lead: [A] }, fire({}, 'drill'), 'a lead'],
  ];
  for (const [says, linkage, what, want] of cases) it(says, () => expect(shared(what, linkage)).to.equal(want));

  it('gives nothing real where it was made for a drill', () => {
    expect(shared(fire(), { lead: [A] }, 'drill')).to.equal('');
    expect(shared(fire({}, 'other'), { lead: [A] }, 'drill')).to.equal('');
    expect(shared(fire({}, 'drill'), { lead: [A] }, 'drill')).to.equal('a lead');
  });
});

describe('when a linkage holds', () => {
  const night = { times: [{ days: 'workday' as const, from: '20:00', to: '06:00' }] };
  const rest = { times: [{ days: 'restday' as const, from: '00:00', to: '23:59' }] };
  const cases: readonly (readonly [linkage: Parameters<typeof holdsAt>[0], at: string, want: boolean])[] = [
    [{}, '2026-06-12T16:00:00+08:00', true],
    [{ validFrom: '2026-06-12T16:00:00+08:00' }, '2026-06-12T15:59:59+08:00', false],
    [{ validFrom: '2026-06-12T16:00:00+08:00' }, '2026-06-12T16:00:00+08:00', true],
    [{ validUntil: '2026-06-12T16:00:00+08:00' }, '2026-06-12T15:59:59+08:00', true],
    [{ validUntil: '2026-06-12T16:00:00+08:00' }, '2026-06-12T16:00:00+08:00', false],
    // Friday night into Saturday morning is the night of a workday; Saturday night is none.
    [night, '2026-06-12T19:59:59+08:00', false],
    [night, '2026-06-12T20:00:00+08:00', true],
    [night, '2026-06-13T06:00:59+08:00', true],
    [night, '2026-06-13T06:01:00+08:00', false],
    [night, '2026-06-13T20:00:00+08:00', false],
    [night, '2026-06-15T05:00:00+08:00', false],
    [rest, '2026-06-12T23:59:59+08:00', false],
    [rest, '2026-06-13T00:00:00+08:00', true],
    [rest, '2026-06-14T23:59:59+08:00', true],
    [rest, '2026-06-15T00:00:00+08:00', false],
    // By the wall in China, however the instant is written.
    [rest, '2026-06-12T16:00:00Z', true],
  ];
  for (const [linkage, when, want] of cases)
    it(`${JSON.stringify(linkage)} ${want ? 'holds' : 'does not hold'} at ${when}`, () =>
      expect(holdsAt(linkage, at(when))).to.equal(want));
});
