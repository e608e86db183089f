import { expect } from 'chai';
import { feedExample } from '../model/feed.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { warningExample } from '../model/warning.schema.js';
import type { Entry } from '../model/change.js';
import type { Instant } from '../model/time.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { allClear } from './all-clear.js';
import { createLocalView } from './local-view.js';

const FIRE = '12G00';
const district = entityId('place', 'registry', '450103');
const yard = entityId('place', 'registry', 'yard');
const feed = entityId('feed', 'city', 'fire');

function setUp() {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  const apply = (...batch: Entry[]): void => view.apply(batch, make.at(0));
  const square = [
    [
      [
        [108.35, 22.82],
        [108.352, 22.82],
        [108.352, 22.822],
        [108.35, 22.822],
        [108.35, 22.82],
      ],
    ],
  ];
  const watch = { detects: ['12G'], contract: { by: 'event' }, place: yard, position: [108.351, 22.821], rangeM: 60 };
  const heard = (state: string): Entry => make.put(feed, { ...feedExample, state, hears: ['registry'] });
  apply(
    make.put(district, { name: '青秀区', scheme: 'division', code: '450103' }),
    make.put(yard, { name: '翠湖小区', scheme: 'compound', parents: [district], boundary: square }),
    make.put(...detector('1', watch)),
    heard('live'),
  );
  const ask = (place: EntityId = district, ...eventTypes: string[]) =>
    allClear(view, { place, eventTypes: eventTypes.length === 0 ? [FIRE] : eventTypes });
  const advance = (now: Instant): void => view.advance(now);
  return { make, apply, advance, ask, heard, watch };
}

