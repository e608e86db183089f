import { expect } from 'chai';
import fc from 'fast-check';
import { entityId } from '../model/id.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { isUsable, pickLots, standings, type Lot } from './lots.js';
import { seeds } from '../testing/seeds.js';

const NOW = '2026-06-12T16:00:00+08:00' as Instant;
const day = (days: number): Instant => toInstant(millis(NOW) + days * 86_400_000);
const lot = (name: string, quantity: number, more: Partial<Lot> = {}): Lot => ({
  id: entityId('stock', 'registry', name),
  item: 'water',
  facility: 'facility/registry/1',
  unit: '瓶',
  quantity,
  ...more,
});
const names = (picked: ReturnType<typeof pickLots>): [string, number][] =>
  picked.picks.map(({ lot: { id }, quantity }) => [id.slice('stock/registry/'.length), quantity]);

describe('lots', () => {
  it('what expires first goes first, what never expires last, nothing expired', () => {
    const lots = [
      lot('never', 5),
      lot('old', 9, { expires: day(-1) }),
      lot('now', 9, { expires: NOW }),
      lot('late', 5, { expires: day(30) }),
      lot('soon', 5, { expires: day(3) }),
      lot('wrong', -4, { expires: day(1) }),
    ];
    expect(names(pickLots(lots, 12.5, NOW))).to.deep.equal([
      ['soon', 5],
      ['late', 5],
      ['never', 2.5],
    ]);
    expect(pickLots(lots, 20, NOW).short).to.equal(5);
  });

  it('lots that expire together are taken by their ids, so that every machine takes the same', () => {
    const together = ['b', 'a', 'c'].map((name) => lot(name, 1, { expires: day(3) }));
    expect(names(pickLots(together, 3, NOW)).join()).to.equal('a,1,b,1,c,1');
    expect(names(pickLots([...together].reverse(), 3, NOW)).join()).to.equal('a,1,b,1,c,1');
  });

  it('takes exactly what is wanted or all there is, never from a later lot while an earlier holds some', () => {
    const lots = fc.array(
      fc.record({ thousandths: fc.integer({ min: -100, max: 5000 }), days: fc.integer({ min: -3, max: 9 }) }),
    );
    fc.assert(
      fc.property(lots, fc.nat(20_000), (list, wanted) => {
        const all = list.map(({ thousandths, days }, i) => lot(String(i), thousandths / 1000, { expires: day(days) }));
        const { picks, short } = pickLots(all, wanted / 1000, NOW);
        const usable = all.filter((each) => each.quantity > 0 && isUsable(each, NOW));
        const there = usable.reduce((total, { quantity }) => total + Math.round(quantity * 1000), 0);
        const taken = picks.reduce((total, { quantity }) => total + Math.round(quantity * 1000), 0);
        expect([taken, Math.round(short * 1000)]).to.deep.equal([Math.min(wanted, there), Math.max(0, wanted - there)]);
        const last = picks.at(-1)?.lot;
        for (const earlier of usable)
          if (last && millis(earlier.expires as Instant) < millis(last.expires as Instant))
            expect(picks.find(({ lot: { id } }) => id === earlier.id)?.quantity).to.equal(earlier.quantity);
      }),
      seeds(),
    );
  });

  it('the minimum is of item and facility; expired goods do not fill it, nor do other units', () => {
    const list = standings(
      [
        lot('a', 200, { minimum: 600, lent: 12.5 }),
        lot('b', 100, { minimum: 500, lent: -2 }),
        lot('c', 900, { expires: day(-1) }),
        lot('d', 50, { unit: '箱' }),
        lot('e', -30),
        lot('f', 1, { item: 'bed', minimum: 1 }),
      ],
      NOW,
    );
    const known = { item: 'water', facility: 'facility/registry/1' };
    expect(list).to.deep.equal([
      { ...known, unit: '瓶', usable: 300, expired: 900, minimum: 600, lacking: 300, lent: 10.5 },
      { ...known, item: 'bed', unit: '瓶', usable: 1, expired: 0, minimum: 1, lacking: 0, lent: 0 },
      { ...known, unit: '箱', usable: 50, expired: 0, lacking: 0, lent: 0 },
    ]);
  });

  it('what a drill plays fills no real minimum, nor the other way; a repeated lot counts once', () => {
    const lots = [lot('a', 10, { minimum: 100 }), lot('a', 10, { minimum: 100 }), lot('d', 500, { exercise: 'drill' })];
    const told = (exercise?: string) => standings(lots, NOW, exercise).map(({ usable, lacking }) => [usable, lacking]);
    expect([told(), told('drill'), told('other')]).to.deep.equal([[[10, 90]], [[500, 0]], []]);
  });
});
