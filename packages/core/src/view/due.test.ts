import { expect } from 'chai';
import fc from 'fast-check';
import { createCells, type Cell } from './cell.js';
import { createDueList } from './due.js';
import { seeds } from '../testing/seeds.js';

const cells = (n: number): Cell[] => {
  const made = createCells();
  return Array.from({ length: n }, (_, i) => made.make(`c${i}`));
};

const names = (some: readonly Cell[]): string[] => some.map(({ name }) => name).sort();

describe('what falls due', () => {
  it('is taken once, when its last time has come, however often it was put off or brought forward', () => {
    const step = fc.oneof(
      fc.record({ n: fc.nat(5), due: fc.integer({ min: 0, max: 20_000 }) }),
      fc.record({ pass: fc.integer({ min: -2000, max: 4000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const all = cells(6);
        const list = createDueList();
        const want = new Map<Cell, number>();
        let now = 0;
        for (const each of steps)
          if ('n' in each) {
            list.set(all[each.n]!, each.due);
            want.set(all[each.n]!, each.due);
          } else {
            now += each.pass;
            const due = [...want].filter(([, at]) => at <= now).map(([cell]) => cell);
            for (const cell of due) want.delete(cell);
            expect(names(list.take(now))).to.deep.equal(names(due));
          }
      }),
      seeds(),
    );
  });

  it('costs nothing to put off a thousand times', () => {
    const [cell] = cells(1);
    const list = createDueList();
    for (let due = 5000; due < 6_000_000; due += 5000) list.set(cell!, due);
    expect(list.take(5_000_000)).to.deep.equal([]);
    expect(list.take(6_000_000)).to.deep.equal([cell]);
  });
});
