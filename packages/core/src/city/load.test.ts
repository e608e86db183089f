import { expect } from 'chai';
import type { Entry, Position } from '../model/change.js';
import { entityId } from '../model/id.js';
import type { Store } from '../ports/store.js';
import { createEntries } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import { loadSnapshot } from './load.js';

describe('loading what stood', () => {
  it('brings all of it, however much, at the times when it was recorded', async () => {
    const { put, at } = createEntries();
    const entries: Entry[] = Array.from({ length: 12_001 }, (_, n) =>
      put(entityId('place', 'registry', String(n)), { name: String(n), scheme: 'grid' }, { atS: n }),
    );
    async function* stream(): AsyncIterable<Entry> {
      yield* entries;
    }
    const store = { snapshot: (position: Position) => Promise.resolve({ position, entries: stream() }) };
    const view = createLocalView({ now: at(0) });
    const sizes: number[] = [];
    view.select({ kind: 'place' }).subscribe(({ put: rows }) => sizes.push(rows.length));
    await loadSnapshot(store as unknown as Store, view, {
      at: 12_001 as Position,
      unread: () => expect.fail('all of it can be read'),
    });
    expect(sizes).to.deep.equal([0, 5000, 5000, 2001]);
    expect([view.at, view.now]).to.deep.equal([12_001, at(12_000)]);
    expect(view.find({ kind: 'place' })).to.have.length(12_001);
  });
});