describe('无异常核验', () => {
  it('says nothing is seen only while all that was asked about is watched and fresh', () => {
    const { ask, apply, heard } = setUp();
    expect(ask()).to.deep.include({
      state: 'nothing-seen',
      open: [],
      doubts: [],
      watched: [{ eventType: FIRE, live: 1, silent: 0 }],
    });
    expect(ask(district, FIRE, '11A').doubts).to.deep.equal([{ why: 'unseen', eventType: '11A' }]);
    apply(heard('stale'));
    const late = ask();
    expect(late.state).to.equal('unknown');
    expect(late.doubts.map(({ why }) => why)).to.deep.equal(['unseen', 'silent', 'feed']);
    expect(ask(entityId('place', 'registry', 'nowhere')).state).to.equal('unknown');
  });

  it('a device that is heard does not stand for a quantity of it that has fallen silent', () => {
    const { ask, apply, advance, make, watch } = setUp();
    const contract = { by: 'observed' };
    const tell = (quantity: string, everyS: number): Entry =>
      make.put(entityId('observation', 'wire', quantity), {
        ...{ device: detector('1')[0], quantity, value: 1, quality: 'good', everyS },
      });
    apply(tell('battery-level', 86_400), tell('smoke-obscuration', 60));
    apply(make.put(...detector('1', { ...watch, contract, quantities: [{ quantity: 'smoke-obscuration' }] })));
    expect(ask().state).to.equal('nothing-seen');
    advance(make.at(120));
    expect(ask()).to.deep.include({
      state: 'unknown',
      watched: [{ eventType: FIRE, live: 0, silent: 1 }],
      since: make.at(0),
    });
    expect(ask().doubts[1]).to.deep.equal({ why: 'silent', device: detector('1')[0], since: make.at(0) });
    apply(make.put(...detector('1', { ...watch, contract })));
    expect(ask().state, 'no quantity is stated: one that was heard is silent').to.equal('unknown');
    apply(make.put(...detector('1', { ...watch, contract, quantities: [{ quantity: 'temperature', unit: 'Cel' }] })));
    expect(ask().doubts[1], 'never heard of').to.include({ why: 'silent', device: detector('1')[0] });
    apply(make.put(...detector('1', { ...watch, quantities: [{ quantity: 'component-state' }] })));
    expect(ask().state, 'one of events is silent by nature').to.equal('nothing-seen');
  });

  it('tells how much of the ground is reached, and nothing for what states no range', () => {
    const { ask, apply, make, watch } = setUp();
    const share = ask(yard).share!;
    // A circle of 60 m in a yard of 205 m by 222 m.
    expect(share).to.be.closeTo((Math.PI * 60 * 60) / (205.2 * 222.4), 0.03);
    expect(ask(district).share, 'no boundary').to.equal(undefined);
    const { rangeM: _, ...unstated } = watch;
    apply(make.put(...detector('1', unstated)));
    expect(ask(yard).share).to.equal(0);
  });

  it('what was merged is over when that is which it goes on as, and with it what told of it before; unmerged it is open again', () => {
    const { ask, apply, make } = setUp();
    const [own, other, third] = ['1', '2', '3'].map((n) => entityId('incident', 'city', n)) as [
      EntityId,
      EntityId,
      EntityId,
    ];
    const incident = (id: EntityId, state: string): Entry =>
      make.put(id, { state, title: '火警', eventType: FIRE, place: yard });
    const link = (n: number, value: object): Entry => make.put(entityId('link', 'city', String(n)), value);
    const same = { role: 'same-as', reasons: ['desk'] };
    const [alarm, told] = fireAlarm('1');
    apply(
      make.put(alarm, { ...(told as object), place: yard }),
      ...[own, other, third].map((id) => incident(id, 'confirmed')),
      link(1, { from: alarm, to: own, role: 'tells', reasons: ['desk'] }),
      link(2, { from: own, to: other, ...same }),
      link(3, { from: other, to: third, ...same }),
    );
    expect(ask().open).to.have.members([alarm, own, other, third]);
    apply(incident(third, 'closed'));
    expect(ask()).to.deep.include({ state: 'nothing-seen', open: [] });
    apply(link(4, { from: third, to: own, ...same }));
    expect(ask().open, 'in a ring as on a way, over is over').to.deep.equal([]);
    apply(incident(third, 'reopened'));
    expect(ask().open, 'nobody knows where a ring ends').to.have.members([alarm, own, other, third]);
    apply(incident(third, 'closed'), link(5, { from: own, to: other, ...same, undoes: 'link/city/2' }));
    expect(ask().open).to.have.members([alarm, own]);
  });

  it('an alarm in the place, a warning for it, or one of a type nobody knows is something', () => {
    const { ask, apply, make } = setUp();
    const [alarm, value] = fireAlarm('1');
    apply(make.put(alarm, value, { exercise: 'drill' }));
    expect(ask().state, 'a drill is nothing').to.equal('nothing-seen');
    const [real] = fireAlarm('1', 2);
    const { eventType: _, ...untyped } = value as Record<string, unknown>;
    apply(make.put(real, untyped));
    expect(ask()).to.deep.include({ state: 'something', open: [real] });
    for (const [i, odd] of ['火灾', '', 'fire', '2G00', 'SVR'].entries()) {
      const incident = entityId('incident', 'city', `odd-${i}`);
      const said = { title: '火警', eventType: odd, place: yard };
      apply(make.put(incident, { ...said, state: 'open' }));
      expect(ask().open, odd).to.include(incident);
      apply(make.put(incident, { ...said, state: 'closed' }, { atS: 1 }));
    }
    apply(make.put(entityId('triage', 'city', '1'), { of: real, outcome: 'rejected', reason: 'test' }));
    expect(ask().state).to.equal('nothing-seen');
    const rain = (code: string): Entry =>
      make.put(entityId('warning', 'cap', code), {
        ...warningExample,
        native: code,
        eventType: FIRE,
        tellings: [{ language: 'zh-CN', event: '火险', areas: [{ name: '', codes: [{ scheme: 'CN-GB2260', code }] }] }],
      });
    apply(rain('450105'));
    expect(ask().state).to.equal('nothing-seen');
    apply(rain('450100'));
    expect(ask()).to.deep.include({ state: 'something', open: ['warning/cap/450100'] });
  });

  it('a device that is heard, but says it is broken or shielded, watches for nothing', () => {
    const { ask, apply, make } = setUp();
    const says = (atS: number, ...value: string[]): Entry =>
      make.put(
        entityId('observation', 'fire', String(atS)),
        { device: detector('1')[0], quantity: 'component-state', value, quality: 'good' },
        { atS },
      );
    for (const [i, state] of ['shielded', 'fault', 'main-power-fault'].entries()) {
      apply(says(i, state));
      expect(ask(), state).to.deep.include({
        state: 'unknown',
        watched: [{ eventType: FIRE, live: 0, silent: 1 }],
        doubts: [
          { why: 'unseen', eventType: FIRE },
          { why: 'out-of-order', device: detector('1')[0] },
        ],
      });
      expect(ask(yard).share, state).to.equal(0);
    }
    apply(says(9, 'normal'));
    expect(ask().state).to.equal('nothing-seen');
  });

  it('an open alarm that nobody can place leaves every place in doubt', () => {
    const { ask, apply, make } = setUp();
    const [alarm, value] = fireAlarm('unregistered');
    apply(make.put(alarm, value));
    expect(ask()).to.deep.include({ state: 'unknown', open: [], doubts: [{ why: 'unplaced', of: alarm }] });
  });

  it('an open alarm that is placed too coarsely to be elsewhere leaves the place in doubt', () => {
    const { ask, apply, make, heard, watch } = setUp();
    const block = entityId('place', 'registry', 'block');
    apply(
      make.put(block, { name: '3 栋', scheme: 'building', parents: [yard] }),
      make.put(...detector('1', { ...watch, place: block })),
      heard('live'),
    );
    const call = (n: string, where: object): Entry => {
      const { device: _, ...value } = fireAlarm(n)[1] as Record<string, unknown>;
      return make.put(fireAlarm(n)[0], { ...value, ...where });
    };
    const reject = (n: string): Entry =>
      make.put(entityId('triage', 'city', n), { of: fireAlarm(n)[0], outcome: 'rejected', reason: 'test' });
    const doubt = (n: string) => ({ state: 'unknown', open: [], doubts: [{ why: 'unplaced', of: fireAlarm(n)[0] }] });
    expect(ask(block).state).to.equal('nothing-seen');
    apply(call('in-the-yard', { place: yard }));
    expect(ask(block)).to.deep.include(doubt('in-the-yard'));
    apply(reject('in-the-yard'), call('in-the-district', { place: district }));
    expect(ask(block)).to.deep.include(doubt('in-the-district'));
    expect(ask(yard)).to.deep.include(doubt('in-the-district'));
    expect(ask(district).state).to.equal('something');
    apply(reject('in-the-district'), call('on-the-map', { position: [108.351, 22.821] }));
    expect(ask(block), 'a place without an outline').to.deep.include(doubt('on-the-map'));
    expect(ask(yard).state).to.equal('something');
    apply(reject('on-the-map'), call('far', { position: [108.4, 22.9] }));
    expect(ask(yard).state, 'outside its outline').to.equal('nothing-seen');
    const other = entityId('place', 'registry', 'other');
    apply(reject('far'), make.put(other, { name: '青云小区', scheme: 'compound', parents: [district] }));
    apply(call('next-door', { place: other }));
    expect(ask(yard).state, 'of the same district, in another compound').to.equal('nothing-seen');
    expect(ask(district).state).to.equal('something');
    apply(reject('next-door'), call('unregistered', { place: entityId('place', 'registry', 'nobody-knows') }));
    expect(ask(yard)).to.deep.include(doubt('unregistered'));
  });
});
