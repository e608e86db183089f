import { expect } from 'chai';
import fc from 'fast-check';
import type { Change, Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import { toInstant, type Instant } from '../model/time.js';
import { findingExample } from '../model/finding.schema.js';
import { riskSourceExample } from '../model/risk-source.schema.js';
import { stockExample } from '../model/stock.schema.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView } from './local-view.js';
import type { LocalView } from './view.js';
import { seeds } from '../testing/seeds.js';

const START = Date.parse('2026-06-12T16:00:00+08:00');
const NOW = toInstant(START + 3_600_000);

/** What a reader sees; where it stands in this log and when it was written there is no part of the state. */
function picture(view: LocalView): unknown {
  return Object.keys(kinds).flatMap((kind) =>
    view.find({ kind }).map(({ position: _, recordedAt: __, ...seen }) => seen),
  );
}

function show(changes: readonly Change[], apart: boolean): unknown {
  const view = createLocalView({ now: NOW });
  const entries = changes.map((change, i): Entry => ({ ...change, position: (i + 1) as Position, recordedAt: NOW }));
  if (apart) for (const entry of entries) view.apply([entry], NOW);
  else view.apply(entries, NOW);
  return picture(view);
}

const device = detector('1')[0];
const report = (n: number): EntityId => fireAlarm(String(n))[0];
const warning = (n: number): EntityId => entityId('warning', 'cap', String(n));
const incident = (n: number): EntityId => entityId('incident', 'city', String(n));
const city = (kind: string, n: number): EntityId => entityId(kind, 'city', String(n));

const stock = entityId('stock', 'registry', 's');
const source = entityId('risk-source', 'registry', 'r');

const made = fc.oneof(
  fc.record({ name: fc.constantFrom('甲', '乙') }).map((value) => [entityId('place', 'registry', 'p'), value] as const),
  fc
    .constantFrom({ place: entityId('place', 'registry', 'p') }, { position: [108.35, 22.82] }, { zone: '1' })
    .map((more) => detector('1', more)),
  fc.nat(2).map((n) => [report(n), { ...fireAlarm('1')[1], native: String(n) }] as const),
  fc
    .tuple(fc.nat(3), fc.constantFrom('normal', 'fault'), fc.constantFrom('state', 'state', 'door'))
    .map(
      ([n, value, quantity]) =>
        [entityId('observation', 'fire', String(n)), { device, quantity, value: [value] }] as const,
    ),
  fc.nat(1).map((n) => [incident(n), { state: 'confirmed', title: '火警' }] as const),
  fc.tuple(fc.nat(3), fc.nat(2), fc.nat(1), fc.option(fc.nat(3))).map(
    ([n, from, to, undone]) =>
      [
        city('link', n),
        {
          from: report(from),
          to: incident(to),
          role: 'tells',
          reasons: [],
          ...(undone === null ? {} : { undoes: city('link', undone) }),
        },
      ] as const,
  ),
  fc
    .tuple(fc.nat(2), fc.nat(2), fc.constantFrom('accepted', 'rejected'))
    .map(([n, of, outcome]) => [city('triage', n), { of: report(of), outcome }] as const),
  fc.constantFrom('water', 'rice').map((item) => [stock, { ...stockExample, item }] as const),
  fc
    .tuple(fc.nat(3), fc.integer({ min: 1, max: 9 }), fc.constantFrom('in', 'out'))
    .map(([n, quantity, direction]) => [city('movement', n), { stock, sort: 'receive', direction, quantity }] as const),
  fc.nat(1).map((n) => [source, { ...riskSourceExample, devices: n === 0 ? [] : [device] }] as const),
  fc
    .tuple(fc.nat(2), fc.constantFrom('found', 'closed'))
    .map(([n, state]) => [city('finding', n), { ...findingExample, source, state }] as const),
  fc
    .tuple(fc.nat(2), fc.nat(2))
    .map(([n, of]) => [city('acknowledgement', n), { of: report(of), masked: `李${n}` }] as const),
  fc
    .tuple(fc.nat(3), fc.array(fc.nat(3), { maxLength: 2 }), fc.constantFrom('issue', 'update', 'lift', 'withdraw'))
    .map(([n, names, verb]) => [warning(n), { ...warningExample, verb, references: names.map(warning) }] as const),
);

const change = fc
  .tuple(
    made,
    fc.nat(2),
    fc.nat(1),
    fc.nat(9),
    fc.option(fc.constantFrom('drill', 'other'), { nil: undefined }),
    fc.nat(5),
  )
  .map(([[told, value], seq, epoch, minute, exercise, dice]): Change => {
    const [kind = '', source = ''] = told.split('/');
    const id = told as EntityId;
    const body: Change['body'] =
      dice === 0 && kinds[kind]!.law === 'register'
        ? { removed: true, reason: 'not-listed' }
        : { value: value as never };
    const at = toInstant(START + minute * 60_000);
    const order = [epoch, seq] as const;
    return { v: 1, kind, id, source, at, order, basis: 'stated', body, ...(exercise && { exercise }) };
  });

describe('same state', () => {
  it('the same set of Changes and the same now give the same state, in any order, with any repeats', () => {
    const twoWays = fc
      .array(change, { minLength: 1, maxLength: 14 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
          fc.boolean(),
        ),
      );
    fc.assert(
      fc.property(twoWays, ([list, again, apart]) => {
        expect(show(again, apart)).to.deep.equal(show(list, true));
      }),
      seeds(1500),
    );
  });

  it('an incident finds its place when the register comes after the alarms', () => {
    const make = createEntries();
    const view = createLocalView({ now: NOW });
    const tells = { from: report(1), to: incident(1), role: 'tells', reasons: [] };
    view.apply([make.put(...fireAlarm('1')), make.put(incident(1), { state: 'confirmed', title: '火警' })], NOW);
    view.apply([make.put(city('link', 1), tells)], NOW);
    view.apply([make.put(...detector('1', { position: [108.35, 22.82] }))], NOW);
    expect(view.get(incident(1))?.derived['position']).to.deep.equal([108.35, 22.82]);
  });

  it('a long chain of updates counts the same live and after a restart, whatever came first', () => {
    const make = createEntries();
    const chain = Array.from({ length: 40 }, (_, n) =>
      make.put(warning(n), { ...warningExample, references: n === 0 ? [] : [warning(n - 1)] }, { atS: n }),
    ).reverse();
    const [live, restarted] = [createLocalView({ now: NOW }), createLocalView({ now: NOW })];
    for (const entry of chain) live.apply([entry], NOW);
    restarted.apply(chain, NOW);
    expect(live.get(warning(39))?.derived['revision']).to.equal(40);
    expect(restarted.get(warning(39))?.derived['revision']).to.equal(40);
  });

  it('a clock that ran ahead and was set back: what it let expire is in force again', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const [gauge, value] = detector('gauge', { contract: { by: 'periodic', everyS: 60 } });
    const level = { device: gauge, quantity: 'level', value: 1, quality: 'good' };
    view.apply(
      [
        make.put(warning(1), { ...warningExample, expires: make.at(3600) }),
        make.put(gauge, value),
        make.put(entityId('observation', 'wire', '1'), level),
      ],
      make.at(0),
    );
    view.advance(make.at(86_400));
    expect([view.get(warning(1))?.derived['state'], view.get(gauge)?.fresh.state]).to.deep.equal(['expired', 'stale']);
    view.advance(make.at(60));
    expect([view.get(warning(1))?.derived['state'], view.get(gauge)?.fresh.state]).to.deep.equal(['in-force', 'live']);
    view.advance(make.at(3600));
    expect(view.get(warning(1))?.derived['state']).to.equal('expired');
  });

  it('a commit that was gathered before the last tick does not turn the time back', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    view.advance(make.at(10));
    view.apply([make.put(...detector('1'))], make.at(9));
    expect(view.now).to.equal(make.at(10));
  });

  it('a device heard in a future that has not come is not known to be live', () => {
    const make = createEntries();
    const [gauge, value] = detector('gauge', { contract: { by: 'periodic', everyS: 60 } });
    const level = { device: gauge, quantity: 'level', value: 1, quality: 'good' };
    const view = createLocalView({ now: make.at(86_400) });
    view.apply(
      [make.put(gauge, value), make.put(entityId('observation', 'wire', '1'), level, { atS: 86_400 })],
      make.at(86_400),
    );
    expect(view.get(gauge)?.fresh.state).to.equal('live');
    view.advance(make.at(0));
    expect(view.get(gauge)?.fresh.state).to.equal('unknown');
  });

  it('alarms and incidents never time out', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    view.apply([make.put(...fireAlarm('1')), make.put(incident(1), { state: 'confirmed', title: '火警' })], make.at(0));
    const before = picture(view);
    view.advance(toInstant(START + 50 * 365 * 86_400_000));
    expect(picture(view)).to.deep.equal(before);
  });
});

