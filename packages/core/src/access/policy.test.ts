import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import { hostOnly, kinds } from '../model/kinds.js';
import { toInstant } from '../model/time.js';
import type { Row } from '../view/view.js';
import type { Position } from '../model/change.js';
import { asSeen, audienceKey, maySee, tierOf, type Belongs, type Sight } from './policy.js';
import { groupOf, groups } from './reach.js';
import { roles, type Role } from './roles.js';
import { isAtLeast, type Tier } from './tier.js';
import { seeds } from '../testing/seeds.js';

const RUNS = seeds();
const allRoles = Object.keys(roles) as Role[];
const kindNames = [...groups.keys(), 'memory', 'vendor-kind'];
const incidents = ['1', '2', '3'].map((n) => entityId('incident', 'city', n));
const organizations = ['a', 'b'].map((n) => entityId('organization', 'registry', n));
const codes = ['45', '4501', '450103', '450103000000', '450103001', '450103001005', '450102', '450102001001', '46'];

const role = fc.constantFrom(...allRoles);
const tier = fc.constantFrom<Tier>('view', 'assist', 'lead');
const sight = fc.record({
  roles: fc.uniqueArray(role, { maxLength: 3 }),
  scope: fc.uniqueArray(fc.constantFrom(...codes, ...organizations), { maxLength: 3 }),
  tiers: fc.dictionary(fc.constantFrom(...incidents), tier) as fc.Arbitrary<Sight['tiers']>,
});
const belongs: fc.Arbitrary<Belongs> = fc.record(
  {
    divisions: fc.uniqueArray(fc.constantFrom(...codes), { maxLength: 2 }),
    organizations: fc.uniqueArray(fc.constantFrom<string>(...organizations), { maxLength: 2 }),
    incidents: fc.uniqueArray(fc.constantFrom<string>(...incidents), { maxLength: 2 }),
    area: fc.constant({ id: entityId('place', 'registry', 'c'), name: '新竹社区' }),
    group: fc.constantFrom(...new Set(groups.values())),
  },
  { requiredKeys: ['divisions', 'organizations', 'incidents'] },
);
/** Degrees with so many digits that they are found again wherever they went. */
const degrees = (most: number) =>
  fc.integer({ min: -most * 1e7 + 1, max: most * 1e7 - 1 }).map((n) => (n * 1000 + 123) / 1e10);
const row: fc.Arbitrary<Row> = fc
  .record({
    kind: fc.constantFrom(...kindNames),
    lon: degrees(180),
    lat: degrees(90),
    accuracyM: fc.nat(500).map((n) => n + 0.123456789),
  })
  .map(({ kind, lon, lat, accuracyM }) => {
    const secret = `CANARY 3 栋 1 层`;
    return {
      id: entityId(kind, 'x', '1'),
      kind,
      value: {
        position: [lon, lat],
        accuracyM,
        title: kind === 'feed' ? '气象预警' : secret,
        address: secret,
        place: secret,
        device: secret,
        name: secret,
        'next-year': secret,
        extra: { 'v:a': secret },
        state: 'open',
      },
      derived: {
        position: [lon, lat],
        placeName: secret,
        deviceName: secret,
        acknowledged: { masked: secret },
        state: 'open',
        rank: 1,
      },
      at: toInstant(0),
      recordedAt: toInstant(0),
      basis: 'stated',
      source: 'x',
      by: 'CANARY',
      position: 1 as Position,
      fresh: { state: 'live' },
    };
  });

function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object') for (const part of Object.values(Object.freeze(value))) freeze(part);
  return value;
}
const notLess = (more: Tier | undefined, less: Tier | undefined): boolean =>
  less === undefined || (more !== undefined && isAtLeast(more, less));

