import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { ruleOf } from './derivations.js';
import { createLocalView } from './local-view.js';
import type { Health, Row } from './view.js';

const make = createEntries();
const NOW = make.at(0);
const warning = (n: number): EntityId => entityId('warning', 'cap', String(n));
const whole = { ...warningExample, references: [] };
/** As no schema lets it in: a rule of warnings reads its references. */
const { references: _, ...unlisted } = whole;

function watched() {
  const faults: [EntityId, unknown][] = [];
  const view = createLocalView({ now: NOW, onFault: (id, cause) => faults.push([id, cause]) });
  const rows = new Map<EntityId, Row>();
  for (const kind of ['warning', 'report'])
    view.select({ kind }).subscribe(({ put, removed }) => {
      for (const row of put) rows.set(row.id, row);
      for (const id of removed) rows.delete(id);
    });
  let health: Health | undefined;
  view.health$.subscribe((said) => (health = said));
  return { view, rows, faults, health: () => health };
}

describe('a derivation that fails', () => {
  const broken: Entry = make.put(warning(1), unlisted);

  it('shows what was stated, says so, and hides nobody else', () => {
    const { view, rows, faults, health } = watched();
    view.apply([make.put(...detector('1')), broken, make.put(warning(2), whole), make.put(...fireAlarm('1'))], NOW);
    expect([...rows.keys()]).to.have.members([warning(1), warning(2), fireAlarm('1')[0]]);
    const { value, derived, fresh } = rows.get(warning(1))!;
    expect({ value, derived, fresh }).to.deep.equal({
      value: unlisted,
      derived: { fault: 'derivation-failed' },
      fresh: { state: 'unknown' },
    });
    expect(rows.get(warning(2))?.derived['revision']).to.equal(1);
    expect(faults).to.have.length(1);
    expect(faults[0]![0]).to.equal(warning(1));
    expect(faults[0]![1]).to.be.instanceOf(TypeError);
    expect(health()).to.deep.include({ link: { state: 'live', since: NOW }, code: 'derivation-failed', now: NOW });
  });

  it('is found by whoever asks by what would be derived, for it may be what they ask for', () => {
    const { view } = watched();
    view.apply([broken, make.put(warning(2), whole)], NOW);
    const found = (query: object): EntityId[] => view.find({ kind: 'warning', ...query }).map(({ id }) => id);
    const inForce = { field: 'derived.state', op: 'eq', value: 'in-force' };
    expect(found({ where: [inForce] })).to.deep.equal([warning(1), warning(2)]);
    expect(found({ where: [{ ...inForce, value: 'lifted' }] })).to.deep.equal([warning(1)]);
    expect(found({ division: '110101' })).to.deep.equal([warning(1)]);
    const fault = { field: 'derived.fault', op: 'eq', value: 'derivation-failed' };
    expect(found({ where: [fault] })).to.deep.equal([warning(1)]);
  });

  it('is told once however often time and others touch it, and a failing link comes first', () => {
    const { view, faults, health } = watched();
    view.apply([broken], NOW);
    view.apply([make.put(warning(3), { ...whole, references: [warning(1)] })], NOW);
    view.advance(make.at(5), 'store-failed');
    expect([health()?.link.state, health()?.code]).to.deep.equal(['stale', 'store-failed']);
    view.apply([make.put(warning(4), unlisted)], make.at(5));
    expect(health()?.code).to.equal('store-failed');
    view.advance(make.at(6), undefined);
    expect([health()?.link.state, health()?.code]).to.deep.equal(['live', 'derivation-failed']);
    expect(faults.map(([id]) => id)).to.deep.equal([warning(1), warning(4)]);
  });

  it('is over once it is stated rightly, or gone', () => {
    const { view, rows, faults, health } = watched();
    view.apply([broken, make.put(warning(4), unlisted)], NOW);
    view.apply([make.put(warning(1), whole, { atS: 1 })], NOW);
    expect(rows.get(warning(1))?.derived['state']).to.equal('in-force');
    expect(health()?.code).to.equal('derivation-failed');
    view.apply([make.gone(warning(4))], NOW);
    expect([...rows.keys()]).to.deep.equal([warning(1)]);
    expect(health()).to.deep.equal({ link: { state: 'live', since: NOW }, now: NOW, readOnly: 'no-actor' });
    expect(faults).to.have.length(2);
  });

  it('is the same after a restart', () => {
    const { view } = watched();
    view.apply([broken, make.put(warning(2), { ...whole, references: [warning(1)] })], NOW);
    const again = createLocalView({ now: NOW });
    again.apply([broken], NOW);
    again.apply([make.put(warning(2), { ...whole, references: [warning(1)] })], NOW);
    const seen = ({ derived, fresh }: Row) => ({ derived, fresh });
    expect(again.find({ kind: 'warning' }).map(seen)).to.deep.equal(view.find({ kind: 'warning' }).map(seen));
  });

  /** A view whose rules fail on a device in a zone of this name. */
  const failing = () =>
    createLocalView({
      now: NOW,
      rules(kind) {
        const { derive, ...rule } = ruleOf(kind);
        const fails: typeof derive = (entry, ...asked) => {
          if (entry.value['zone'] === 'unexpected') throw new Error('unexpected');
          return derive!(entry, ...asked);
        };
        return { ...rule, derive: derive && fails };
      },
    });

  it('of devices in the middle of a chain leaves neither end with a reading that stands no more', () => {
    const view = failing();
    const devices = ['1', '2', '3', '4'].map((native) => detector(native));
    const ids = devices.map(([id]) => id);
    const joined = (n: number, from: EntityId, to: EntityId) =>
      make.put(entityId('link', 'city', `chain-${n}`), { from, to, role: 'same-as', reasons: [] });
    const reading = (n: number, device: EntityId) =>
      make.put(
        entityId('observation', 'wire', `chain-${n}`),
        { device, quantity: 'water-level', value: n, quality: 'good' },
        { atS: n },
      );
    const shown = (id: EntityId) =>
      (view.get(id)?.derived['shown'] as { 'water-level': { value: unknown } })['water-level'];
    view.apply([...devices.map((each) => make.put(...each)), reading(1, ids[0]!)], NOW);
    view.apply(
      ids.slice(1).map((to, i) => joined(i, ids[i]!, to)),
      NOW,
    );
    expect(ids.map((id) => shown(id).value)).to.deep.equal([1, 1, 1, 1]);
    // Two that fail, which are the same by two links: whoever asks his way through them comes to an end.
    view.apply(
      [1, 2].map((i) => make.put(ids[i]!, { ...devices[i]![1], zone: 'unexpected' })),
      NOW,
    );
    view.apply([joined(9, ids[2]!, ids[1]!)], NOW);
    view.apply([reading(2, ids[0]!)], NOW);
    expect([ids[0]!, ids[3]!].map((id) => shown(id).value)).to.deep.equal([2, 2]);
    view.apply([make.put(ids[1]!, { ...devices[1]![1], zone: 'unexpected' }), reading(3, ids[3]!)], NOW);
    expect([ids[0]!, ids[3]!].map((id) => shown(id).value)).to.deep.equal([3, 3]);
  });

  it('of any devices among some that are the same leaves no other otherwise than if all had been told at once', () => {
    const native = fc.integer({ min: 1, max: 6 }).map(String);
    const change = fc.oneof(
      fc.record({ what: fc.constant('device' as const), native, fails: fc.boolean() }),
      fc.record({ what: fc.constant('link' as const), native, other: native }),
      fc.record({ what: fc.constant('reading' as const), native }),
    );
    const batches = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(batches, (told) => {
        const view = failing();
        const all = new Map<EntityId, Entry>();
        let n = 0;
        const entryOf = (each: (typeof told)[number][number]): Entry => {
          n += 1;
          const [device, value] = detector(each.native);
          if (each.what === 'device') return make.put(device, each.fails ? { ...value, zone: 'unexpected' } : value);
          if (each.what === 'reading') {
            const said = { device, quantity: 'water-level', value: n, quality: 'good' };
            return make.put(entityId('observation', 'wire', String(n)), said, { atS: n });
          }
          const link = { from: device, to: detector(each.other)[0], role: 'same-as', reasons: [] };
          return make.put(entityId('link', 'city', String(n)), link);
        };
        const seen = (of: ReturnType<typeof failing>) =>
          of.find({ kind: 'device' }).map(({ id, derived, fresh }) => ({ id, derived, fresh }));
        for (const batch of told) {
          const entries = batch.map(entryOf);
          for (const each of entries) all.set(each.id, each);
          view.apply(entries, NOW);
        }
        const anew = failing();
        anew.apply([...all.values()], NOW);
        expect(seen(view)).to.deep.equal(seen(anew));
      }),
      seeds(300, 1_000),
    );
  });

  it('of a device does not leave another that shows its readings with one that stands no more', () => {
    const view = failing();
    const [[one, value], [other]] = [detector('1'), detector('2')];
    const reading = (n: number, said: string) =>
      make.put(
        entityId('observation', 'wire', String(n)),
        { device: one, quantity: 'state', value: [said], quality: 'good' },
        { atS: n },
      );
    const shown = () => (view.get(other)?.derived['shown'] as { state: { value: unknown; fresh: string } }).state;
    const link = { from: one, to: other, role: 'same-as', reasons: [] };
    const feed = { title: { zh: '', en: '' }, state: 'live', hears: ['registry'] };
    view.apply([make.put(...detector('1')), make.put(...detector('2')), reading(1, 'normal')], NOW);
    view.apply([make.put(entityId('link', 'city', 'l'), link), make.put(entityId('feed', 'city', 'wire'), feed)], NOW);
    expect([shown().value, shown().fresh]).to.deep.equal([['normal'], 'live']);
    view.apply([make.put(one, { ...value, zone: 'unexpected' })], NOW);
    expect(shown().fresh).to.equal('unknown');
    view.apply([reading(2, 'fire')], NOW);
    expect([shown().value, shown().fresh]).to.deep.equal([['fire'], 'unknown']);
  });
});
