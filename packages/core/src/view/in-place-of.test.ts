import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { kinds } from '../model/kinds.js';
import { createEntries, detector } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { ruleOf } from './derivations.js';
import { createLocalView } from './local-view.js';
import type { Query } from './query.js';
import type { Delta, LocalView, Row } from './view.js';

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

/** Follows a query as those do who take what went after what came: an id that is told both ways is lost to them. */
function follow(view: LocalView, query: Query): () => readonly Row[] {
  const rows = new Map<EntityId, Row>();
  const wrong: EntityId[] = [];
  view.select(query).subscribe(({ put, removed }) => {
    wrong.push(...removed.filter((id) => !rows.has(id)));
    for (const row of put) rows.set(row.id, row);
    for (const id of removed) rows.delete(id);
    wrong.push(...put.filter((row) => rows.get(row.id) !== row).map(({ id }) => id));
  });
  return () => {
    expect(wrong, 'told twice, or to be gone where it was not').to.deep.equal([]);
    return inOrder([...rows.values()]);
  };
}

const inOrder = (rows: readonly Row[]): readonly Row[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

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

  it('is not lost where in one batch its id went out of one place and into another, or back', () => {
    const { make, view, apply } = world();
    const of = (quantity: string, n: number, atS: number) =>
      make.put(reading(n), { device: gauge, quantity, value: ['normal'], quality: 'good' }, { atS });
    apply(of('door', 1, 1), of('flow', 2, 1));
    const shown = follow(view, { kind: 'observation' });
    apply(of('door', 3, 2), of('flow', 1, 2));
    apply(of('door', 4, 3), of('door', 3, 4));
    expect(shown().map(({ id, value }) => [id, value['quantity']])).to.deep.equal([
      [reading(1), 'flow'],
      [reading(3), 'door'],
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

  it('shares how fresh it is with whatever was said with it, and nobody can write into all of them', () => {
    const { make, view, apply } = world();
    const of = (quantity: string, n: number) =>
      make.put(reading(n), { device: gauge, quantity, value: [] }, { atS: 1 });
    apply(of('door', 1), of('flow', 2));
    const [one, other] = [1, 2].map((n) => view.get(reading(n))!.fresh as { state: string });
    expect(one).to.equal(other);
    expect(() => (one!.state = 'stale')).to.throw(TypeError);
  });

  const said = fc.record({
    n: fc.nat(5),
    place: fc.constantFrom('door', 'flow', 'level'),
    later: fc.integer({ min: -1, max: 2 }),
    quality: fc.constantFrom('good', 'fault'),
    named: fc.nat(7).map((dice) => dice === 0),
  });
  const asked: readonly Query[] = [
    { kind: 'observation' },
    { kind: 'observation', where: [{ field: 'quality', op: 'eq', value: 'good' }] },
    { kind: 'observation', sort: [{ field: 'fresh.state', dir: 'asc' }], top: 2 },
    { kind: 'observation', join: [{ as: 'device', via: { field: 'device' }, query: { kind: 'device' } }] },
    { kind: 'device', join: [{ as: 'readings', via: { namedBy: 'device' }, query: { kind: 'observation' } }] },
  ];

  it('wherever ids go within a batch, who follows readings is shown what there is, and each id once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(said, { maxLength: 6 }), { maxLength: 6 }), (batches) => {
        const { make, view, seen } = world();
        const followed = asked.map((query) => ({ query, shown: follow(view, query) }));
        let atS = 0;
        for (const batch of batches) {
          const entries = batch.map(({ n, place, later, quality, named }) => {
            atS += 1;
            const value = { device: gauge, quantity: place, value: ['normal'], quality };
            return named ? seen(n) : make.put(reading(n), value, { atS: atS + later });
          });
          view.apply(entries, make.at(0));
          for (const { query, shown } of followed)
            expect(shown(), JSON.stringify(query)).to.deep.equal(inOrder(view.find(query)));
        }
      }),
      seeds(),
    );
  });
});
