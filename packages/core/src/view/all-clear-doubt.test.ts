import { expect } from 'chai';
import { asJson } from '../json.js';
import { feedExample } from '../model/feed.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { warningExample } from '../model/warning.schema.js';
import type { Entry } from '../model/change.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { allClear } from './all-clear.js';
import { createLocalView } from './local-view.js';

const FIRE = '12G00';
const district = entityId('place', 'registry', '450103');
const yard = entityId('place', 'registry', 'yard');
const feed = entityId('feed', 'city', 'fire');

/** A ring of `m` metres and more round the middle of the yard. */
const ring = (lon: number, lat: number, degrees: number) => [
  [lon - degrees, lat - degrees],
  [lon + degrees, lat - degrees],
  [lon + degrees, lat + degrees],
  [lon - degrees, lat + degrees],
  [lon - degrees, lat - degrees],
];
const yardValue = {
  name: '翠湖小区',
  scheme: 'compound',
  parents: [district],
  boundary: [[ring(108.351, 22.821, 0.001)]],
};

/** A yard in which all is well: one live detector that reaches some of it. */
function calm() {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  const apply = (...batch: Entry[]): void => view.apply(batch, make.at(0));
  const watch = { detects: ['12G'], contract: { by: 'event' }, place: yard, position: [108.351, 22.821], rangeM: 60 };
  apply(
    make.put(district, { name: '青秀区', scheme: 'division', code: '450103' }),
    make.put(yard, yardValue),
    make.put(...detector('1', watch)),
    make.put(feed, { ...feedExample, state: 'live', hears: ['registry'] }),
  );
  const ask = (eventTypes: readonly string[] = [FIRE], more: object = {}) =>
    allClear(view, { place: yard, eventTypes, ...more });
  const report = (native: string, value: object, options?: object): Entry =>
    make.put(entityId('report', 'fire', native), { channel: '119', title: '火警', eventType: FIRE, ...value }, options);
  const says = (device: EntityId, value: object, atS = 0): Entry =>
    make.put(
      entityId('observation', 'fire', `${device}.${atS}`),
      { device, quantity: 'water-level', value: 70, quality: 'good', ...value },
      { atS },
    );
  expect(ask()).to.deep.include({ state: 'nothing-seen', open: [], doubts: [] });
  return { make, view, apply, ask, report, says, watch };
}

const [detectorOne] = detector('1');

