import { expect } from 'chai';
import { YingjiError } from '../error.js';
import type { Position } from '../model/change.js';
import { entityId } from '../model/id.js';
import type { Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import type { Analyst } from '../view/analyst.js';
import { createCity } from './city.js';

async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** The store as it is when its log was cut at a position, and an analyst stopped at another. */
function cutAt(store: Store, at: Position, cursor: Position): Store {
  const before = (asked: number): boolean => asked < at;
  const refusal = new YingjiError('log-cut', `kept from ${at} on.`, { recovery: 'skip' });
  return {
    ...store,
    resume: async () => ({
      ...(await store.resume()),
      cursors: { watcher: cursor },
      cut: { at, recordedAt: '2026-06-12T08:00:05.000Z' as never },
    }),
    async *read(after, limit) {
      if (before(after)) throw refusal;
      yield* store.read(after, limit);
    },
    snapshot: async (asked) => {
      if (asked !== undefined && before(asked)) throw refusal;
      return store.snapshot(asked);
    },
  };
}

describe('city: over a log that was cut', () => {
  for (const [cursor, anew] of [
    [1, true],
    [4, false],
  ] as const)
    it(`starts; an analyst that stopped at ${cursor} ${anew ? 'begins anew with the whole picture' : 'goes on from there'}`, async () => {
      const clock = createManualClock();
      const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
      const feed = createFeedByHand(clock);
      const feeds = [{ feed: feed.feed, source: 'registry' }];
      const first = await createCity({ store, vault, clock, ids: createSeededIds(5), feeds, analysts: [] });
      for (const n of [1, 2, 3, 4]) {
        feed.deliver(`m${n}`, [[entityId('place', 'registry', String(n)), { name: String(n), scheme: 'zone' }]]);
        await turn(6);
        await clock.pass(1000);
      }
      await first.close();
      const { head } = await store.resume();
      expect(head).to.be.above(5);
      const seen: string[] = [];
      const watcher: Analyst = {
        id: 'watcher',
        version: 1,
        watches: [{ kind: 'place' }],
        step: ([delta]) => {
          seen.push(...delta!.put.map(({ value }) => String(value['name'])));
          return { drafts: [] };
        },
      };
      const city = await createCity({
        store: cutAt(store, 4 as Position, cursor as Position),
        vault,
        clock,
        ids: createSeededIds(5),
        analysts: [watcher],
      });
      expect(city.view.find({ kind: 'place' })).to.have.length(4);
      expect(seen.sort()).to.deep.equal(anew ? ['1', '2', '3', '4'] : ['3', '4']);
      for (const when of [3 as Position, '2026-06-12T08:00:04.999Z' as never])
        expect(await city.asOf(when).catch((error: YingjiError) => error.code)).to.equal('log-cut');
      const past = await city.asOf(4 as Position);
      expect(past.now).to.equal('2026-06-12T08:00:05.000Z');
      past.close();
      let told: unknown;
      city.replay(1 as Position, head, Infinity).subscribe({ error: (error: unknown) => (told = error) });
      await turn();
      expect(told).to.have.property('code', 'log-cut');
      await city.close();
    });
});
