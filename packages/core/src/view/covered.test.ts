import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { noticeExample } from '../model/notice.schema.js';
import { warningExample } from '../model/warning.schema.js';
import { createEntries } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { createLocalView } from './host-view.js';

const registry = (kind: string, name: string): EntityId => entityId(kind, 'registry', name);
const [EAST, WEST, GRID] = ['east', 'west', 'grid'].map((name) => registry('place', name));
const WARNING = entityId('warning', 'cap', '1');
const [SMS, HORN, COUNT] = ['sms', 'horn', 'count'].map((name) => registry('notice', name));
const { about: _, reached: __, places: ___, ...told } = noticeExample;

describe('whom the notices of a warning reached, in the view of a host', () => {
  it('follows later counts, people who move, and the hour', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const tell = (...batch: Entry[]): void => view.apply(batch, view.now);
    const rate = (id = WARNING): unknown =>
      (view.get(id)!.derived['coverage'] as { coverage: object } | undefined)?.coverage;
    tell(make.put(WARNING, warningExample), make.put(EAST!, { name: 'e', scheme: 'division' }));
    expect(rate(), 'no notice of it').to.equal(undefined);
    const notice = { ...told, about: [WARNING], places: [EAST] };
    tell(make.put(SMS!, { ...notice, reached: [{ place: EAST, delivered: 100 }] }));
    expect(rate()).to.deep.equal({ atLeast: 100, atMost: 100 });
    tell(make.put(EAST!, { name: 'e', scheme: 'division', population: { day: 400, night: 1000 } }));
    expect(rate()).to.deep.equal({ population: 400, atLeast: 100, atMost: 100, rate: 0.25 });
    // It names the notice alone.
    tell(make.put(COUNT!, { ...told, counts: SMS, reached: [{ place: EAST, delivered: 300 }] }, { atS: 60 }));
    expect([rate(), rate(SMS)]).to.deep.equal(
      Array(2).fill({ population: 400, atLeast: 300, atMost: 300, rate: 0.75 }),
    );
    expect(view.get(COUNT!)!.derived).to.not.have.property('coverage');
    expect(view.get(SMS!)!.derived['counted']).to.equal(COUNT);
    // Night begins at 20:00, four hours on.
    view.advance(make.at(4 * 3600));
    expect(rate()).to.deep.equal({ population: 1000, atLeast: 300, atMost: 300, rate: 0.3 });
  });

  it('is not added up anew for what changes nothing of it, as when somebody acknowledges the warning', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const tell = (...batch: Entry[]): void => view.apply(batch, view.now);
    const coverage = (): unknown => view.get(WARNING)!.derived['coverage'];
    tell(
      make.put(WARNING, warningExample),
      make.put(EAST!, { name: 'e', scheme: 'division' }),
      make.put(SMS!, { ...told, about: [WARNING], places: [EAST], reached: [{ place: EAST, delivered: 100 }] }),
    );
    // Each is another row: of the one before only what is the same object was not made anew.
    const seen = (n: number): unknown => {
      tell(make.put(entityId('acknowledgement', 'city', String(n)), { of: WARNING, masked: '李*' }, { atS: -n }));
      expect(view.get(WARNING)!.derived['acknowledged']).to.include({ at: make.at(-n) });
      return coverage();
    };
    const before = seen(1);
    expect(seen(2), 'the same object').to.equal(before);
    tell(make.put(EAST!, { name: 'e', scheme: 'division', population: { day: 200 } }));
    expect(coverage()).to.not.equal(before);
  });

  it('is the same in whatever order all of it comes and changes, one by one or at once', () => {
    const versions: readonly (readonly [EntityId, (n: number) => object])[] = [
      [WARNING, () => warningExample],
      [EAST!, (n) => ({ name: 'e', scheme: 'division', ...(n % 2 && { population: { day: 100 * n, night: 1 } }) })],
      [WEST!, (n) => ({ name: 'w', scheme: 'division', population: { day: 50 * n } })],
      [GRID!, (n) => ({ name: 'g', scheme: 'grid', parents: [n % 2 ? EAST : WEST], population: { day: 10 } })],
    ];
    const events: readonly (readonly [EntityId, object])[] = [
      [SMS!, { ...told, about: [WARNING], places: [EAST, WEST], reached: [{ place: EAST, delivered: 80 }] }],
      [HORN!, { ...told, about: [WARNING], places: [GRID], reached: [{ place: GRID, acknowledged: 9 }] }],
      [COUNT!, { ...told, counts: SMS, reached: [{ place: WEST, delivered: 70 }, { delivered: 5 }] }],
    ];
    const step = fc.record({ what: fc.nat(versions.length - 1), n: fc.nat(4), gone: fc.nat(6) });
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 6 }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.nat(6),
        (steps, order, before) => {
          const make = createEntries();
          const first = make.put(WARNING, warningExample);
          const registers = steps.map(({ what, n, gone }): Entry => {
            const [id, value] = versions[what]!;
            return gone === 0 ? make.gone(id) : make.put(id, JSON.parse(JSON.stringify(value(n))) as object);
          });
          const notices = order.map((i) => make.put(...events[i]!));
          const entries = [first, ...registers.slice(0, before), ...notices, ...registers.slice(before)];
          const last = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
          const shown = (batches: readonly (readonly Entry[])[]): unknown => {
            const view = createLocalView({ now: make.at(0) });
            let at = 0;
            for (const batch of batches)
              view.apply(
                batch.map((entry) => ({ ...entry, position: (at += 1) as Position })),
                make.at(0),
              );
            return [WARNING, SMS!, HORN!].map((id) => view.get(id)?.derived['coverage']);
          };
          const anew = shown([last]);
          expect(shown(entries.map((entry) => [entry]))).to.deep.equal(anew);
          expect(shown([entries])).to.deep.equal(anew);
          expect(shown([...last].reverse().map((entry) => [entry]))).to.deep.equal(anew);
          seen.add(JSON.stringify(anew));
        },
      ),
      seeds(),
    );
    expect(seen.size, 'of many a picture').to.be.above(20);
  });
});
