import { expect } from 'chai';
import type { Entry } from '../model/change.js';
import { findingExample } from '../model/finding.schema.js';
import { entityId, type EntityId } from '../model/id.js';
import { riskSourceExample } from '../model/risk-source.schema.js';
import { stockExample } from '../model/stock.schema.js';
import { transferExample } from '../model/transfer.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView as createHostView } from './host-view.js';
import { createLocalView } from './local-view.js';

function setUp(create = createLocalView) {
  const make = createEntries();
  const view = create({ now: make.at(0) });
  return { make, view, apply: (...batch: Entry[]): void => view.apply(batch, make.at(0)) };
}

describe('people, supplies and risks in the view', () => {
  it('a stock counts its movements as they come, and stands where its facility stands', () => {
    const { make, view, apply } = setUp();
    const stock = entityId('stock', 'registry', 'water');
    const facility = entityId('facility', 'registry', 'depot');
    const place = entityId('place', 'registry', '450103');
    const move = (n: number, direction: string, quantity: number): Entry =>
      make.put(entityId('movement', 'city', String(n)), {
        stock,
        sort: direction === 'in' ? 'receive' : 'issue',
        direction,
        quantity,
      });
    apply(make.put(stock, { ...stockExample, facility }), move(1, 'in', 100), move(2, 'out', 30));
    expect(view.get(stock)?.derived['quantity']).to.equal(70);
    apply(move(3, 'out', 80));
    expect(view.get(stock)?.derived).to.deep.include({ quantity: -10, discrepancy: 10 });
    apply(
      make.put(facility, { name: '仓库', functions: [], place }),
      make.put(place, { name: '青秀区', scheme: 'division', code: '450103' }),
    );
    expect(view.find({ kind: 'stock', division: '4501' }).map(({ id }) => id)).to.deep.equal([stock]);
    view.advance(stockExample.expires as never);
    expect(view.get(stock)?.derived['expired']).to.equal(true);
  });

  it('a risk source shows what its devices see and what is found at it', () => {
    const { make, view, apply } = setUp();
    const source = entityId('risk-source', 'registry', '1');
    apply(make.put(source, { ...riskSourceExample, devices: [detector('1')[0]] }));
    const watch = (): unknown => (view.get(source)?.derived['watch'] as Record<string, unknown>)['state'];
    expect(watch()).to.equal('unknown');
    apply(make.put(...detector('1')), make.put(...fireAlarm('1')));
    expect(watch()).to.equal('alarm');
    apply(make.put(entityId('triage', 'city', '1'), { of: fireAlarm('1')[0], outcome: 'rejected' }));
    expect(watch()).to.equal('unknown');
    apply(make.put(entityId('finding', 'city', '1'), { ...findingExample, source }));
    expect(view.get(source)?.derived['findings']).to.deep.equal({ open: 1, openMajor: 1, overdue: 0 });
    view.advance('2030-01-01T00:00:00Z' as never);
    expect(view.get(source)?.derived['findings']).to.deep.equal({ open: 1, openMajor: 1, overdue: 1 });
  });

  it('an inspection by a clock that runs ahead counts once its time has come', () => {
    const { make, view, apply } = setUp();
    const source = entityId('risk-source', 'registry', '1');
    apply(
      make.put(source, { ...riskSourceExample, devices: [] }),
      make.put(entityId('inspection', 'city', '1'), { of: source, result: 'in-order' }, { atS: 60 }),
    );
    const last = (): unknown => (view.get(source)?.derived['inspection'] as Record<string, unknown>)['last'];
    expect(last()).to.equal(undefined);
    view.advance(make.at(60));
    expect(last()).to.equal(make.at(60));
  });

  it('places that lie in each other keep no division that none of them states any more', () => {
    const { make, view, apply } = setUp();
    const place = (n: string): EntityId => entityId('place', 'registry', n);
    const state = (n: string, code?: string): Entry =>
      make.put(place(n), {
        name: n,
        scheme: 'compound',
        parents: [place(n === 'a' ? 'b' : 'a')],
        ...(code && { code }),
      });
    const divisions = (): unknown => ['a', 'b'].map((n) => view.get(place(n))?.derived['divisions']);
    apply(state('a', '450103'), state('b'));
    expect(divisions()).to.deep.equal([['450103'], ['450103']]);
    apply(state('a'));
    expect(divisions()).to.deep.equal([undefined, undefined]);
  });

  it('a task stands in its own place, and without one where what it is about stands', () => {
    const { make, view, apply } = setUp();
    const place = (code: string): EntityId => entityId('place', 'registry', code);
    const alarm = fireAlarm('1')[0];
    const task = (n: string, more: object): Entry =>
      make.put(entityId('task', 'city', n), { sort: 'order', state: 'issued', title: '巡查', about: [], ...more });
    apply(
      ...['450103', '450105'].map((code) => make.put(place(code), { name: code, scheme: 'division', code })),
      make.put(...detector('1', { place: place('450103') })),
      make.put(...fireAlarm('1')),
      task('1', { place: place('450105') }),
      task('2', { place: place('450105'), about: [alarm] }),
      task('3', { about: [alarm] }),
    );
    const asked = (division: string) => view.find({ kind: 'task', division }).map(({ id }) => id);
    expect(asked('450105')).to.deep.equal(['task/city/1', 'task/city/2']);
    expect(asked('450103')).to.deep.equal(['task/city/3']);
  });

  it('a task is overdue by each of its deadlines that it has not met: signed for, there, done', () => {
    const { make, view, apply } = setUp();
    const id = entityId('task', 'city', '1');
    const says = (state: string): void =>
      apply(
        make.put(id, {
          ...{ sort: 'order', title: 'x', about: [], state },
          ...{ signBy: make.at(60), arriveBy: make.at(120), due: make.at(600) },
        }),
      );
    const late = (): unknown => {
      const { overdue, late: fields } = view.get(id)!.derived;
      expect(overdue).to.equal(fields !== undefined);
      return fields;
    };
    says('issued');
    expect(late()).to.equal(undefined);
    view.advance(make.at(60));
    expect(late(), 'nobody signed for it').to.deep.equal(['signBy']);
    view.advance(make.at(120));
    expect(late()).to.deep.equal(['signBy', 'arriveBy']);
    says('moving');
    expect(late()).to.deep.equal(['arriveBy']);
    says('on-scene');
    expect(late()).to.equal(undefined);
    view.advance(make.at(600));
    expect(late()).to.deep.equal(['due']);
    says('returned');
    expect(late()).to.equal(undefined);
  });

  it('what was promised by an agreement is expired from its end on, and stands where it is kept', () => {
    const { make, view, apply } = setUp(createHostView);
    const [id, open] = ['1', '2'].map((n) => entityId('agreement', 'registry', n)) as [EntityId, EntityId];
    const facility = entityId('facility', 'registry', 'depot');
    apply(
      make.put(facility, { name: '仓库', functions: [], position: [108.3, 22.8] }),
      make.put(id, { title: 'x', lenderName: 'x', items: [{ item: '瓶装水' }], facility, validUntil: make.at(60) }),
      make.put(open, { title: 'x', lenderName: 'x', items: [{ item: '瓶装水' }] }),
    );
    const expired = (): unknown[] => [id, open].map((each) => view.get(each)!.derived['expired']);
    expect(expired()).to.deep.equal([false, false]);
    view.advance(make.at(60));
    expect(expired()).to.deep.equal([true, false]);
  });

  it('what ordered a transfer shows its sums, where a host works them out', () => {
    const { make, view, apply } = setUp(createHostView);
    const order = entityId('incident', 'city', '1');
    apply(make.put(order, { state: 'responding', title: '内涝' }));
    expect(view.get(order)?.derived['transfers']).to.equal(undefined);
    apply(make.put(entityId('transfer', 'city', '1'), { ...transferExample, order }));
    expect(view.get(order)?.derived['transfers']).to.deep.include({ due: 2, moved: 1, refused: 1, open: 1 });
  });

  it('a device that states very many things does not hold up the others', () => {
    const { make, view, apply } = setUp();
    const [device] = detector('1');
    const words = (from: number): string[] => Array.from({ length: 60_000 }, (_, n) => `state ${from + n}`);
    const state = (n: number, quantity: string, value: string[]): Entry =>
      make.put(entityId('observation', 'fire', String(n)), { device, quantity, value, quality: 'good' });
    const began = performance.now();
    apply(make.put(...detector('1')), state(1, 'component-state', words(0)), state(2, 'power-state', words(30_000)));
    expect(view.get(device)?.derived['states']).to.have.length(90_000);
    // Each looked for in the list of those before it takes many times as long.
    expect(performance.now() - began).to.be.below(4000);
  });
});
