import { expect } from 'chai';
import fc from 'fast-check';
import { compareOrder, type Draft, type Order } from '../model/change.js';
import { entityId } from '../model/id.js';
import { toInstant, type Instant } from '../model/time.js';
import type { Ordering } from '../ports/feed.js';
import type { Stamp } from '../ports/store.js';
import { stamp } from './stamper.js';
import { seeds } from '../testing/seeds.js';

const NOON = Date.parse('2026-06-12T12:00:00+08:00');

/** A source whose counters are kept between messages, as the writer keeps them. */
function source(ordering: Ordering) {
  const counters = new Map<string, Stamp>();
  return (n: number, at = NOON, receivedAt = at): { order: Order; at: Instant; codes: string[] } => {
    const draft: Draft = {
      v: 1,
      kind: 'report',
      id: entityId('report', 'fire', '1'),
      at: toInstant(at),
      basis: 'stated',
      body: { value: { channel: 'device', title: '火警' } },
      serial: { of: 'device-1', n },
    };
    const { changes, issues, stamps } = stamp([draft], {
      source: 'fire',
      ordering,
      receivedAt: toInstant(receivedAt),
      counter: (name) => counters.get(name),
    });
    for (const [name, value] of stamps) counters.set(name, value);
    return { order: changes[0]!.order, at: changes[0]!.at, codes: issues.map(({ code }) => code) };
  };
}

const later = (a: Order, b: Order): boolean => compareOrder(a, b) > 0;
const u16: Ordering = { by: 'sequence', modulus: 0x10000 };

describe('stamper', () => {
  it('retry: the same number of the same message keeps its first stamp', () => {
    const next = source(u16);
    const first = next(7);
    expect(next(7).order).to.deep.equal(first.order);
  });

  it('serial wrap: 0 after 65535 is later, not older', () => {
    const next = source(u16);
    const before = next(65_535);
    const after = next(0, NOON + 1000);
    expect(later(after.order, before.order)).to.equal(true);
  });

  it('device reboot: a counter that starts again is later, even when its clock was lost too', () => {
    const next = source(u16);
    for (let n = 1; n <= 40; n += 1) next(n, NOON + n);
    const last = next(41, NOON + 41);
    const reborn = next(1, Date.parse('2000-01-01T00:00:00+08:00'), NOON + 60_000);
    expect(later(reborn.order, last.order)).to.equal(true);
  });

  it('a reboot to the very number that came last is later too', () => {
    const next = source(u16);
    const last = next(0, NOON);
    expect(later(next(0, NOON + 5000).order, last.order)).to.equal(true);
  });

  it('a late message fills its gap, also across the wrap', () => {
    const next = source(u16);
    const before = next(65_534);
    const after = next(1, NOON + 3000);
    const late = next(65_535, NOON + 1000, NOON + 4000);
    expect(later(late.order, before.order)).to.equal(true);
    expect(later(after.order, late.order)).to.equal(true);
  });

  it('messages of one run stand in the order in which they were said, in whatever order they come, also across the wrap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 65_480, max: 65_600 }),
        fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }),
        (start, delays) => {
          const next = source(u16);
          const orders: Order[] = [next(start & 0xffff, NOON).order];
          const said = delays.map((delay, i) => ({ i: i + 1, comes: i + delay }));
          for (const { i } of said.sort((a, b) => a.comes - b.comes || a.i - b.i))
            orders[i] = next((start + i) & 0xffff, NOON + i * 1000, NOON + 100_000).order;
          for (let i = 1; i < orders.length; i += 1)
            expect(later(orders[i]!, orders[i - 1]!), `${orders[i - 1]!.join()} → ${orders[i]!.join()}`).to.equal(true);
        },
      ),
      seeds(),
    );
  });

  it('a number that came late and is said once more, at no later time, is of a device that began anew', () => {
    const next = source(u16);
    next(1, NOON);
    const last = next(3, NOON + 2000);
    expect(later(last.order, next(2, NOON + 1000).order)).to.equal(true);
    expect(later(next(2, NOON + 1500).order, last.order)).to.equal(true);
  });

  it('device reboot to a number that was lost: later by its own clock, so it is no late message', () => {
    const next = source(u16);
    next(0, NOON);
    const last = next(2, NOON + 2000);
    const reborn = next(1, NOON + 60_000);
    expect(later(reborn.order, last.order)).to.equal(true);
    expect(later(next(2, NOON + 61_000).order, reborn.order)).to.equal(true);
  });

  it('a frame dated 2059 is taken at receipt and silences nothing', () => {
    const next = source({ by: 'source-time' });
    const wild = next(1, Date.parse('2059-01-01T00:00:00+08:00'), NOON);
    expect(wild.codes).to.deep.equal(['clock-ahead']);
    expect(wild.at).to.equal(toInstant(NOON));
    const sane = next(2, NOON + 60_000);
    expect(later(sane.order, wild.order)).to.equal(true);
  });

  it('by the time of the source: what is said late of before stands before', () => {
    const next = source({ by: 'source-time' });
    const now = next(1, NOON);
    expect(later(now.order, next(2, NOON - 60_000, NOON + 1000).order)).to.equal(true);
    expect(next(3, NOON).order).to.deep.equal(now.order);
  });

  it('all that one message says has one step of its counter, and keeps what it says of drill, cause and maker', () => {
    const { changes } = stamp(
      ['a', 'b'].map((native, i) => ({
        v: 1,
        kind: 'observation',
        id: entityId('observation', 'fire', native),
        at: toInstant(NOON - i * 1000),
        basis: 'stated',
        exercise: 'spring',
        cause: [entityId('report', 'fire', '1')],
        by: 'rule@1',
        body: { value: {} },
        serial: { of: 'device-1', n: 3 },
      })),
      // A second step to one number at another time would begin a new epoch.
      { source: 'fire', ordering: u16, receivedAt: toInstant(NOON), counter: () => ({ epoch: 4, last: 2 }) },
    );
    expect(changes.map(({ order }) => order)).to.deep.equal([
      [4, 3],
      [4, 3],
    ]);
    for (const change of changes)
      expect(change).to.deep.include({ exercise: 'spring', cause: ['report/fire/1'], by: 'rule@1' });
  });

  it('a clock up to five minutes ahead is believed', () => {
    expect(source({ by: 'source-time' })(1, NOON + 300_000, NOON).codes).to.deep.equal([]);
  });

  it('arrival: each message is later than the one before', () => {
    const next = source({ by: 'arrival' });
    const first = next(9);
    expect(later(next(9).order, first.order)).to.equal(true);
  });

  it('any run of a device with skips, wraps and reboots, delivered in order, is stamped in order', () => {
    const step = fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 1, max: 40 }) },
      { weight: 1, arbitrary: fc.constant('reboot' as const) },
    );
    fc.assert(
      fc.property(fc.nat(0xffff), fc.array(step, { maxLength: 60 }), (start, steps) => {
        const next = source(u16);
        let n = start;
        let last = next(n).order;
        steps.forEach((move, i) => {
          n = move === 'reboot' ? 0 : (n + move) & 0xffff;
          const { order } = next(n, NOON + (i + 1) * 1000);
          expect(later(order, last), `${last.join()} → ${order.join()} at ${n}`).to.equal(true);
          last = order;
        });
      }),
      seeds(),
    );
  });
});