describe('exercise and real', () => {
  const drill = { exercise: 'drill' };
  const setUp = () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    return { make, view, apply: (...batch: Entry[]): void => view.apply(batch, make.at(0)) };
  };

  it('a drill lifts no real warning, nor does another source', () => {
    const { make, view, apply } = setUp();
    const lift = { ...warningExample, verb: 'lift', references: [warning(1)] };
    apply(
      make.put(warning(1), { ...warningExample }),
      make.put(warning(2), lift, { atS: 1, ...drill }),
      make.put(entityId('warning', 'somebody', '3'), lift, { atS: 2 }),
    );
    expect(view.get(warning(1))?.derived['state']).to.equal('in-force');
    apply(make.put(warning(4), lift, { atS: 3 }));
    expect(view.get(warning(1))?.derived['state']).to.equal('lifted');
  });

  it('a drill takes nothing real out of the real counts, whichever came first', () => {
    const { make, view, apply } = setUp();
    apply(make.put(...fireAlarm('1')), make.put(...fireAlarm('1'), drill));
    apply(make.put(...fireAlarm('2'), drill), make.put(...fireAlarm('2')));
    expect(view.find({ kind: 'report' }).map(({ exercise }) => exercise)).to.deep.equal([undefined, undefined]);
  });

  it('a drill alarm counts on no real device, and a drill reading hides no real one', () => {
    const { make, view, apply } = setUp();
    const state = (value: string) => ({ device, quantity: 'component-state', value: [value], quality: 'good' });
    const real = entityId('observation', 'fire', 'real');
    apply(
      make.put(...detector('1')),
      make.put(real, state('fault')),
      make.put(entityId('observation', 'fire', 'played'), state('shielded'), { atS: 5, ...drill }),
      make.put(...fireAlarm('1'), drill),
    );
    expect(view.get(real)?.value['value']).to.deep.equal(['fault']);
    expect(view.get(device)?.derived).to.deep.include({
      alarms: 0,
      states: ['fault'],
      drill: { alarms: 1, states: ['shielded'] },
    });
    apply(make.put(...fireAlarm('1', 2)));
    expect(view.get(device)?.derived['alarms']).to.equal(1);
  });

  it('a reading that turns out to be real, of another device, leaves nothing on the one it was played on', () => {
    const { make, view, apply } = setUp();
    const [one, other] = [detector('1')[0], detector('2')[0]];
    const state = (of: EntityId) => ({ device: of, quantity: 'state', value: ['fault'] });
    const told = entityId('observation', 'fire', 'told');
    apply(make.put(...detector('1')), make.put(...detector('2')), make.put(told, state(one), drill));
    expect(view.get(one)?.derived).to.have.property('drill');
    apply(make.put(told, state(other)));
    expect(view.get(one)?.derived).not.to.have.property('drill');
    expect(view.get(other)?.derived['states']).to.deep.equal(['fault']);
  });

  it('an id both played and real, or of two things, shows what is real, then what is later; the other hides nothing', () => {
    const { make } = setUp();
    const state = (value: string, quantity = 'state') => ({ device, quantity, value: [value] });
    const twice = entityId('observation', 'fire', 'twice');
    const own = (n: number): EntityId => entityId('observation', 'fire', `own-${n}`);
    const real = make.put(twice, state('fault'), { atS: 2 });
    const played = make.put(twice, state('shielded'), { atS: 3, ...drill });
    const before = make.put(own(1), state('normal'), { atS: 1, ...drill });
    const door = make.put(twice, state('open', 'door'), { atS: 1 });
    const after = make.put(own(2), state('normal'), { atS: 9 });
    const shown = (...entries: Entry[]): unknown[] => {
      const view = createLocalView({ now: NOW });
      for (const entry of entries) view.apply([entry], NOW);
      return view
        .find({ kind: 'observation' })
        .map(({ value, exercise }) => [(value['value'] as string[])[0], exercise]);
    };
    for (const order of [
      [before, real, played],
      [played, real, before],
      [real, before, played],
      [played, before, real],
    ])
      expect(shown(...order)).to.deep.equal([['fault', undefined]]);
    for (const order of [
      [real, door],
      [door, real],
    ])
      expect(shown(...order)).to.deep.equal([['fault', undefined]]);
    // Once something later stands in its place, the other is seen.
    for (const order of [
      [real, played, after],
      [after, played, real],
      [played, after, real],
    ])
      expect(shown(...order)).to.have.deep.members([
        ['normal', undefined],
        ['shielded', 'drill'],
      ]);
    for (const order of [
      [real, door, after],
      [after, door, real],
      [door, after, real],
    ])
      expect(shown(...order)).to.have.deep.members([
        ['normal', undefined],
        ['open', undefined],
      ]);
  });

  it('a drill reading keeps no real device alive', () => {
    const { make, view, apply } = setUp();
    const [gauge, value] = detector('gauge', { contract: { by: 'periodic', everyS: 60 } });
    const level = { device: gauge, quantity: 'level', value: 1, quality: 'good' };
    apply(make.put(gauge, value), make.put(entityId('observation', 'wire', '1'), level, drill));
    expect(view.get(gauge)?.fresh.state).to.equal('unknown');
  });

  it('a real incident counts no drill reports', () => {
    const { make, view, apply } = setUp();
    const tells = (n: number) => ({ from: report(n), to: incident(1), role: 'tells', reasons: [] });
    apply(
      make.put(incident(1), { state: 'confirmed', title: '火警' }),
      make.put(report(1), fireAlarm('1')[1]),
      make.put(report(2), fireAlarm('2')[1], drill),
      make.put(city('link', 1), tells(1)),
      make.put(city('link', 2), tells(2), drill),
    );
    expect(view.get(incident(1))?.derived['reports']).to.equal(1);
  });

  it('a drill rejects, acknowledges and takes apart nothing real, and joins nothing real together', () => {
    const { make, view, apply } = setUp();
    const tells = { from: report(1), to: incident(1), role: 'tells', reasons: [] };
    apply(
      make.put(...detector('1')),
      make.put(...detector('2')),
      make.put(report(1), fireAlarm('1')[1]),
      make.put(incident(1), { state: 'confirmed', title: '火警' }),
      make.put(city('link', 1), tells),
    );
    const reports = { as: 'reports', via: { link: 'tells', at: 'to' }, query: { kind: 'report' } } as const;
    const seen = () => [picture(view), view.find({ kind: 'incident', join: [reports] })];
    const before = seen();
    apply(
      make.put(city('triage', 1), { of: report(1), outcome: 'rejected' }, drill),
      make.put(city('acknowledgement', 1), { of: report(1), masked: '李*' }, drill),
      make.put(city('acknowledgement', 2), { of: incident(1), masked: '李*' }, drill),
      make.put(city('link', 2), { ...tells, undoes: city('link', 1) }, drill),
      make.put(city('link', 3), { from: device, to: detector('2')[0], role: 'same-as', reasons: [] }, drill),
      make.put(city('link', 4), { from: report(1), to: incident(2), role: 'tells', reasons: [] }, drill),
    );
    const real = seen().map((rows) =>
      (rows as { exercise?: string }[]).filter(({ exercise }) => exercise === undefined),
    );
    expect(real).to.deep.equal(before);
  });
});

describe('what people state', () => {
  it('the last triage stands even when the clock was set back in between', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const triage = (n: number, outcome: string, atS: number): Entry =>
      make.put(city('triage', n), { of: report(1), outcome }, { atS });
    view.apply(
      [make.put(...fireAlarm('1')), triage(1, 'rejected', 3600), triage(2, 'accepted', 60)],
      make.at(0) as Instant,
    );
    expect(view.get(report(1))?.derived['state']).to.equal('accepted');
  });

  it('a device is no fresher than the worst of the feeds that hear it', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const health = (source: string, state: string): Entry =>
      make.put(entityId('feed', 'city', source), {
        title: { zh: '', en: '' },
        state,
        lastEvent: make.at(0),
        hears: ['registry'],
      });
    view.apply([make.put(...detector('1')), health('a', 'live'), health('b', 'live')], make.at(0));
    expect(view.get(device)?.fresh.state).to.equal('live');
    view.apply([health('b', 'stale')], make.at(0));
    expect(view.get(device)?.fresh.state).to.equal('stale');
  });
});
