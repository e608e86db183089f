import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { metresBetween, positionOf } from './area.js';
import { createLocalView } from './local-view.js';
import type { LonLat, Query } from './query.js';
import type { Delta, Group, LocalView, Row } from './view.js';
import { seeds } from '../testing/seeds.js';

const place = (code: string): EntityId => entityId('place', 'registry', code);
const incident = (n: number): EntityId => entityId('incident', 'city', String(n));

function setUp(): { view: LocalView; make: ReturnType<typeof createEntries>; apply(...batch: Entry[]): void } {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  return { view, make, apply: (...batch) => view.apply(batch, make.at(0)) };
}

/** What the Deltas of a query add up to. */
function following(
  view: LocalView,
  query: Query,
): { rows: Map<string, Row>; groups: Map<string, Group>; deltas: Delta[] } {
  const sum = { rows: new Map<string, Row>(), groups: new Map<string, Group>(), deltas: [] as Delta[] };
  view.select(query).subscribe((delta) => {
    sum.deltas.push(delta);
    for (const row of delta.put) sum.rows.set(row.id, row);
    for (const id of delta.removed) sum.rows.delete(id);
    for (const group of delta.groups ?? [])
      if (group.count === 0) sum.groups.delete(JSON.stringify(group.key));
      else sum.groups.set(JSON.stringify(group.key), group);
  });
  return sum;
}

const ids = (rows: Iterable<Row>): string[] => [...rows].map(({ id }) => id).sort();