describe('who sees what', () => {
  it('classes every kind there is', () => {
    for (const name of Object.keys(kinds)) expect(groups.has(name) !== hostOnly.has(name), name).to.equal(true);
  });

  it('is the same for the same audience, whatever the order, and changes nothing it is given', () =>
    fc.assert(
      fc.property(sight, row, belongs, (who, what, where) => {
        const turned = { ...who, roles: [...who.roles].reverse(), scope: [...who.scope, ...who.scope].reverse() };
        freeze([who, what, where]);
        expect(audienceKey(turned)).to.equal(audienceKey(who));
        expect(asSeen(turned, what, where)).to.deep.equal(asSeen(who, what, where));
        expect(maySee(who, what, where)).to.equal(tierOf(who, what, where) !== undefined);
      }),
      RUNS,
    ));

  it('differs in key where roles, scope or tiers differ', () =>
    fc.assert(
      fc.property(sight, sight, (a, b) => {
        const same = (x: readonly string[], y: readonly string[]): boolean =>
          x.length === y.length && x.every((one) => y.includes(one));
        const equal =
          same(a.roles, b.roles) && same(a.scope, b.scope) && incidents.every((id) => a.tiers[id] === b.tiers[id]);
        return (audienceKey(a) === audienceKey(b)) === equal;
      }),
      RUNS,
    ));

  it('grows with a role, with a scope that grows, and with a tier', () =>
    fc.assert(
      fc.property(
        sight,
        row,
        belongs,
        role,
        fc.constantFrom(...codes, ...organizations),
        fc.constantFrom(...incidents),
        (who, what, where, one, word, id) => {
          const now = tierOf(who, what, where);
          expect(notLess(tierOf({ ...who, roles: [...who.roles, one] }, what, where), now), 'a role').to.equal(true);
          if (who.scope.length > 0)
            expect(notLess(tierOf({ ...who, scope: [...who.scope, word] }, what, where), now), 'scope').to.equal(true);
          // The whole city is every division, not every organization.
          const divisionsOnly = where.organizations.length === 0;
          if (divisionsOnly)
            expect(notLess(tierOf({ ...who, scope: [] }, what, where), now), 'the city').to.equal(true);
          expect(
            notLess(tierOf({ ...who, tiers: { ...who.tiers, [id]: 'lead' } }, what, where), now),
            'a tier',
          ).to.equal(true);
        },
      ),
      RUNS,
    ));

  it('is nothing of what stays inside, nothing without a role, and nothing of a kind of no group but for the desk', () =>
    fc.assert(
      fc.property(sight, row, belongs, (who, what, where) => {
        expect(asSeen({ ...who, roles: [] }, what, where)).to.equal(undefined);
        if (what.kind === 'memory') expect(asSeen(who, what, where)).to.equal(undefined);
        if (
          what.kind === 'vendor-kind' &&
          where.group === undefined &&
          !who.roles.some((one) => one === 'duty-desk' || one === 'commander')
        )
          expect(asSeen(who, what, where)).to.equal(undefined);
      }),
      RUNS,
    ));

  it('is of a host’s own kind what it is of ours of the group that it states; of ours a host states nothing', () =>
    fc.assert(
      fc.property(sight, row, belongs, fc.constantFrom(...groups.keys()), (who, what, where, ours) => {
        const group = groups.get(ours)!;
        const as = (kind: string): Row => ({ ...what, kind });
        const { group: _, ...unstated } = where;
        expect(tierOf(who, as('acme:lift'), { ...where, group })).to.equal(tierOf(who, as(ours), unstated));
        expect(asSeen(who, as(ours), where)).to.deep.equal(asSeen(who, as(ours), unstated));
      }),
      RUNS,
    ));

  it('is seen as before by who saw it when its kind stated no group', () =>
    fc.assert(
      fc.property(sight, row, belongs, (who, what, where) => {
        const { group: _, ...unstated } = where;
        const own = { ...what, kind: 'acme:lift' };
        expect(notLess(tierOf(who, own, where), tierOf(who, own, unstated))).to.equal(true);
      }),
      RUNS,
    ));

  it('gives view no exact place, no address, no name and no field that nobody thought of', () =>
    fc.assert(
      fc.property(sight, row, belongs, (who, what, where) => {
        const group = groupOf(what.kind, where.group);
        if (tierOf(who, what, where) !== 'view' || group === 'site' || (group === 'open' && what.kind !== 'feed'))
          return;
        const seen = asSeen(who, what, where);
        if (group === 'people') expect(seen).to.equal(undefined);
        const text = JSON.stringify(seen ?? {});
        expect(text).to.not.include('CANARY');
        const [lon, lat] = what.value['position'] as [number, number];
        for (const exact of [lon, lat, what.value['accuracyM'] as number]) expect(text).to.not.include(String(exact));
      }),
      RUNS,
    ));

  it('gives a coarse position within what its accuracy says, the same for the whole cell', () =>
    fc.assert(
      fc.property(row, degrees(0.004), degrees(0.004), (what, east, north) => {
        const who: Sight = { roles: ['auditor'], scope: [], tiers: {} };
        const nowhere = { divisions: [], organizations: [], incidents: [] };
        const report = (lon: number, lat: number): Row => ({
          ...what,
          kind: 'report',
          value: { ...what.value, position: [lon, lat] },
        });
        const [lon, lat] = what.value['position'] as [number, number];
        const seen = asSeen(who, report(lon, lat), nowhere)!.value as { position: [number, number]; accuracyM: number };
        const metres = Math.hypot(
          (seen.position[0] - lon) * 111_320 * Math.cos((lat * Math.PI) / 180),
          (seen.position[1] - lat) * 110_574,
        );
        expect(metres + (what.value['accuracyM'] as number)).to.be.at.most(seen.accuracyM);
        const [x, y] = seen.position;
        expect((asSeen(who, report(x + east, y + north), nowhere)!.value as typeof seen).position).to.deep.equal([
          x,
          y,
        ]);
      }),
      RUNS,
    ));

  const at = (...divisions: string[]): Belongs => ({ divisions, organizations: [], incidents: [] });
  const one = (kind: string): Row => ({
    ...fc.sample(row, { numRuns: 1, seed: 1 })[0]!,
    kind,
    id: entityId(kind, 'x', '1'),
  });
  const of = (held: Role[], scope: string[] = [], shared: Sight['tiers'] = {}): Sight => ({
    roles: held,
    scope,
    tiers: shared,
  });
  const table: readonly (readonly [who: Sight, kind: string, where: Belongs, tier: Tier | undefined])[] = [
    [of(['resident']), 'warning', at(), 'view'],
    [of(['resident']), 'report', at('450103'), undefined],
    [of(['resident'], [], { [incidents[0]!]: 'lead' }), 'incident', { ...at(), incidents }, undefined],
    [of(['grid-worker'], ['450103001']), 'report', at('450103001005'), 'assist'],
    [of(['grid-worker'], ['450103001']), 'report', at('450103002001'), undefined],
    [of(['grid-worker'], ['450103001']), 'report', at(), undefined],
    [of(['duty-desk'], ['450103001']), 'report', at(), 'lead'],
    [of(['community'], ['450103001005']), 'incident', at('4501'), 'assist'],
    [of(['community'], ['450103001005']), 'device', at('4501'), undefined],
    [of(['community'], ['450103001005']), 'incident', at('4502'), undefined],
    [of(['unit']), 'report', at('450103'), undefined],
    [of(['unit'], ['450103']), 'report', at('450103'), undefined],
    [of(['unit'], [organizations[0]!]), 'task', { ...at('46'), organizations: [organizations[0]!] }, 'assist'],
    [of(['unit'], [organizations[0]!]), 'task', { ...at('46'), organizations: [organizations[1]!] }, undefined],
    [
      of(['unit'], [organizations[0]!], { [incidents[0]!]: 'view' }),
      'report',
      { ...at('46'), incidents: [incidents[0]!] },
      'view',
    ],
    [
      of(['unit'], [organizations[0]!], { [incidents[1]!]: 'view' }),
      'report',
      { ...at('46'), incidents: [incidents[0]!] },
      undefined,
    ],
    [
      of(['unit'], [organizations[0]!], { [incidents[0]!]: 'lead' }),
      'device',
      { ...at('46'), incidents: [incidents[0]!] },
      undefined,
    ],
    [of(['vendor'], [organizations[0]!]), 'device', { ...at(), organizations: [organizations[0]!] }, 'view'],
    [of(['vendor']), 'device', at('450103'), undefined],
    [of(['vendor']), 'feed', at(), 'view'],
    [of(['auditor']), 'incident', at('450103'), 'view'],
    [of(['commander']), 'vendor-kind', at('450103'), 'lead'],
    [of(['grid-worker'], ['450103001']), 'vendor-kind', at('450103001005'), undefined],
    [of(['grid-worker'], ['450103001']), 'vendor-kind', { ...at('450103001005'), group: 'site' }, 'assist'],
    [of(['grid-worker'], ['450103001']), 'vendor-kind', { ...at('450103002001'), group: 'site' }, undefined],
    [of(['grid-worker'], ['450103001']), 'vendor-kind', { ...at('450103001005'), group: 'people' }, undefined],
    [of(['resident']), 'vendor-kind', { ...at(), group: 'open' }, 'view'],
    [of(['auditor']), 'vendor-kind', { ...at('450103'), group: 'event' }, 'view'],
  ];
  for (const [who, kind, where, expected] of table)
    it(`gives ${who.roles.join()} of ${who.scope.join() || 'the city'} ${expected ?? 'nothing'} of a ${kind} at ${where.divisions.join() || 'no known place'}${where.organizations.length + where.incidents.length > 0 ? ', belonging' : ''}`, () =>
      expect(tierOf(who, one(kind), where)).to.equal(expected));
});

