import { expect } from 'chai';
import fc from 'fast-check';
import { entityId } from '../model/id.js';
import { directions, type Movement } from '../model/movement.js';
import { Movement as schema } from '../model/movement.schema.js';
import { toInstant } from '../model/time.js';
import type { Fact } from './fact.js';
import { inTransit, quantityOf } from './quantity.js';

const stock = { id: entityId('stock', 'registry', 'a') };
const other = entityId('stock', 'registry', 'b');
const shelter = entityId('facility', 'registry', 'shelter');
let serial = 0;
function moved(value: Partial<Movement>, more: { atS?: number; exercise?: string } = {}): Fact<Movement> {
  serial += 1;
  const { atS = 0, exercise } = more;
  return {
    id: entityId('movement', 'city', String(serial)),
    at: toInstant(atS * 1000),
    value: { stock: stock.id, sort: 'receive', direction: 'in', quantity: 1, ...value },
    ...(exercise === undefined ? {} : { exercise }),
  };
}

/** Movements of any sort, of this stock or another, real or of a drill, in thousandths. */
const some = fc.array(
  fc.record({
    sort: fc.constantFrom(...(Object.keys(directions) as (keyof typeof directions)[])),
    turn: fc.boolean(),
    thousandths: fc.nat(5_000_000),
    here: fc.boolean(),
    exercise: fc.constantFrom(undefined, 'drill'),
  }),
  { maxLength: 30 },
);

describe('quantity of a stock', () => {
  it('is the sum of its movements in any order with any repeats, drills apart', () => {
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (list, random) => {
        const facts = list.map(({ sort, turn, thousandths, here, exercise }) => {
          const ways = directions[sort];
          return moved(
            {
              sort,
              direction: ways[turn ? ways.length - 1 : 0]!,
              quantity: thousandths / 1000,
              ...(sort === 'count' ? { counted: 1 } : {}),
              ...(here ? {} : { stock: other, to: stock.id }),
            },
            exercise === undefined ? {} : { exercise },
          );
        });
        for (const { value } of facts) expect(schema.safeParse(value).success).to.equal(true);
        let expected = 0n;
        for (const [i, { here, exercise, thousandths }] of list.entries())
          if (here && exercise === undefined)
            expected += facts[i]!.value.direction === 'in' ? BigInt(thousandths) : -BigInt(thousandths);
        const again = [...facts, ...facts.filter((_, i) => i % 2 === 0)]
          .map((fact) => ({ fact, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        expect(quantityOf(stock, again).quantity).to.equal(Number(expected) / 1000);
        expect(quantityOf(stock, again)).to.deep.equal(quantityOf(stock, facts));
      }),
      { numRuns: 1000 },
    );
  });

  it('a late physical fact may take it below zero, and shows as a discrepancy', () => {
    const facts = [moved({ quantity: 10 }), moved({ sort: 'issue', direction: 'out', quantity: 12.5 })];
    expect(quantityOf(stock, facts)).to.deep.equal({ quantity: -2.5, discrepancy: 2.5 });
  });

  it('a count corrects by its difference and stays as evidence; the latest one is told', () => {
    const counted = moved({ sort: 'count', direction: 'out', quantity: 2, counted: 58 }, { atS: 60 });
    const before = moved({ sort: 'count', direction: 'in', quantity: 1, counted: 61 }, { atS: 30 });
    const { quantity, count } = quantityOf(stock, [moved({ quantity: 60 }), counted, before]);
    expect([quantity, count]).to.deep.equal([59, { at: counted.at, counted: 58, difference: -2 }]);
  });

  it('refuses what contradicts itself: an issue that comes in, a count without its value', () => {
    const value = moved({}).value;
    for (const bad of [
      { ...value, sort: 'issue' },
      { ...value, sort: 'count' },
      { ...value, counted: 3 },
      { ...value, quantity: -1 },
      { ...value, quantity: 0.0001 },
    ])
      expect(schema.safeParse(bad).success, JSON.stringify(bad)).to.equal(false);
  });
});

describe('调拨 in two legs', () => {
  const out = moved({ sort: 'transfer', direction: 'out', quantity: 60, to: shelter }, { atS: 5 });
  const arrives = (quantity: number, exercise?: string): Fact<Movement> =>
    moved(
      { stock: other, sort: 'transfer', direction: 'in', quantity, leg: out.id },
      exercise === undefined ? {} : { exercise },
    );

  it('is on the way until the second leg, in part as well, whichever is heard first', () => {
    const known = { leg: out.id, from: stock.id, to: shelter, since: out.at };
    expect(inTransit([out])).to.deep.equal([{ ...known, quantity: 60 }]);
    expect(inTransit([arrives(58), out, out])).to.deep.equal([{ ...known, quantity: 2 }]);
    expect(inTransit([out, arrives(58), arrives(2)])).to.deep.equal([]);
    expect(inTransit([arrives(60)])).to.deep.equal([]);
  });

  it('more in than out stands as a discrepancy; what a drill brings in ends nothing real', () => {
    expect(inTransit([out, arrives(61)])[0]?.quantity).to.equal(-1);
    expect(inTransit([out, arrives(60, 'drill')])[0]?.quantity).to.equal(60);
  });

  it('lists what is really on the way, or what one drill has on the way', () => {
    const played = moved({ sort: 'transfer', direction: 'out', quantity: 9 }, { exercise: 'drill' });
    const legs = (exercise?: string) => inTransit([out, played], exercise).map(({ leg }) => leg);
    expect([legs(), legs('drill'), legs('other')]).to.deep.equal([[out.id], [played.id], []]);
  });
});
