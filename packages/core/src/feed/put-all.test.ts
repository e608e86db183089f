import { expect } from 'chai';
import { createCity } from '../city/city.js';
import { entityId } from '../model/id.js';
import type { Commit, Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import { createPushFeed, stated } from './push.js';

describe('what a feed tells again', () => {
  it('in another message adds nothing, not to the vault either, until it says something else of a person', async () => {
    const clock = createManualClock();
    const ids = createSeededIds();
    const { store, vault } = createMemoryStore({ clock, ids });
    const kept: [rows: number, secrets: readonly string[]][] = [];
    const watched: Store = {
      ...store,
      commit: (commit: Commit) => {
        const told = commit.rows.filter(({ change }) => change.kind === 'report');
        if (commit.seen.length > 0) kept.push([told.length, commit.vault.map(({ secret }) => secret)]);
        return store.commit(commit);
      },
    };
    const source = createPushFeed({ id: 'calls', title: { zh: '接处警', en: 'Calls' } });
    const city = await createCity({
      store: watched,
      vault,
      clock,
      ids,
      feeds: [{ feed: source.feed, source: 'calls' }],
    });
    const at = clock.now();
    const tell = (key: string, told: object, when = at): Promise<string> => {
      const value = { channel: '110', title: '110 警情', ...told };
      const drafts = [stated(entityId('report', 'calls', '1'), value as never, when)];
      return source.push({ key, receivedAt: clock.now(), drafts });
    };
    await tell('1', { caller: '欧阳某', narrative: '有烟' });
    await tell('2', { narrative: '有烟', caller: '欧阳某' });
    await tell('3', { caller: '欧阳某', narrative: '有烟', native: '1' });
    await tell('4', { caller: '某甲' });
    expect(kept).to.deep.equal([
      [1, ['欧阳某', '有烟']],
      [0, []],
      [1, ['欧阳某', '有烟']],
      [1, ['某甲']],
    ]);
    await city.close();
  });
});
