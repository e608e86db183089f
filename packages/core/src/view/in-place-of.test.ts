import { expect } from 'chai';
import { entityId, type EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { kinds } from '../model/kinds.js';
import { createEntries, detector } from '../testing/index.js';
import { ruleOf } from './derivations.js';
import { createLocalView } from './local-view.js';
import type { Delta } from './view.js';

const [gauge, value] = detector('gauge', { contract: { by: 'event' } });
const reading = (n: number): EntityId => entityId('observation', 'wire', String(n));

function world() {
  const make = createEntries();
  /** How often a row of each kind was derived. */
  const derived = new Map<string, number>();
  const view = createLocalView({
    now: make.at(0),
    rules(kind) {
      const { derive, ...rule } = ruleOf(kind);
      return {
        ...rule,
        derive: derive && ((...asked) => (derived.set(kind, (derived.get(kind) ?? 0) + 1), derive(...asked))),
      };
    },
  });
  const feed = (state: string) =>
    make.put(entityId('feed', 'city', 'wire'), { title: { zh: '', en: '' }, state, hears: ['registry'] });
  const told = (n: number, said: string) =>
    make.put(
      reading(n),
      { device: gauge, quantity: 'component-state', value: [said], quality: said === 'fault' ? 'fault' : 'good' },
      { atS: n },
    );
  const seen = (n: number) => make.put(entityId('acknowledgement', 'city', 'a'), { of: reading(n), masked: '李*' });
  const apply = (...batch: readonly ReturnType<typeof told>[]): void => view.apply(batch, make.at(9));
  const naming = (id: EntityId): readonly EntityId[] => view.referring(id).map((row) => row.id);
  apply(feed('live'), make.put(gauge, value));
  return { make, view, derived, feed, told, seen, apply, naming };
}

describe('a reading in the place of another', () => {
  it('is found under its own id alone, and is the only one that its device is told of', () => {
    const { view, told, apply, naming } = world();
    apply(told(1, 'normal'));
    apply(told(2, 'fault'), told(3, 'shielded'));
    expect([1, 2, 3].map((n) => view.get(reading(n))?.value['value'])).to.deep.equal([
      undefined,
      undefined,
      ['shielded'],
    ]);
    expect(naming(gauge)).to.deep.equal([reading(3)]);
    expect(view.get(gauge)?.derived['states']).to.deep.equal(['shielded']);
  });

  it('who follows readings is told that the one he was shown went, whatever came in between', () => {
    const { view, told, apply } = world();
    const deltas: Delta[] = [];
    apply(told(1, 'normal'));
    view
      .select({ kind: 'observation', where: [{ field: 'quality', op: 'eq', value: 'good' }] })
      .subscribe((delta) => deltas.push(delta));
    apply(told(2, 'normal'), told(3, 'normal'));
    apply(told(4, 'fault'));
    apply(told(5, 'fault'));
    apply(told(6, 'normal'));
    expect(deltas.map(({ put, removed }) => [put.map(({ id }) => id), removed])).to.deep.equal([
      [[reading(1)], []],
      [[reading(3)], [reading(1)]],
      [[], [reading(3)]],
      [[reading(6)], []],
    ]);
  });

  it('takes over nothing that is said of the one before', () => {
    const { told, seen, apply, naming } = world();
    apply(told(1, 'fault'), seen(1));
    apply(told(2, 'normal'));
    expect([naming(reading(1)), naming(reading(2)), naming(gauge)]).to.deep.equal([
      [entityId('acknowledgement', 'city', 'a')],
      [],
      [reading(2)],
    ]);
  });

  it('has what was said of it before it came', () => {
    const { told, seen, apply, naming } = world();
    apply(told(1, 'fault'), seen(2));
    apply(told(2, 'normal'));
    apply(told(1, 'fault'));
    expect([naming(reading(1)), naming(reading(2)), naming(gauge)]).to.deep.equal([
      [],
      [entityId('acknowledgement', 'city', 'a')],
      [reading(2)],
    ]);
  });

  it('names whom it says itself, where its place does not say that', () => {
    const make = createEntries();
    const beside = { name: 'acme:pass', law: 'event', owner: 'source', coalesce: true, sensitive: [] } as const;
    const pass: Kind = { ...beside, refs: ['device', 'camera'], keepLatestBy: ['device'] };
    const view = createLocalView({ now: make.at(0), kinds: { ...kinds, 'acme:pass': pass } });
    const camera = (n: number): EntityId => entityId('camera', 'registry', String(n));
    const passed = (n: number) =>
      make.put(entityId('acme:pass', 'wire', String(n)), { device: gauge, camera: camera(n) }, { atS: n });
    view.apply([make.put(gauge, value), passed(1)], make.at(9));
    view.apply([passed(2)], make.at(9));
    expect([camera(1), camera(2), gauge].map((id) => view.referring(id).map((row) => row.at))).to.deep.equal([
      [],
      [make.at(2)],
      [make.at(2)],
    ]);
  });

  it('is derived once, as its device, while that is as fresh as before; and anew once it is not', () => {
    const { view, derived, feed, told, apply } = world();
    apply(told(1, 'normal'));
    derived.clear();
    apply(told(2, 'fault'));
    expect([...derived]).to.have.deep.members([
      ['observation', 1],
      ['device', 1],
    ]);
    apply(feed('stale'));
    expect(view.get(reading(2))?.fresh.state).to.equal('stale');
    expect(derived.get('observation')).to.equal(2);
  });
});
