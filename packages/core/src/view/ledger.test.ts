import { expect } from 'chai';
import type { Entry } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import { stockExample } from '../model/stock.schema.js';
import { toInstant } from '../model/time.js';
import { createEntries } from '../testing/index.js';
import { createLocalView } from './local-view.js';

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
