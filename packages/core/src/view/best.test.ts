import { expect } from 'chai';
import fc from 'fast-check';
import { createBest, type Best } from './best.js';
import { seeds } from '../testing/seeds.js';

/** One that changes its rank under the reserve's hands, as a cell does. */
interface Item {
  readonly n: number;
  rank: number;
}

const order = (a: Readonly<Item>, b: Readonly<Item>): number => a.rank - b.rank || a.n - b.n;

const bestOf = (top: number, all: () => Item[]): Best<Item, Item> =>
  createBest({ top, order, all, rank: (item: Item) => item, keep: (item: Item) => ({ ...item }) });

describe('the first few', () => {
  it('are those of all sorted, whatever comes, goes and changes', () => {
    const step = fc.record({ n: fc.nat(199), rank: fc.nat(50), gone: fc.boolean() });
    const batch = fc.uniqueArray(step, { maxLength: 120, selector: ({ n }) => n });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (batches, top) => {
        const items = Array.from({ length: 200 }, (_, n): Item => ({ n, rank: n % 7 }));
        const here = new Set(items);
        const best = bestOf(top, () => [...here]);
        best.fill();
        for (const steps of batches) {
          for (const { n, rank } of steps) items[n]!.rank = rank;
          for (const { n, gone } of steps) here[gone ? 'delete' : 'add'](items[n]!);
          for (const { n } of steps) best.count(items[n]!, here.has(items[n]!));
          expect(best.first()).to.deep.equal([...here].sort(order).slice(0, top));
        }
      }),
      seeds(),
    );
  });

  it('look at all ever more seldom while the first ones keep leaving', () => {
    const here = new Set(Array.from({ length: 20_000 }, (_, n): Item => ({ n, rank: n })));
    let looked = 0;
    const best = bestOf(10, () => ((looked += here.size), [...here]));
    best.fill();
    for (const item of [...here].slice(0, 10_000)) {
      expect(best.first()[0]).to.deep.equal(item);
      best.count(item, false);
      here.delete(item);
    }
    expect(looked).to.be.below(20 * 10_000);
  });
});
