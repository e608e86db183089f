import { expect } from 'chai';
import fc from 'fast-check';
import { entityId, type EntityId } from '../model/id.js';
import type { Entry } from '../model/change.js';
import { createEntries, detector, fireAlarm } from '../testing/index.js';
import { createLocalView } from './local-view.js';
import { seeds } from '../testing/seeds.js';

const DAY = 86_400;
const [gauge, value] = detector('gauge', { contract: { by: 'observed' } });

function world() {
  const make = createEntries();
  const view = createLocalView({ now: make.at(0) });
  const told = (quantity: string, said: unknown, more: { atS: number; everyS?: number }): Entry => {
    const { atS, everyS } = more;
    const beat = everyS === undefined ? {} : { everyS };
    const id = entityId('observation', 'wire', `${quantity}.${atS}`);
    return make.put(id, { device: gauge, quantity, value: said, quality: 'good', ...beat }, { atS });
  };
  const apply = (...entries: Entry[]): void => view.apply(entries, entries.at(-1)!.recordedAt);
  const fresh = (id: EntityId): string | undefined => view.get(id)?.fresh.state;
  const reading = (quantity: string): string | undefined =>
    view.find({ kind: 'observation', where: [{ field: 'quantity', op: 'eq', value: quantity }] })[0]?.fresh.state;
  apply(make.put(gauge, value));
  return { make, view, told, apply, fresh, reading };
}

describe('a device whose beat is learned', () => {
  it('a reading is live for two of its beats, and so is its device; a wheel, not a reader, lets it fall', () => {
    const { make, view, told, apply, fresh, reading } = world();
    expect(fresh(gauge)).to.equal('unknown');
    apply(told('water-level', 70, { atS: 0, everyS: 300 }));
    expect([fresh(gauge), reading('water-level')]).to.deep.equal(['live', 'live']);
    view.advance(make.at(599));
    expect([fresh(gauge), reading('water-level')]).to.deep.equal(['live', 'live']);
    view.advance(make.at(600));
    expect([fresh(gauge), reading('water-level')]).to.deep.equal(['stale', 'stale']);
    expect(view.get(gauge)?.fresh.since).to.equal(make.at(0));
  });

  it('before its beat is known nobody can say, and after two days without a word it has fallen silent by any beat', () => {
    const { make, view, told, apply, fresh, reading } = world();
    apply(told('water-level', 70, { atS: 0 }));
    expect([fresh(gauge), reading('water-level')]).to.deep.equal(['unknown', 'unknown']);
    view.advance(make.at(2 * DAY - 1));
    expect([fresh(gauge), reading('water-level')]).to.deep.equal(['unknown', 'unknown']);
    view.advance(make.at(2 * DAY));
    expect([fresh(gauge), reading('water-level')]).to.deep.equal(['stale', 'stale']);
  });

  it('each quantity has a beat of its own; one that is told keeps the device live and not the other', () => {
    const { make, view, told, apply, fresh, reading } = world();
    apply(told('water-level', 70, { atS: 0, everyS: 60 }), told('battery-voltage', 12, { atS: 0, everyS: 3600 }));
    view.advance(make.at(120));
    expect([fresh(gauge), reading('water-level'), reading('battery-voltage')]).to.deep.equal(['live', 'stale', 'live']);
    view.advance(make.at(7200));
    expect([fresh(gauge), reading('battery-voltage')]).to.deep.equal(['stale', 'stale']);
  });

  it('words have no beat: they are as fresh as the device, and of one that measures nothing as its feeds', () => {
    const { make, view, told, apply, fresh, reading } = world();
    apply(told('component-state', ['fire'], { atS: 0 }));
    expect(fresh(gauge)).to.equal('unknown');
    const feed = { title: { zh: '', en: '' }, state: 'live', hears: ['registry'], issues: 0, quarantined: 0 };
    apply(make.put(entityId('feed', 'city', 'wire'), feed));
    view.advance(make.at(30 * DAY));
    expect([fresh(gauge), reading('component-state')], 'no time outlives it').to.deep.equal(['live', 'live']);
    apply(told('battery-voltage', 12, { atS: 30 * DAY, everyS: 60 }));
    view.advance(make.at(31 * DAY));
    expect([fresh(gauge), reading('component-state')]).to.deep.equal(['stale', 'stale']);
    expect(view.get(gauge)?.derived['states'], 'and is still told').to.deep.equal(['fire']);
  });

  it('an alarm of it never times out', () => {
    const { make, view, told, apply } = world();
    apply(told('water-level', 70, { atS: 0, everyS: 60 }), make.put(...fireAlarm('gauge')));
    view.advance(make.at(365 * DAY));
    expect(view.get(fireAlarm('gauge')[0])).to.deep.include({ fresh: { state: 'live', since: make.at(0) } });
    expect(view.get(gauge)?.derived['alarms']).to.equal(1);
  });

  it('the same readings and the same time give the same freshness, in any order and with any repeats', () => {
    const reading = fc.record({
      quantity: fc.constantFrom('water-level', 'battery-voltage', 'component-state'),
      atS: fc.integer({ min: 0, max: 3 * DAY }),
      everyS: fc.option(fc.integer({ min: 30, max: DAY }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc
          .uniqueArray(reading, { maxLength: 12, selector: ({ quantity, atS }) => `${quantity}.${atS}` })
          .chain((set) => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length }))),
        fc.integer({ min: 0, max: 6 * DAY }),
        ([set, shuffled], nowS) => {
          const states = [set, [...shuffled, ...shuffled]].map((readings) => {
            const { make, view, told } = world();
            const entries = new Map(
              set.map((each) => [
                each,
                told(each.quantity, each.quantity === 'component-state' ? ['normal'] : 1, {
                  atS: each.atS,
                  ...(each.everyS === undefined ? {} : { everyS: each.everyS }),
                }),
              ]),
            );
            for (const each of readings) view.apply([entries.get(each)!], make.at(0));
            view.advance(make.at(nowS));
            return [view.get(gauge), ...view.find({ kind: 'observation' })].map((row) => [row?.id, row?.fresh]);
          });
          expect(states[1]).to.deep.equal(states[0]);
        },
      ),
      seeds(),
    );
  });
});
