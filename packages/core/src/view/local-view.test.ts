import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../model/change.js';
import { entityId } from '../model/id.js';
import { feedExample } from '../model/feed.schema.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView } from './local-view.js';
import type { Delta, LocalView } from './view.js';
import { seeds } from '../testing/seeds.js';

const place = entityId('place', 'registry', '450103');

function setUp(): { view: LocalView; make: ReturnType<typeof createEntries>; apply(...batch: Entry[]): void } {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  return { view, make, apply: (...batch) => view.apply(batch, make.at(0)) };
}

function follow(view: LocalView, query: Parameters<LocalView['select']>[0]): Delta[] {
  const deltas: Delta[] = [];
  view.select(query).subscribe((delta) => deltas.push(delta));
  return deltas;
}

describe('local view', () => {
  it('answers at once with the whole result, then with what changes', () => {
    const { view, make, apply } = setUp();
    const deltas = follow(view, { kind: 'place' });
    apply(make.put(place, { name: '青秀区', scheme: 'division', code: '450103' }));
    apply(make.gone(place));
    expect(deltas.map(({ reset, put, removed }) => [reset, put.length, removed.length])).to.deep.equal([
      [true, 0, 0],
      [false, 1, 0],
      [false, 0, 1],
    ]);
  });

  it('shows an alarm of an unregistered address at once, and gives it its position when the register comes', () => {
    const { view, make, apply } = setUp();
    const [alarm, value] = fireAlarm('889-1');
    apply(make.put(alarm, value));
    expect(view.get(alarm)?.derived).to.deep.include({ level: 'ungraded', state: 'received' });
    expect(view.get(alarm)?.derived['position']).to.equal(undefined);
    apply(make.put(...detector('889-1', { name: '3 栋', position: [108.35, 22.82], place })));
    expect(view.get(alarm)?.derived['position']).to.deep.equal([108.35, 22.82]);
    apply(make.put(place, { name: '新竹', scheme: 'division' }));
    expect(view.get(alarm)?.derived).to.deep.include({ deviceName: '3 栋', placeName: '新竹' });
    expect(view.get(detector('889-1')[0])?.derived['alarms']).to.equal(1);
  });

  it('derives acknowledgement from the event, naming the first who saw it', () => {
    const { view, make, apply } = setUp();
    const [alarm, value] = fireAlarm('889-1');
    apply(make.put(alarm, value));
    apply(make.put(entityId('acknowledgement', 'city', 'b'), { of: alarm, masked: '黄**' }, { atS: 9 }));
    apply(make.put(entityId('acknowledgement', 'city', 'a'), { of: alarm, masked: '李*' }, { atS: 5 }));
    expect(view.get(alarm)?.derived['acknowledged']).to.deep.equal({ at: make.at(5), masked: '李*' });
  });

  it('a periodic device may miss one beat, not two; an event device is as fresh as the feed that hears it', () => {
    const { view, make, apply } = setUp();
    const [gauge, gaugeValue] = detector('gauge', { contract: { by: 'periodic', everyS: 60 } });
    const [smoke, smokeValue] = detector('smoke');
    const level = { device: gauge, quantity: 'level', value: 1, quality: 'good' };
    apply(make.put(gauge, gaugeValue), make.put(smoke, smokeValue));
    expect([view.get(gauge)?.fresh.state, view.get(smoke)?.fresh.state]).to.deep.equal(['unknown', 'unknown']);
    apply(make.put(entityId('observation', 'wire', '1'), level));
    const health = entityId('feed', 'city', 'fire');
    apply(make.put(health, { ...feedExample, state: 'live', hears: ['registry'] }));
    expect([view.get(gauge)?.fresh.state, view.get(smoke)?.fresh.state]).to.deep.equal(['live', 'live']);
    view.advance(make.at(119));
    expect(view.get(gauge)?.fresh.state).to.equal('live');
    const deltas = follow(view, { kind: 'device', where: [{ field: 'fresh.state', op: 'eq', value: 'stale' }] });
    view.advance(make.at(120));
    expect(deltas.at(-1)?.put.map(({ id }) => id)).to.deep.equal([gauge]);
    apply(make.put(health, { ...feedExample, state: 'stale', hears: ['registry'] }));
    expect(view.get(smoke)?.fresh.state).to.equal('stale');
  });

  it('a device that states no contract is unknown: nobody can judge its silence, nor the age of what it told', () => {
    const { view, make, apply } = setUp();
    const [gauge, gaugeValue] = detector('gauge', { contract: undefined });
    const states = (): unknown => [gauge, entityId('observation', 'wire', '1')].map((id) => view.get(id)?.fresh);
    apply(
      make.put(gauge, gaugeValue),
      make.put(entityId('feed', 'city', 'wire'), { ...feedExample, state: 'live', hears: ['registry'] }),
    );
    expect(states(), 'never heard, by a feed that is').to.deep.equal([{ state: 'unknown' }, undefined]);
    const level = { device: gauge, quantity: 'water-level', value: 1, quality: 'good' };
    apply(make.put(entityId('observation', 'wire', '1'), level));
    const heard = { state: 'unknown', since: make.at(0) };
    expect(states(), 'heard, and nobody knows when it should be again').to.deep.equal([heard, heard]);
    apply(make.put(gauge, { ...gaugeValue, contract: { by: 'event' } }, { atS: 1 }));
    expect(states(), 'once it states one').to.deep.equal([
      { state: 'live', since: make.at(0) },
      { state: 'live', since: make.at(0) },
    ]);
  });

  it('a feed of a drill carries the word of what is of this drill, and keeps nothing real fresh', () => {
    const { view, make, apply } = setUp();
    const [real, value] = detector('real');
    const [played] = detector('played');
    const [other] = detector('other');
    const hears = (native: string, state: string, more: object = {}): Entry =>
      make.put(entityId('feed', 'city', native), { ...feedExample, state, hears: ['registry'], ...more });
    const states = (): unknown => [real, played, other].map((id) => view.get(id)?.fresh.state);
    apply(
      make.put(real, value),
      make.put(played, value, { exercise: 'drill-1' }),
      make.put(other, value, { exercise: 'drill-2' }),
      hears('stage', 'live', { exercise: 'drill-1' }),
    );
    expect(states()).to.deep.equal(['unknown', 'live', 'unknown']);
    apply(hears('fire', 'live'));
    expect(states()).to.deep.equal(['live', 'live', 'unknown']);
    apply(hears('stage', 'stale', { exercise: 'drill-1' }));
    expect(states(), 'nor stale').to.deep.equal(['live', 'stale', 'unknown']);
    apply(hears('fire', 'live', { exercise: 'drill-2' }));
    expect(states(), 'once it is of another drill').to.deep.equal(['unknown', 'stale', 'live']);
  });

  it('joins an area code to its place, and a city code to its districts', () => {
    const { view, make, apply } = setUp();
    const warn = (native: string, code: string): Entry =>
      make.put(entityId('warning', 'cap', native), {
        ...warningExample,
        native,
        tellings: [{ language: 'zh-CN', event: '暴雨', areas: [{ name: '', codes: [{ scheme: 'CN-GB2260', code }] }] }],
      });
    apply(warn('1', '450103000000'), warn('2', '450100'));
    apply(make.put(place, { name: '青秀区', scheme: 'division', code: '450103' }));
    expect(view.get(entityId('warning', 'cap', '1'))?.derived['places']).to.deep.equal([place]);
    expect(view.get(entityId('warning', 'cap', '2'))?.derived['places']).to.deep.equal([place]);
  });

  it('an expiry falls due by the clock alone', () => {
    const { view, make, apply } = setUp();
    const id = entityId('warning', 'cap', '1');
    apply(make.put(id, { ...warningExample, expires: make.at(60) }));
    expect(view.get(id)?.derived).to.deep.include({ state: 'in-force', level: 'orange', rank: 1 });
    view.advance(make.at(60));
    expect(view.get(id)?.derived['state']).to.equal('expired');
  });

  it('a query nobody subscribed to costs nothing, and one that ended is let go', () => {
    const { view, make, apply } = setUp();
    let count = 0;
    const subscription = view.select({ kind: 'place' }).subscribe(() => (count += 1));
    subscription.unsubscribe();
    apply(make.put(place, { name: '青秀区', scheme: 'division' }));
    expect(count).to.equal(1);
  });

  it('who asks anew while being told is answered once, and rightly from then on', () => {
    const { view, make, apply } = setUp();
    const query = { kind: 'place', sort: [{ field: 'name', dir: 'asc' as const }], top: 2 };
    const late: Delta[] = [];
    let asked = false;
    view.select({ kind: 'place' }).subscribe(({ reset }) => {
      if (reset || asked) return;
      asked = true;
      view.select(query).subscribe((delta) => late.push(delta));
    });
    const named = (native: string, name: string): Entry =>
      make.put(entityId('place', 'registry', native), { name, scheme: 'zone' });
    apply(named('a', '1'), named('b', '2'), named('c', '3'));
    expect(late).to.have.length(1);
    apply(named('b', '4'));
    const seen = new Map(late.flatMap(({ put }) => put).map((row) => [row.id, row]));
    for (const id of late.flatMap(({ removed }) => removed)) seen.delete(id);
    expect([...seen.keys()].sort()).to.deep.equal(view.find(query).map(({ id }) => id));
  });

  it('top keeps the first by the order asked for', () => {
    const { view, make, apply } = setUp();
    const deltas = follow(view, { kind: 'place', sort: [{ field: 'name', dir: 'asc' }], top: 2 });
    for (const name of ['甲', '乙', '丙'])
      apply(make.put(entityId('place', 'registry', name), { name, scheme: 'zone' }));
    const last = deltas.at(-1)!;
    expect([last.put.map(({ value }) => value['name']), last.removed.length]).to.deep.equal([['丙'], 1]);
    expect(
      view.find({ kind: 'place', sort: [{ field: 'name', dir: 'asc' }], top: 2 }).map(({ value }) => value['name']),
    ).to.deep.equal(['丙', '乙']);
  });

  it('what the deltas add up to is what a fresh question gives, for any run of changes', () => {
    const step = fc.record({ n: fc.nat(5), name: fc.constantFrom('甲', '乙', '丙'), gone: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        (steps, top) => {
          const { view, make, apply } = setUp();
          const query = {
            kind: 'place',
            where: [{ field: 'name', op: 'ne' as const, value: '丙' }],
            ...(top === undefined ? {} : { top }),
          };
          const seen = new Map<string, unknown>();
          view.select(query).subscribe(({ put, removed }) => {
            for (const row of put) seen.set(row.id, row);
            for (const id of removed) seen.delete(id);
          });
          for (const { n, name, gone } of steps) {
            const id = entityId('place', 'registry', String(n));
            apply(gone ? make.gone(id) : make.put(id, { name, scheme: 'zone' }));
          }
          const now = view.find(query);
          expect([...seen.keys()].sort()).to.deep.equal(now.map(({ id }) => id as string).sort());
          for (const row of now) expect(seen.get(row.id)).to.equal(row);
        },
      ),
      seeds(),
    );
  });
});
