import { expect } from 'chai';
import fc from 'fast-check';
import { queryFault } from './check-query.js';
import { task } from '../model/task.js';
import { kinds } from '../model/kinds.js';
import { Query, querySchema } from '../model/query.schema.js';
import { seeds } from '../testing/seeds.js';

const odd = fc.constantFrom<unknown>(
  null,
  'x',
  -1,
  0,
  1.5,
  NaN,
  [],
  {},
  '2026-06-12T16:00:00+08:00',
  '4501',
  'device',
  true,
);
const or = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: odd });
/** Members that are not required are there one time in five. */
const record = (members: Record<string, fc.Arbitrary<unknown>>, required: string[] = []): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.record(Object.fromEntries(Object.entries(members).map(([key, good]) => [key, or(good)]))),
      fc.record(Object.fromEntries(Object.keys(members).map((key) => [key, fc.nat(4)]))),
    )
    .map(([all, dice]) =>
      Object.fromEntries(Object.entries(all).filter(([key]) => required.includes(key) || dice[key] === 0)),
    );

const field = fc.constantFrom('name', 'derived.state', 'x'.repeat(201));
const lonLat = fc.tuple(or(fc.integer({ min: -200, max: 200 })), or(fc.integer({ min: -90, max: 90 })));
const area = fc.oneof(
  record({ bbox: fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 3, maxLength: 5 }) }, ['bbox']),
  record({ polygon: fc.array(fc.array(lonLat, { maxLength: 5 }), { maxLength: 2 }) }, ['polygon']),
);
const test = fc.oneof(
  record({ field, op: fc.constantFrom('eq', 'in', 'gt', 'prefix', 'like'), value: fc.oneof(odd, fc.array(odd)) }, [
    'field',
    'op',
    'value',
  ]),
  record({ within: area }, ['within']),
);
const few = {
  sort: fc.array(record({ field, dir: fc.constantFrom('asc', 'desc', 'up') }, ['field', 'dir'])),
  top: fc.integer({ min: -1, max: 200_000 }),
};
const via = fc.oneof(
  record({ field }, ['field']),
  record({ namedBy: field }, ['namedBy']),
  record({ link: fc.constantFrom('tells', 'knows'), at: fc.constantFrom('from', 'to') }, ['link', 'at']),
);
const query = (deep: number): fc.Arbitrary<unknown> =>
  record(
    {
      kind: fc.constantFrom('device', 'report', 'place', 'memory', '__proto__', 'acme:lift', 'acme:lift', 'acme:lift'),
      where: fc.array(test, { maxLength: 3 }),
      division: fc.constantFrom('4501', '45010300100x', ''),
      since: fc.constant('2026-06-12T16:00:00+08:00'),
      until: fc.constantFrom('2026-06-12T16:00:00+08:00', 'soon'),
      ...few,
      nearest: record({ to: lonLat, k: fc.nat(1200) }, ['to', 'k']),
      group: record({ by: fc.array(field, { maxLength: 5 }), worst: field }, ['by']),
      ...(deep > 0 && {
        join: fc.array(record({ as: fc.constantFrom('a', 'b'), via, query: query(deep - 1) }, ['as', 'via', 'query']), {
          maxLength: 2,
        }),
      }),
      ...(deep === 4 && { more: fc.constant(1) }),
    },
    deep === 0 ? ['kind'] : ['kind', 'join'],
  );

describe('a query that a stranger asks', () => {
  it('passes the plain check and the schema alike, or neither', () => {
    let good = 0;
    fc.assert(
      fc.property(fc.nat(4).chain(query), (asked) => {
        const fault = queryFault(asked);
        expect(fault === undefined, fault ?? 'the plain check takes it').to.equal(Query.safeParse(asked).success);
        if (fault === undefined) good += 1;
      }),
      seeds(4000),
    );
    // In 198 and more of 4,000 runs: that chance leaves no more than 100 is less likely than 1e-12.
    expect(good).to.be.above(100);
  });

  it('does so for a city with kinds of its own, in joins too', () => {
    const known = { ...kinds, 'acme:lift': { ...task, name: 'acme:lift' } };
    const schema = querySchema(known);
    let own = 0;
    fc.assert(
      fc.property(fc.nat(3).chain(query), (asked) => {
        const fault = queryFault(asked, known);
        expect(fault === undefined, fault ?? 'the plain check takes it').to.equal(schema.safeParse(asked).success);
        if (fault === undefined && JSON.stringify(asked).includes('acme:lift')) own += 1;
      }),
      seeds(2000),
    );
    // In 113 and more of 2,000 runs: that chance leaves no more than 20 is far less likely than 1e-9.
    expect(own).to.be.above(20);
    expect(Query.safeParse({ kind: 'acme:lift' }).success).to.equal(false);
    expect(schema.safeParse({ kind: 'memory' }).success).to.equal(false);
  });
});