describe('无异常核验 does not say that there is nothing', () => {
  it('of nothing that was asked about', () => {
    const { ask, apply, report } = calm();
    expect(ask([])).to.deep.include({ state: 'unknown', doubts: [{ why: 'nothing-asked' }] });
    apply(report('1', { place: yard }));
    expect(ask([]), 'all that is open counts').to.deep.include({ state: 'something', open: ['report/fire/1'] });
  });

  it('while a fire of a kind of what was asked about is open: 12G04 is a 12G00, and that a 12000', () => {
    const { ask, apply, report } = calm();
    apply(report('high-rise', { place: yard, eventType: '12G04' }));
    for (const asked of ['12G00', '12G', '12000', '12', '12G04', ''])
      expect(ask([asked]).open, asked).to.deep.equal(['report/fire/high-rise']);
    for (const asked of ['12G05', '12D00', '11000', '12H04']) expect(ask([asked]).open, asked).to.deep.equal([]);
  });

  it('where only a part of what was asked about is watched', () => {
    const { ask, apply, make, watch } = calm();
    const partly = (eventType: string) => ({ state: 'unknown', doubts: [{ why: 'partly', eventType }] });
    for (const asked of ['12', '12000', '1', '']) expect(ask([asked]), asked).to.deep.include(partly(asked));
    expect(ask(['12G04']).state, 'all of 12G is watched').to.equal('nothing-seen');
    for (const all of ['12000', '12']) {
      apply(make.put(...detector('1', { ...watch, detects: [all] })));
      expect(ask(['12000']).state, all).to.equal('nothing-seen');
    }
  });

  it('of a device that has no contract by which its silence could be judged', () => {
    const { ask, apply, make, watch } = calm();
    const { contract: _, ...unbound } = watch;
    apply(make.put(detectorOne, { type: 'smoke-detector', native: '1', ...unbound }));
    expect(ask()).to.deep.include({
      state: 'unknown',
      watched: [{ eventType: FIRE, live: 0, silent: 1 }],
      doubts: [
        { why: 'unseen', eventType: FIRE },
        { why: 'no-contract', device: detectorOne },
      ],
    });
  });

  it('where no device that watches states how far it reaches', () => {
    const { ask, apply, make, watch } = calm();
    const { rangeM: _, ...unstated } = watch;
    apply(make.put(...detector('1', unstated)));
    expect(ask()).to.deep.include({ state: 'unknown', share: 0, doubts: [{ why: 'unreached' }] });
    apply(make.put(yard, { name: '翠湖小区', scheme: 'compound', parents: [district] }));
    expect(ask(), 'no outline').to.deep.include({ state: 'unknown', doubts: [{ why: 'unreached' }] });
    apply(make.put(...detector('1', { ...watch, position: [109, 23] })), make.put(yard, yardValue));
    expect(ask(), 'it reaches elsewhere').to.deep.include({ state: 'unknown', doubts: [{ why: 'unreached' }] });
  });

  it('while a reading is faulty or suspect, or one of its quantities has fallen silent', () => {
    const level = { quantities: [{ quantity: 'water-level' }, { quantity: 'battery' }] };
    for (const quality of ['fault', 'suspect']) {
      const { ask, apply, says } = calm();
      apply(says(detectorOne, { value: null, quality }));
      expect(ask(), quality).to.deep.include({
        state: 'unknown',
        doubts: [
          { why: 'unseen', eventType: FIRE },
          { why: 'out-of-order', device: detectorOne },
        ],
      });
      apply(says(detectorOne, {}, 1));
      expect(ask().state, quality).to.equal('nothing-seen');
    }
    const { ask, apply, make, view, says, watch } = calm();
    apply(make.put(...detector('1', { ...watch, ...level, contract: { by: 'periodic', everyS: 60 } })));
    apply(says(detectorOne, { quantity: 'battery', value: 3 }));
    expect(ask().doubts.at(-1), 'the level was never heard').to.include({ why: 'silent', device: detectorOne });
    apply(says(detectorOne, {}, 1));
    expect(ask().state).to.equal('nothing-seen');
    view.apply([says(detectorOne, { quantity: 'battery', value: 3 }, 100)], make.at(100));
    view.advance(make.at(130));
    expect(view.get(detectorOne)?.fresh.state, 'its battery still beats').to.equal('live');
    expect(ask().doubts.at(-1)).to.deep.equal({ why: 'silent', device: detectorOne, since: make.at(1) });
  });

  it('while a device of the place itself says alarm, or says fault beside an alarm that is over', () => {
    const { ask, apply, make, says } = calm();
    const states = (n: number, ...value: string[]) => says(detectorOne, { quantity: 'component-state', value }, n);
    for (const [i, state] of ['fire', 'alarm', 'exceeded'].entries()) {
      apply(states(i, state));
      expect(ask(), state).to.deep.include({ state: 'something', open: [detectorOne] });
    }
    const other = make.put(...detector('2', { place: yard }));
    apply(states(5, 'normal'), other);
    expect(ask().state).to.equal('nothing-seen');
    apply(says(detector('2')[0], { quantity: 'component-state', value: ['fire'] }, 6));
    expect(ask().open, 'nobody knows what it detects').to.deep.equal([detector('2')[0]]);
    apply(says(detector('2')[0], { quantity: 'component-state', value: ['normal'] }, 7));
    const [alarm, value] = fireAlarm('1');
    const incident = entityId('incident', 'city', 'i');
    apply(
      make.put(alarm, value),
      make.put(entityId('link', 'city', 'l'), { from: alarm, to: incident, role: 'tells', reasons: [] }),
      make.put(incident, { state: 'closed', title: '火警' }, { atS: 8 }),
      states(9, 'fault'),
    );
    expect(ask().doubts.at(-1)).to.deep.equal({ why: 'out-of-order', device: detectorOne });
    expect(ask().state).to.equal('unknown');
  });

  it('while a report is open; one attached to an incident is over when that is, and not before', () => {
    const { ask, apply, make, report } = calm();
    const [one, other] = [entityId('incident', 'city', '1'), entityId('incident', 'city', '2')];
    const of = entityId('report', 'fire', '1');
    const tells = (n: string, to: EntityId, more: object = {}): Entry =>
      make.put(entityId('link', 'city', n), { from: of, to, role: 'tells', reasons: [], ...more });
    const stands = (id: EntityId, state: string, atS: number, more: object = {}): Entry =>
      make.put(id, { state, title: '火警', eventType: FIRE, place: yard }, { atS, ...more });
    apply(report('1', { place: yard }), tells('a', one));
    expect(ask().open, 'an incident that is not in the picture').to.deep.equal([of]);
    apply(stands(one, 'responding', 1));
    expect(ask().open).to.have.members([of, one]);
    for (const state of ['closed', 'reviewed', 'false-alarm', 'handed-over']) {
      apply(stands(one, state, 10));
      expect(ask(), state).to.deep.include({ state: 'nothing-seen', open: [] });
    }
    apply(stands(one, 'reopened', 20));
    expect(ask().open, '复燃').to.have.members([of, one]);
    apply(stands(one, 'closed', 30), tells('b', other), stands(other, 'open', 1));
    expect(ask().open, 'it tells of another too').to.have.members([of, other]);
    apply(tells('c', other, { undoes: entityId('link', 'city', 'b') }), stands(other, 'false-alarm', 31));
    expect(ask().state).to.equal('nothing-seen');
    apply(tells('d', one, { undoes: entityId('link', 'city', 'a') }));
    expect(ask().open, 'taken apart again').to.deep.equal([of]);
    apply(tells('e', one), report('1', { place: yard }, { atS: 40 }));
    expect(ask().open, 'told after it was closed').to.deep.equal([of]);
  });

  it('by an incident or a link of a drill', () => {
    const { ask, apply, make, report } = calm();
    const played = entityId('incident', 'city', 'd');
    const of = entityId('report', 'fire', '1');
    const link = { from: of, to: played, role: 'tells', reasons: [] };
    const drill = { exercise: 'drill' };
    apply(report('1', { place: yard }), make.put(played, { state: 'closed', title: '演练' }, { atS: 9, ...drill }));
    apply(make.put(entityId('link', 'city', 'd'), link, drill));
    expect(ask().open, 'a link of a drill').to.deep.equal([of]);
    apply(make.put(entityId('link', 'city', 'r'), link));
    expect(ask().open, 'an incident of a drill').to.deep.equal([of]);
    apply(make.put(entityId('triage', 'city', 'd'), { of, outcome: 'rejected', reason: 'false' }, drill));
    expect(ask().open, 'a triage of a drill').to.deep.equal([of]);
  });

  it('of a place that is none, or only of a drill', () => {
    const { ask, apply, make, watch } = calm();
    apply(make.put(...detector('2', { ...watch, place: detectorOne })));
    expect(ask([FIRE], { place: detectorOne }).doubts[0], 'a device').to.deep.equal({ why: 'place-unknown' });
    const stage = entityId('place', 'registry', 'stage');
    apply(
      make.put(stage, { name: '演练场', scheme: 'compound' }, { exercise: 'drill' }),
      make.put(...detector('3', { ...watch, place: stage })),
    );
    expect(ask([FIRE], { place: stage }).doubts[0]).to.deep.equal({ why: 'place-unknown' });
  });

  it('while a feed of the city is silent, or has left it, and never for the silence of a drill', () => {
    const { ask, apply, make } = calm();
    const calls = entityId('feed', 'city', 'calls');
    const named = { state: 'unknown', doubts: [{ why: 'feed', feed: calls, since: feedExample.lastEvent }] };
    for (const state of ['stale', 'failed', 'removed']) {
      apply(make.put(calls, { ...feedExample, state }));
      expect(ask(), state).to.deep.include(named);
      apply(make.put(calls, { ...feedExample, state, exercise: 'spring' }));
      expect(ask(), `${state}, of a drill`).to.deep.include({ state: 'nothing-seen', doubts: [] });
    }
  });

  it('on the word of a drill’s feed: asked about, it is as good as none, however live', () => {
    const { ask, apply, make } = calm();
    const played = entityId('feed', 'city', 'played');
    apply(make.put(played, { ...feedExample, state: 'live', hears: ['registry'], exercise: 'spring' }));
    expect(ask().state).to.equal('nothing-seen');
    expect(ask([FIRE], { feeds: [feed, played] })).to.deep.include({
      state: 'unknown',
      doubts: [{ why: 'feed', feed: played }],
    });
    // And what only it carries is watched by nobody.
    apply(make.put(feed, { ...feedExample, state: 'live', hears: [] }));
    expect(ask().doubts.map(({ why }) => why)).to.deep.equal(['unseen', 'silent']);
  });

  it('while a feed that was asked about is not in the picture', () => {
    const { ask } = calm();
    const calls = entityId('feed', 'city', 'calls');
    expect(ask([FIRE], { feeds: [feed] }).state).to.equal('nothing-seen');
    expect(ask([FIRE], { feeds: [feed, calls] })).to.deep.include({
      state: 'unknown',
      doubts: [{ why: 'feed', feed: calls }],
    });
  });

  it('while nothing new can come in, or once the picture is closed', () => {
    const { ask, view, make } = calm();
    view.advance(make.at(1), 'store-failed');
    expect(ask()).to.deep.include({ state: 'unknown', doubts: [{ why: 'cut-off', code: 'store-failed' }] });
    view.advance(make.at(2));
    expect(ask().state).to.equal('nothing-seen');
    view.close();
    expect(ask()).to.deep.include({ state: 'unknown', doubts: [{ why: 'cut-off', code: 'view-closed' }] });
  });

  it('while an alarm may be here for all its position tells: coarse, sealed, or beside an outline that is broken', () => {
    const { ask, apply, make, report } = calm();
    const unplaced = { state: 'unknown', open: [], doubts: [{ why: 'unplaced', of: 'report/fire/1' }] };
    // 1,030 m east of the yard.
    const position = [108.362, 22.821];
    apply(report('1', { position }));
    expect(ask().state).to.equal('nothing-seen');
    apply(report('1', { position, accuracyM: 1000 }));
    expect(ask().state).to.equal('nothing-seen');
    apply(report('1', { position, accuracyM: 1100 }));
    expect(ask(), 'somewhere within 1,100 m').to.deep.include(unplaced);
    apply(report('1', { position: { $vault: 'k' } }));
    expect(ask(), 'sealed').to.deep.include(unplaced);
    apply(
      report('1', { position }),
      make.put(yard, { ...yardValue, boundary: [...yardValue.boundary, [[[108, 22]]]] }),
    );
    expect(ask(), 'a part of the outline cannot be read').to.deep.include(unplaced);
  });

  it('while a warning holds for an area that nobody can place', () => {
    const { ask, apply, make } = calm();
    const codes = [{ scheme: 'CN-GB2260', code: '450105' }];
    const warn = (...areas: object[]): Entry =>
      make.put(entityId('warning', 'cap', '1'), {
        ...warningExample,
        eventType: FIRE,
        tellings: [{ language: 'zh-CN', event: '火险', areas }],
      });
    apply(warn({ name: '江南区', codes }));
    expect(ask().state).to.equal('nothing-seen');
    const uncoded = { name: '青秀山一带' };
    for (const other of [uncoded, { ...uncoded, codes: [{ scheme: 'UGC', code: 'GXZ001' }] }]) {
      apply(warn({ name: '江南区', codes }, other));
      expect(ask()).to.deep.include({
        state: 'unknown',
        doubts: [{ why: 'unplaced', of: 'warning/cap/1' }],
      });
    }
  });

  it('while an alarm stands in a cut of the ground that may overlap the place', () => {
    const { ask, apply, make, report } = calm();
    const add = (native: string, value: object): EntityId => {
      const id = entityId('place', 'registry', native);
      apply(make.put(id, asJson({ name: native, parents: [district], ...value }) as object));
      return id;
    };
    const grid = add('grid', { scheme: 'grid' });
    const street = add('street', { scheme: 'division', level: 'street', code: '450103001' });
    const next = add('next', { scheme: 'compound' });
    const block = add('block', { scheme: 'building', parents: [next] });
    const south = add('south', { scheme: 'division', code: '450105', parents: [] });
    const far = add('far', { scheme: 'grid', parents: [south] });
    const state = (place: EntityId): string => {
      apply(report('1', { place }));
      return ask().state;
    };
    expect(state(grid), 'a grid of the same district').to.equal('unknown');
    expect(state(street), 'a street in which the yard may lie').to.equal('unknown');
    expect(state(next), 'another compound').to.equal('nothing-seen');
    expect(state(block), 'a building of another compound').to.equal('nothing-seen');
    expect(state(far), 'a grid of another district').to.equal('nothing-seen');
    expect(state(yard)).to.equal('something');
  });

  it('while an incident without a place of its own may stand where one of its reports does', () => {
    const { ask, apply, make, report } = calm();
    const next = entityId('place', 'registry', 'next');
    const incident = entityId('incident', 'city', '1');
    const tells = (n: string): Entry =>
      make.put(entityId('link', 'city', n), { from: `report/fire/${n}`, to: incident, role: 'tells', reasons: [] });
    const rejected = (n: string): Entry =>
      make.put(entityId('triage', 'city', n), { of: `report/fire/${n}`, outcome: 'rejected', reason: 'duplicate' });
    apply(
      make.put(next, { name: '青云小区', scheme: 'compound', parents: [district] }),
      make.put(incident, { state: 'responding', title: '火警' }),
    );
    const unplaced = { state: 'unknown', doubts: [{ why: 'unplaced', of: incident }] };
    expect(ask(), 'nobody tells of it').to.deep.include(unplaced);
    apply(report('a', { place: next }), tells('a'));
    expect(ask().state, 'told of next door').to.equal('nothing-seen');
    apply(report('b', {}), tells('b'), rejected('b'));
    expect(ask(), 'told of from nobody knows where').to.deep.include(unplaced);
    apply(report('b', { place: yard }));
    expect(ask()).to.deep.include({ state: 'something', open: [incident] });
  });

  it('without telling how many of the risk sources there are watched by a device that is live', () => {
    const { ask, apply, make, says } = calm();
    const source = (n: string, value: object, options?: object): Entry =>
      make.put(entityId('risk-source', 'registry', n), { name: n, category: 'fire-load', ...value }, options);
    expect(ask().hazards).to.deep.equal({ all: 0, watched: 0 });
    apply(
      source('watched', { place: yard, devices: [detectorOne] }),
      source('bare', { position: [108.351, 22.821] }),
      source('by another', { place: yard, devices: [detector('9')[0]] }),
      source('elsewhere', { position: [108.4, 22.9], devices: [detectorOne] }),
      source('played', { place: yard }, { exercise: 'drill' }),
    );
    expect(ask()).to.deep.include({ state: 'nothing-seen', hazards: { all: 3, watched: 1 } });
    apply(says(detectorOne, { value: null, quality: 'fault' }));
    expect(ask().hazards).to.deep.equal({ all: 3, watched: 0 });
  });
});
