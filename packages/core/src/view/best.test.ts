import { expect } from 'chai';
import fc from 'fast-check';
import { createBest } from './best.js';
import type { Row } from './view.js';

const row = (id: string, rank: number): Row => ({ id, value: { rank } }) as unknown as Row;
const rank = ({ value }: Row): number => value['rank'] as number;
const order = (a: Row, b: Row): number => rank(a) - rank(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

describe('the first few', () => {
  it('are those of all rows sorted, whatever comes and goes', () => {
    const step = fc.record({ n: fc.nat(199), rank: fc.nat(50), gone: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { maxLength: 120 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (batches, top) => {
          const rows = new Map<number, Row>(Array.from({ length: 200 }, (_, n) => [n, row(`r${n}`, n % 7)]));
          const best = createBest({ top, order, all: () => [...rows.values()] });
          best.fill();
          for (const batch of batches) {
            const before = new Map(batch.map(({ n }) => [n, rows.get(n)]));
            for (const { n, rank: to, gone } of batch)
              if (gone) rows.delete(n);
              else rows.set(n, row(`r${n}`, to));
            for (const old of before.values()) if (old) best.remove(old);
            for (const n of before.keys()) if (rows.has(n)) best.add(rows.get(n)!);
            expect(best.first()).to.deep.equal([...rows.values()].sort(order).slice(0, top));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('look at all rows ever more seldom while the first ones keep leaving', () => {
    const rows = new Map(Array.from({ length: 20_000 }, (_, n) => [n, row(`r${n}`, n)] as const));
    let looked = 0;
    const best = createBest({ top: 10, order, all: () => ((looked += rows.size), [...rows.values()]) });
    best.fill();
    for (let n = 0; n < 10_000; n += 1) {
      best.remove(rows.get(n)!);
      rows.delete(n);
      expect(best.first()[0]).to.equal(rows.get(n + 1));
    }
    expect(looked).to.be.below(20 * 10_000);
  });
});