describe('queries', () => {
  it('counts no drill among what is real, unless it is asked about', () => {
    const { view, make, apply } = setUp();
    const drill = { ...make.put(...fireAlarm('2')), exercise: '2026-06' };
    const [named, alarm] = fireAlarm('3');
    apply(
      make.put(...fireAlarm('1')),
      drill,
      make.put(named, { ...alarm, title: 'exercise', extra: { 'exercise:n': 1 } }),
    );
    const counted = (query: Partial<Query>): unknown =>
      [...following(view, { kind: 'report', group: { by: [] }, ...query }).groups.values()].map(({ key, count }) => [
        ...key,
        count,
      ]);
    const test = (field: string, op: 'eq' | 'ne', value: string) => ({ where: [{ field, op, value }] });
    expect(counted({})).to.deep.equal([[2]]);
    expect(counted(test('exercise', 'eq', '2026-06'))).to.deep.equal([[1]]);
    expect(counted(test('exercise', 'ne', 'another'))).to.deep.equal([[3]]);
    expect(counted({ group: { by: ['exercise'] } })).to.have.deep.members([
      [null, 2],
      ['2026-06', 1],
    ]);
    // The word alone, in a value or in the name of something else, does not ask about drills.
    expect(counted(test('title', 'ne', 'exercise'))).to.deep.equal([[1]]);
    expect(counted(test('title', 'eq', 'exercise'))).to.deep.equal([[1]]);
    expect(
      counted({ where: [{ field: 'title', op: 'in', value: ['exercise', '"exercise"', '感烟火灾探测器火警'] }] }),
    ).to.deep.equal([[2]]);
    expect(counted(test('extra.exercise', 'ne', 'x'))).to.deep.equal([[2]]);
    expect(counted({ group: { by: ['extra.exercise:n'], worst: 'exercise' } })).to.have.deep.members([
      [null, 1],
      [1, 1],
    ]);
  });

  it('what began in which hour is counted, whatever offset its time was told in, and moves with it', () => {
    const { view, make, apply } = setUp();
    const [id, value] = fireAlarm('1');
    apply(make.put(id, value), make.put(...fireAlarm('2')));
    const hour = Math.floor(Date.parse(view.get(id)!.at) / 3_600_000);
    const { groups } = following(view, { kind: 'report', group: { by: ['at.hour'] } });
    const counted = (): unknown => [...groups.values()].map(({ key, count }) => [...key, count]);
    expect(counted()).to.deep.equal([[hour, 2]]);
    const later = new Date((hour + 3) * 3_600_000 + 1).toISOString().replace('Z', '+00:00');
    apply({ ...make.put(id, { ...value, title: '又' }), at: later as Entry['at'] });
    expect(counted()).to.have.deep.members([
      [hour, 1],
      [hour + 3, 1],
    ]);
  });

  it('a division holds what stands in it by any way of being placed, and the warnings for it', () => {
    const { view, make, apply } = setUp();
    apply(
      make.put(place('450103'), { name: '青秀区', scheme: 'division', code: '450103' }),
      make.put(place('450105'), { name: '江南区', scheme: 'division', code: '450105' }),
      make.put(place('yard'), { name: '翠湖小区', scheme: 'compound', parents: [place('450103')] }),
      make.put(...detector('1', { place: place('yard') })),
      make.put(...detector('2', { place: place('450105') })),
      make.put(...detector('3')),
      make.put(...fireAlarm('1')),
      ...['450100', '450103', '450105'].map((code) =>
        make.put(entityId('warning', 'cap', code), {
          ...warningExample,
          native: code,
          tellings: [
            { language: 'zh-CN', event: '暴雨', areas: [{ name: '', codes: [{ scheme: 'CN-GB2260', code }] }] },
          ],
        }),
      ),
    );
    const asked = (kind: string, division: string): string[] => ids(view.find({ kind, division }));
    expect(asked('place', '450103')).to.deep.equal([place('450103'), place('yard')].sort());
    expect(asked('device', '450103')).to.deep.equal([detector('1')[0]]);
    expect(asked('report', '450103000000')).to.deep.equal([fireAlarm('1')[0]]);
    expect(asked('device', '450100')).to.deep.equal([detector('1')[0], detector('2')[0]]);
    expect(asked('warning', '450103')).to.deep.equal(['warning/cap/450100', 'warning/cap/450103']);
    expect(asked('warning', '4501')).to.have.length(3);
  });

  it('an incident shows its reports and their devices, and follows each of them', () => {
    const { view, make, apply } = setUp();
    const query: Query = {
      kind: 'incident',
      join: [
        {
          as: 'reports',
          via: { link: 'tells', at: 'to' },
          query: { kind: 'report', join: [{ as: 'devices', via: { field: 'device' }, query: { kind: 'device' } }] },
        },
      ],
    };
    const { rows, deltas } = following(view, query);
    const devices = (): unknown[] =>
      (rows.get(incident(1))?.joined?.['reports'] ?? []).map((report) =>
        (report.joined?.['devices'] ?? []).map(({ value }) => value['name']),
      );
    const tells = { from: fireAlarm('1')[0], to: incident(1), role: 'tells', reasons: [] };
    apply(make.put(incident(1), { state: 'confirmed', title: '火警' }));
    apply(make.put(entityId('link', 'city', '1'), tells));
    expect(devices()).to.deep.equal([]);
    apply(make.put(...fireAlarm('1')));
    expect(devices()).to.deep.equal([[]]);
    apply(make.put(...detector('1', { name: '3 栋' })));
    expect(devices()).to.deep.equal([['3 栋']]);
    apply(make.put(...detector('1', { name: '4 栋' })));
    expect(devices()).to.deep.equal([['4 栋']]);
    const before = deltas.length;
    apply(make.put(...detector('2', { name: '旁人' })));
    expect(deltas.length, 'what stands in no tree is told nobody').to.equal(before);
    apply(make.put(entityId('link', 'city', '2'), { ...tells, undoes: entityId('link', 'city', '1') }));
    expect(devices()).to.deep.equal([]);
    expect(view.answer(query).put).to.deep.equal([...rows.values()]);
  });

  it('a place shows what stands in it', () => {
    const { view, make, apply } = setUp();
    const query: Query = {
      kind: 'place',
      join: [
        {
          as: 'devices',
          via: { namedBy: 'place' },
          query: { kind: 'device', sort: [{ field: 'native', dir: 'desc' }], top: 2 },
        },
      ],
    };
    const { rows } = following(view, query);
    apply(make.put(place('450103'), { name: '青秀区', scheme: 'division' }));
    for (const native of ['1', '3', '2']) apply(make.put(...detector(native, { place: place('450103') })));
    const shown = (): unknown[] =>
      (rows.get(place('450103'))?.joined?.['devices'] ?? []).map(({ value }) => value['native']);
    expect(shown()).to.deep.equal(['3', '2']);
    apply(make.gone(detector('3')[0]));
    expect(shown()).to.deep.equal(['2', '1']);
    apply(make.put(...detector('2', { place: place('450105') })));
    expect(shown()).to.deep.equal(['1']);
  });

  it('reads a joined question once, however many rows it is asked of', () => {
    const { view, make, apply } = setUp();
    let read = 0;
    const here = {
      get within() {
        read += 1;
        return { bbox: [108, 22, 109, 23] as const };
      },
    };
    const query: Query = {
      kind: 'place',
      join: [{ as: 'devices', via: { namedBy: 'place' }, query: { kind: 'device', where: [here] } }],
    };
    const { rows } = following(view, query);
    const once = read;
    const more = { place: place('450103'), position: [108.35, 22.82] };
    apply(make.put(place('450103'), { name: '青秀区', scheme: 'division' }));
    for (let n = 0; n < 20; n += 1) apply(make.put(...detector(String(n), more)));
    expect(rows.get(place('450103'))?.joined?.['devices']).to.have.length(20);
    expect(read).to.equal(once).and.be.greaterThan(0);
  });

  it('areas cross the antimeridian, polygons have holes, and what has no position is nowhere', () => {
    const { view, make, apply } = setUp();
    const at = (native: string, position?: LonLat): Entry => make.put(...detector(native, position && { position }));
    apply(at('east', [179.5, 10]), at('west', [-179.5, 10]), at('far', [0, 10]), at('none'));
    const within = (area: object): string[] =>
      view.find({ kind: 'device', where: [{ within: area as never }] }).map(({ value }) => String(value['native']));
    expect(within({ bbox: [179, 0, -179, 20] })).to.deep.equal(['east', 'west']);
    expect(within({ bbox: [-180, 0, 180, 20] })).to.deep.equal(['east', 'far', 'west']);
    const square = [
      [179, 0],
      [-179, 0],
      [-179, 20],
      [179, 20],
      [179, 0],
    ];
    expect(within({ polygon: [square] })).to.deep.equal(['east', 'west']);
    const hole = [
      [179.2, 5],
      [179.8, 5],
      [179.8, 15],
      [179.2, 15],
      [179.2, 5],
    ];
    expect(within({ polygon: [square, hole] })).to.deep.equal(['west']);
  });

  it('what the Deltas add up to is what a plain reading of all rows gives', () => {
    const step = fc.record({
      n: fc.nat(30),
      lon: fc.integer({ min: 1080, max: 1090 }),
      type: fc.constantFrom('smoke', 'heat', 'gas'),
      zone: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
      rank: fc.nat(4),
      gone: fc.nat(5).map((dice) => dice === 0),
    });
    const to: LonLat = [108.5, 22.8];
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 15 }),
        fc.integer({ min: 1, max: 5 }),
        (batches, k) => {
          const { view, make, apply } = setUp();
          const where = [{ field: 'type', op: 'ne' as const, value: 'gas' }];
          const few = following(view, {
            kind: 'device',
            where,
            sort: [{ field: 'extra.v:rank', dir: 'desc' }],
            top: k,
          });
          const near = following(view, { kind: 'device', where, nearest: { to, k } });
          const count = following(view, {
            kind: 'device',
            where,
            group: { by: ['type', 'zone'], worst: 'extra.v:rank' },
          });
          for (const batch of batches) {
            apply(
              ...batch.map(({ n, lon, type, zone, rank, gone }) =>
                gone
                  ? make.gone(detector(String(n))[0])
                  : make.put(
                      ...detector(String(n), { type, zone, position: [lon / 10, 22.8], extra: { 'v:rank': rank } }),
                    ),
              ),
            );
            const rows = view.find({ kind: 'device' }).filter(({ value }) => value['type'] !== 'gas');
            const rank = (row: Row): number => (row.value['extra'] as Record<string, number>)['v:rank']!;
            const far = (row: Row): number => metresBetween(to, positionOf(row)!);
            const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : 1);
            expect(ids(few.rows.values())).to.deep.equal(
              ids([...rows].sort((a, b) => rank(b) - rank(a) || byId(a, b)).slice(0, k)),
            );
            expect(ids(near.rows.values())).to.deep.equal(
              ids([...rows].sort((a, b) => far(a) - far(b) || byId(a, b)).slice(0, k)),
            );
            const groups = new Map<string, Group>();
            for (const row of rows) {
              const key = [String(row.value['type']), (row.value['zone'] as string | undefined) ?? null];
              const had = groups.get(JSON.stringify(key));
              groups.set(JSON.stringify(key), {
                key,
                count: (had?.count ?? 0) + 1,
                worst: Math.min(had?.worst ?? Infinity, rank(row)),
              });
            }
            expect(new Map([...count.groups].sort())).to.deep.equal(new Map([...groups].sort()));
          }
        },
      ),
      seeds(),
    );
  });

  it('a subscriber that changes the view while it is told mixes up nobody', () => {
    const { view, make, apply } = setUp();
    const name = (n: string): Entry => make.put(place('450103'), { name: n, scheme: 'division' });
    let once = true;
    view.select({ kind: 'place' }).subscribe(({ put }) => {
      if (put.length > 0 && once) {
        once = false;
        apply(name('乙'));
      }
    });
    const { rows, deltas } = following(view, { kind: 'place', sort: [{ field: 'name', dir: 'asc' }], top: 3 });
    apply(name('甲'));
    expect([...rows.values()].map(({ value }) => value['name'])).to.deep.equal(['乙']);
    expect(deltas.map(({ put }) => put.map(({ value }) => value['name']))).to.deep.equal([[], ['甲'], ['乙']]);
  });

  it('looks at no more rows than changed, for each query, and none for a query nobody asks', () => {
    const { view, make, apply } = setUp();
    let visits = 0;
    const seen = new Set<object>();
    /** A device whose type counts each row once that a query looks at. */
    const counted = (native: string): Entry => {
      const [id, value] = detector(native, { zone: '1' });
      const here = { ...value };
      Object.defineProperty(here, 'type', {
        enumerable: true,
        get() {
          if (!seen.has(here)) visits += 1;
          seen.add(here);
          return 'smoke-detector';
        },
      });
      return make.put(id, here);
    };
    const all = Array.from({ length: 5000 }, (_, n) => counted(String(n)));
    apply(...all);
    const where = [{ field: 'type', op: 'eq' as const, value: 'smoke-detector' }];
    const queries: Query[] = [
      { kind: 'device', where },
      { kind: 'device', where, sort: [{ field: 'native', dir: 'asc' }], top: 10 },
      { kind: 'device', where, group: { by: ['zone'] } },
    ];
    const unasked = queries.map((query) => view.select(query).subscribe());
    for (const subscription of unasked) subscription.unsubscribe();
    visits = 0;
    seen.clear();
    apply(counted('17'));
    expect(visits, 'nobody asks').to.equal(0);
    const deltas = queries.map((query) => following(view, query).deltas);
    visits = 0;
    seen.clear();
    apply(...Array.from({ length: 50 }, (_, n) => counted(String(n * 7))));
    // The row that was and the row that is, each counted once for all queries.
    expect(visits).to.be.at.most(2 * 50);
    expect(deltas.map((told) => told.length)).to.deep.equal([2, 2, 1]);
  });
});
