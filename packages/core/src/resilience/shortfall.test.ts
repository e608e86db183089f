import { expect } from 'chai';
import fc from 'fast-check';
import { entityId } from '../model/id.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import type { Lot } from './lots.js';
import { shortfall, type Norm } from './shortfall.js';
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
const water: Norm = { item: 'water', unit: '瓶', perPersonDay: 4 };

describe('shortfall of N people × days × item', () => {
  it('tells need, cover, gap and for how many days it lasts', () => {
    const [need] = shortfall([lot('a', 600), lot('b', 100)], [water], { persons: 96, days: 3, now: NOW });
    expect(need).to.deep.equal({
      item: 'water',
      unit: '瓶',
      needed: 1152,
      covered: 700,
      short: 452,
      days: 1,
      otherUnits: [],
    });
  });

  it('goods that expire before their day serve nobody; other units are told, not added', () => {
    const lots = [lot('a', 1000, { expires: day(1) }), lot('b', 40, { unit: '箱' })];
    expect(shortfall(lots, [water], { persons: 10, days: 3, now: NOW })[0]).to.deep.include({
      covered: 40,
      short: 80,
      days: 1,
      otherUnits: ['箱'],
    });
  });

  it('what is given once and kept does not grow with the days, but must last', () => {
    const bed: Norm = { item: 'bed', unit: '张', perPerson: 1 };
    const beds = [lot('a', 58, { item: 'bed', unit: '张' }), lot('b', 9, { item: 'bed', unit: '张', expires: day(1) })];
    const [need] = shortfall(beds, [bed], { persons: 60, days: 3, now: NOW });
    expect(need).to.deep.include({ needed: 60, covered: 58, short: 2, days: 0 });
    expect(shortfall(beds, [bed], { persons: 58, days: 3, now: NOW })[0]).to.deep.include({ short: 0, days: 3 });
  });

  it('the worst covered item comes first; none of it at all is as short as it gets', () => {
    const norms: Norm[] = [water, { item: 'meal', unit: '份', perPersonDay: 3 }];
    const needs = shortfall([lot('a', 10)], norms, { persons: 1, days: 2, now: NOW });
    expect(needs.map(({ item, short }) => [item, short])).to.deep.equal([
      ['meal', 6],
      ['water', 0],
    ]);
  });

  it('of a day in part only that part is needed, and it is no whole day served', () => {
    const need = (days: number) => shortfall([lot('a', 100)], [water], { persons: 10, days, now: NOW })[0];
    expect(need(0.5)).to.deep.include({ needed: 20, covered: 20, short: 0, days: 0 });
    expect(need(1.5)).to.deep.include({ needed: 60, covered: 60, short: 0, days: 1 });
    expect(need(3)).to.deep.include({ needed: 120, covered: 100, short: 20, days: 2 });
    expect(need(0)).to.deep.include({ needed: 0, covered: 0, short: 0, days: 0 });
  });

  it('never rounds a need down: what is finer than a thousandth is needed as a whole one', () => {
    const of = (perPerson: number, persons: number) =>
      shortfall([], [{ item: 'salt', unit: 'kg', perPerson }], { persons, days: 3, now: NOW })[0]!.needed;
    expect([of(0.0004, 1), of(0.0021, 2), of(1e-7, 1)]).to.deep.equal([0.001, 0.005, 0.001]);
    expect([of(0.1, 3), of(1.1, 3), of(0.07, 100), of(0, 5)], 'and none up that is exact').to.deep.equal([
      0.3, 3.3, 7, 0,
    ]);
    const daily: Norm = { item: 'salt', unit: 'kg', perPersonDay: 0.0004 };
    const lots = [lot('a', 0.002, { item: 'salt', unit: 'kg' })];
    expect(shortfall(lots, [daily], { persons: 1, days: 2.5, now: NOW })[0]).to.deep.include({
      needed: 0.003,
      covered: 0.002,
      short: 0.001,
      days: 2,
    });
  });

  it('needs as much as the exact product asks for, and less than a thousandth more', () => {
    // A rate in millionths, so that the product is exact in whole numbers.
    fc.assert(
      fc.property(fc.nat(5_000_000), fc.integer({ min: 1, max: 20_000 }), (millionths, persons) => {
        const norm: Norm = { item: 'water', unit: '瓶', perPerson: millionths / 1e6 };
        const { needed } = shortfall([], [norm], { persons, days: 1, now: NOW })[0]!;
        expect(Math.round(needed * 1000)).to.equal(Math.ceil((millionths * persons) / 1000));
      }),
      seeds(),
    );
  });

  it('what a drill plays feeds nobody, nor is a drill fed by what is real', () => {
    const lots = [lot('a', 3), lot('d', 5, { exercise: 'drill' })];
    const covered = (exercise?: string) =>
      shortfall(lots, [water], { persons: 10, days: 1, now: NOW, exercise })[0]?.covered;
    expect([covered(), covered('drill')]).to.deep.equal([3, 5]);
  });

  it('agrees with handing out one piece after the other', () => {
    const lots = fc.array(fc.record({ quantity: fc.nat(30), days: fc.integer({ min: -1, max: 5 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(lots, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 6 }), (list, persons, days) => {
        const all = list.map((each, i) => lot(String(i), each.quantity, { expires: day(each.days) }));
        const pieces = list
          .flatMap((each) => Array.from({ length: each.quantity }, () => each.days))
          .sort((a, b) => a - b);
        let [covered, full, open] = [0, 0, true];
        for (let today = 0; today < days; today += 1) {
          let served = 0;
          for (; served < persons * 2; served += 1) {
            const next = pieces.findIndex((until) => until > today);
            if (next < 0) break;
            pieces.splice(next, 1);
          }
          covered += served;
          open = open && served === persons * 2;
          if (open) full += 1;
        }
        const [need] = shortfall(all, [{ ...water, perPersonDay: 2 }], { persons, days, now: NOW });
        expect(need).to.deep.include({
          covered,
          days: full,
          needed: persons * days * 2,
          short: persons * days * 2 - covered,
        });
      }),
      seeds(),
    );
  });
});
