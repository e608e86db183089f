// What hostile drafts leave in memory; a page cannot ask.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { createCity } from '../src/city/city.js';
import { stated } from '../src/feed/push.js';
import type { Draft } from '../src/model/change.js';
import type { Store } from '../src/ports/store.js';
import { createMemoryStore } from '../src/store/memory.js';
import { createFeedByHand } from '../src/testing/feed-by-hand.js';
import { createManualClock, createSeededIds, fireAlarm, hostileDrafts } from '../src/testing/index.js';

const ROUNDS = Math.min(20, Number(process.env['YINGJI_FUZZ'] ?? 1));

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const turn = async (): Promise<void> => {
  for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
};

/** Bytes in use once nothing more can be let go, those of buffers among them. */
async function used(): Promise<number> {
  for (let i = 0; i < 3; i += 1) {
    await turn();
    gc();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('what a city is told to break it', () => {
  it('leaves nothing in memory but what is in quarantine: texts of 10 MB, millions of members, deep nests', async () => {
    const clock = createManualClock();
    const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    let held = 0;
    // What is in quarantine is bounded by the store that keeps it: here it is counted and let go.
    const forgetful: Store = {
      ...store,
      commit({ quarantine, ...rest }) {
        for (const { sealed } of quarantine) held += sealed.length;
        return store.commit({ ...rest, quarantine: [] });
      },
    };
    const fire = createFeedByHand(clock);
    const city = await createCity({
      ...{ store: forgetful, vault, clock, ids: createSeededIds(5) },
      feeds: [{ feed: fire.feed, source: 'fire' }],
    });
    let n = 0;
    const round = async (which: typeof hostileDrafts): Promise<void> => {
      for (const { make } of which) {
        const [alarm, value] = fireAlarm('1');
        const drafts = [make('fire', clock.now()) as Draft, stated(alarm, value, clock.now())];
        fire.deliver(`m${(n += 1)}`, [], { drafts });
        while (fire.verdicts.length < n) await turn();
      }
    };
    // The drafts themselves keep their long texts, spelled out once somebody has read them.
    await round(hostileDrafts.filter(({ name }) => / end$|10 MB/.test(name)));
    const before = await used();
    held = 0;
    for (let i = 0; i < ROUNDS; i += 1) await round(hostileDrafts);
    expect(held, 'bytes that were told in vain').to.be.above(25_000_000 * ROUNDS);
    // What the program itself compiles on the way among it.
    const grown = (await used()) - before;
    expect(grown).to.be.below(4_000_000);
    await city.close();
  }).timeout(60_000);
});