describe('tiers of incidents', () => {
  it('are looked up by the incident alone, not by what every object has', () => {
    const who: Sight = { roles: ['unit'], scope: ['organization/a/b'], tiers: {} };
    const where = { divisions: [], organizations: [], incidents: ['constructor', '__proto__'] };
    expect(tierOf(who, { kind: 'report' }, where)).to.equal(undefined);
    expect(audienceKey({ ...who, tiers: { ['incident/city/1' as EntityId]: 'view' } })).to.include('incident/city/1');
  });
});

describe('a device that observes the same as another', () => {
  const shown = { temperature: { device: 'device/other/1', value: 71, others: [] } };
  const device = {
    id: 'device/own/1',
    kind: 'device',
    value: {},
    derived: { shown, states: ['fire'] },
  } as unknown as Row;
  const where: Belongs = { divisions: ['450103'], organizations: ['organization/a/b'], incidents: [] };
  const derived = (held: Role, scope: string): unknown =>
    asSeen({ roles: [held], scope: [scope], tiers: {} }, device, where)?.derived;

  it('does not tell its vendor what the other one tells', () => {
    expect(derived('vendor', 'organization/a/b')).to.deep.equal({ states: ['fire'] });
    expect(derived('community', '450103')).to.deep.equal({ states: ['fire'], shown });
  });
});
