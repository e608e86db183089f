import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Movement } from '../model/movement.js';
import { stockExample } from '../model/stock.schema.js';
import { toInstant } from '../model/time.js';
import { factsOf } from '../resilience/fact.js';
import { quantityOf } from '../resilience/quantity.js';
import { createEntries } from '../testing/index.js';
import { createLocalView } from './local-view.js';
import { seeds } from '../testing/seeds.js';

const NOW = toInstant(Date.parse('2026-06-12T16:01:00+08:00'));
const STOCK = 'stock/registry/a' as EntityId;
const FACILITY = 'facility/registry/1' as EntityId;

describe('the ledger of a stock', () => {
  const { put } = createEntries(Date.parse('2026-06-12T16:00:00+08:00'));
  let asked = 0;
  /** A movement that counts how often somebody asks where it stands. */
  const movement = (n: number): Entry => {
    const value = { stock: STOCK, sort: 'receive', direction: 'in', quantity: 1.5 };
    const entry = put(`movement/city/${n}` as EntityId, value);
    const counted = Object.defineProperty({ ...value }, 'place', { get: () => void (asked += 1) });
    return { ...entry, body: { value: counted } };
  };
  const stock = (): Entry => put(STOCK, { ...stockExample, facility: FACILITY });
  const facility = (position: [number, number]): Entry => put(FACILITY, { name: '站', functions: [], position });

  it('one more movement costs the same however long the ledger is; so does a count of now', () => {
    let read = 0;
    const counting = (n: number, more: object = {}): Entry => {
      const entry = put(`movement/city/c${n}` as EntityId, {});
      const value = { stock: STOCK, sort: 'receive', direction: 'in', quantity: 1.5, ...more };
      return {
        ...entry,
        body: { value: new Proxy(value, { get: (of, name) => ((read += 1), Reflect.get(of, name)) }) },
      };
    };
    const readsOf = (length: number, more: object): number => {
      const view = createLocalView({ now: NOW });
      const many = Array.from({ length }, (_, n) => counting(n));
      view.apply([facility([108.3, 22.8]), stock(), ...many], NOW);
      // What was not counted yet is looked through once, by the first count that comes after it.
      view.apply([counting(-1, { sort: 'count', counted: length })], NOW);
      view.apply([counting(-2)], NOW);
      expect(view.get(STOCK)?.derived['quantity']).to.equal(length + 1.5);
      read = 0;
      view.apply([counting(-3, more)], NOW);
      expect(read).to.be.above(0);
      return read;
    };
    for (const more of [{}, { sort: 'count', counted: 3 }]) expect(readsOf(2000, more)).to.equal(readsOf(20, more));
  });

  it('one more takes no longer on a ledger 400 times as long', () => {
    const moving = (length: number): ((count: number) => number) => {
      const { put } = createEntries();
      const view = createLocalView({ now: NOW });
      let made = 0;
      const value = { stock: STOCK, sort: 'receive', direction: 'in', quantity: 1.5 };
      const some = (count: number): Entry[] =>
        Array.from({ length: count }, () => put(`movement/city/${(made += 1)}` as EntityId, value));
      view.apply([facility([108.3, 22.8]), stock(), ...some(length)], NOW);
      return (count) => {
        const batch = some(count);
        const start = performance.now();
        for (const each of batch) view.apply([each], NOW);
        return performance.now() - start;
      };
    };
    const [short, long] = [moving(100), moving(40_000)];
    for (const warm of [short, long]) warm(500);
    const ratios = Array.from({ length: 9 }, () => {
      const of = short(200);
      return long(200) / of;
    });
    // Looking at each movement once, and doing nothing with it, takes some 15 times as long.
    expect(ratios.sort((a, b) => a - b)[4]).to.be.below(4);
  });

  it('shows what adding up all of it gives, whatever comes when: late counts, drills, a stock that comes and goes', () => {
    const step = fc.record({
      sort: fc.constantFrom('receive', 'issue', 'count', 'stock', 'gone', 'again'),
      atS: fc.nat(5),
      quantity: fc.nat(20),
      drill: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 12 }), (batches) => {
        const view = createLocalView({ now: NOW });
        const { put, gone } = createEntries(Date.parse('2026-06-12T16:00:00+08:00'));
        const told: Entry[] = [];
        for (const batch of batches) {
          const entries = batch.map(({ sort, atS, quantity, drill }, i): Entry => {
            const options = { atS, ...(drill && { exercise: 'spring' }) };
            if (sort === 'stock') return put(STOCK, { ...stockExample, facility: FACILITY }, options);
            if (sort === 'gone') return gone(STOCK);
            const direction = sort === 'issue' ? 'out' : 'in';
            const value = { stock: STOCK, sort, direction, quantity, ...(sort === 'count' && { counted: quantity }) };
            const first = told[0];
            // Told anew under its id by an earlier order: that telling stands.
            if (sort === 'again' && first) {
              const before = { ...first, order: [0, -told.length - i] as const, position: put(STOCK, {}).position };
              return { ...before, body: { value: { ...value, sort: 'receive' } } };
            }
            const made = put(
              `movement/city/r${told.length}` as EntityId,
              { ...value, ...(sort === 'again' && { sort: 'receive' }) },
              options,
            );
            told.push(made);
            return made;
          });
          view.apply(entries, NOW);
          const row = view.get(STOCK);
          if (row) {
            const all = factsOf<Movement>(view.referring(STOCK), 'movement');
            expect(row.derived['quantity']).to.equal(quantityOf(row, all).quantity);
          }
        }
      }),
      seeds(),
    );
  });

  it('one more movement is not asked of all that went before; a stock that moves takes all with it', () => {
    const view = createLocalView({ now: NOW });
    view.apply([facility([108.3, 22.8]), stock(), ...Array.from({ length: 50 }, (_, n) => movement(n))], NOW);
    asked = 0;
    view.apply([movement(50)], NOW);
    expect(view.get(STOCK)?.derived['quantity']).to.equal(76.5);
    expect(asked).to.be.below(5);
    view.apply([facility([108.4, 22.9])], NOW);
    for (const n of [0, 50])
      expect(view.get(`movement/city/${n}` as EntityId)?.derived['position']).to.deep.equal([108.4, 22.9]);
  });
});
