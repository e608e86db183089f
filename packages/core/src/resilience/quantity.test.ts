import { expect } from 'chai';
import fc from 'fast-check';
import type { Position } from '../model/change.js';
import { entityId } from '../model/id.js';
import { directions, type Movement } from '../model/movement.js';
import { Movement as schema } from '../model/movement.schema.js';
import { toInstant } from '../model/time.js';
import type { Fact } from './fact.js';
import { inTransit, quantityOf } from './quantity.js';
import { seeds } from '../testing/seeds.js';

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

/** Movements of any sort, of this stock or another, real or of a drill, in thousandths, within a few seconds. */
const some = fc.array(
  fc.record({
    sort: fc.constantFrom(...(Object.keys(directions) as (keyof typeof directions)[])),
    turn: fc.boolean(),
    thousandths: fc.nat(5_000_000),
    counted: fc.nat(5_000_000),
    atS: fc.nat(6),
    here: fc.boolean(),
    exercise: fc.constantFrom(undefined, 'drill'),
  }),
  { maxLength: 30 },
);

describe('quantity of a stock', () => {
  it('is what was counted last and what moved since, in any order with any repeats, drills apart', () => {
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (list, random) => {
        const facts = list.map(({ sort, turn, thousandths, counted, atS, here, exercise }, i): Fact<Movement> => {
          const ways = directions[sort];
          const value: Partial<Movement> = {
            sort,
            direction: ways[turn ? ways.length - 1 : 0]!,
            quantity: thousandths / 1000,
            ...(sort === 'count' ? { counted: counted / 1000 } : {}),
            ...(here ? {} : { stock: other, to: stock.id }),
          };
          const position = (i + 1) as Position;
          return { ...moved(value, { atS, ...(exercise === undefined ? {} : { exercise }) }), position };
        });
        for (const { value } of facts) expect(schema.safeParse(value).success).to.equal(true);
        const byTime = list
          .map((each, i) => ({ ...each, i, way: facts[i]!.value.direction }))
          .filter(({ here, exercise }) => here && exercise === undefined)
          .sort((a, b) => a.atS - b.atS || a.i - b.i);
        let expected = 0n;
        for (const { sort, counted, thousandths, way } of byTime)
          if (sort === 'count') expected = BigInt(counted);
          else expected += way === 'in' ? BigInt(thousandths) : -BigInt(thousandths);
        const again = [...facts, ...facts.filter((_, i) => i % 2 === 0)]
          .map((fact) => ({ fact, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        expect(quantityOf(stock, again).quantity).to.equal(Number(expected) / 1000);
        expect(quantityOf(stock, again)).to.deep.equal(quantityOf(stock, facts));
      }),
      seeds(),
    );
  });

  it('a late physical fact may take it below zero, and shows as a discrepancy', () => {
    const facts = [moved({ quantity: 10 }), moved({ sort: 'issue', direction: 'out', quantity: 12.5 })];
    expect(quantityOf(stock, facts)).to.deep.equal({ quantity: -2.5, discrepancy: 2.5, lent: 12.5 });
  });

  it('what was handed out and not brought back is lent, whatever was counted meanwhile', () => {
    const issued = moved({ sort: 'issue', direction: 'out', quantity: 5 }, { atS: 10 });
    const counted = moved({ sort: 'count', direction: 'out', quantity: 1, counted: 94 }, { atS: 20 });
    const back = moved({ sort: 'return', quantity: 3 }, { atS: 30 });
    const late = moved({ sort: 'issue', direction: 'out', quantity: 1 }, { atS: 15 });
    const lent = (...facts: Fact<Movement>[]) => quantityOf(stock, facts).lent;
    expect(lent(issued, counted)).to.equal(5);
    expect(lent(issued, late, counted, back, moved({ sort: 'scrap', direction: 'out' }))).to.equal(3);
    expect(lent(counted, back, late, issued), 'in whatever order').to.equal(3);
    expect(lent(back), 'of another lot').to.equal(-3);
    expect(lent(issued, back, moved({ sort: 'return', quantity: 2 })), 'even').to.equal(undefined);
  });

  it('a count stands over all that happened until then, whenever it becomes known, and tells what the ledger was wrong by', () => {
    const before = moved({ sort: 'count', direction: 'in', quantity: 1, counted: 61 }, { atS: 30 });
    const counted = moved({ sort: 'count', direction: 'out', quantity: 2, counted: 58 }, { atS: 60 });
    const known = [moved({ quantity: 60 }), counted, before];
    const count = { at: counted.at, counted: 58, difference: -2 };
    expect(quantityOf(stock, known)).to.deep.equal({ quantity: 58, discrepancy: 0, count });
    const late = moved({ sort: 'issue', direction: 'out', quantity: 2 }, { atS: 59 });
    expect(quantityOf(stock, [...known, late]), 'told of after the count').to.deep.include({ quantity: 58, count });
    const after = moved({ sort: 'issue', direction: 'out', quantity: 8 }, { atS: 61 });
    expect(quantityOf(stock, [late, after, ...known])).to.deep.include({ quantity: 50, count });
  });

  it('of one instant, what was recorded after the count has moved since; what nobody knows to be later has not', () => {
    const at = (fact: Fact<Movement>, position: number): Fact<Movement> => ({
      ...fact,
      position: position as Position,
    });
    const counted = moved({ sort: 'count', direction: 'in', quantity: 5, counted: 5 });
    const out = moved({ sort: 'issue', direction: 'out', quantity: 2 });
    const holding = (...facts: Fact<Movement>[]): number => quantityOf(stock, facts).quantity;
    expect([holding(at(counted, 1), at(out, 2)), holding(at(out, 1), at(counted, 2))]).to.deep.equal([3, 5]);
    expect([holding(counted, out), holding(out, counted)]).to.deep.equal([5, 5]);
    const other = moved({ sort: 'count', direction: 'in', quantity: 0, counted: 7 });
    expect([holding(counted, other), holding(other, counted)], 'the same, whichever is heard first').to.deep.equal([
      7, 7,
    ]);
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
