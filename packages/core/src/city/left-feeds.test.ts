import { expect } from 'chai';
import { FeedHealth } from '../model/feed.schema.js';
import { entityId } from '../model/id.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createSeededIds, detector } from '../testing/index.js';
import { allClear } from '../view/all-clear.js';
import { createCity, type City } from './city.js';

const turn = async (): Promise<void> => {
  for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
};
const FIRE = entityId('feed', 'city', 'fire');
const yard = entityId('place', 'registry', 'yard');
const [device, value] = detector('1', { detects: ['12G'], place: yard, position: [108.351, 22.821], rangeM: 60 });

const LIST = [[yard, { name: '翠湖', scheme: 'compound' }] as const, [device, value] as const];

/** A yard with a detector of events that the feed "fire" hears, and how all of it looks the moment the city is ready. */
function world() {
  const clock = createManualClock();
  const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  let heard = true;
  async function start(...sources: readonly string[]): Promise<City> {
    const feeds = sources.map((source) => {
      const { feed, deliver } = createFeedByHand(
        clock,
        source === 'fire' ? { hears: ['registry'], expectEveryMs: 600_000 } : {},
      );
      return { feed, source, deliver };
    });
    const city = await createCity({ store, vault, clock, ids: createSeededIds(5), feeds });
    for (const { source, deliver } of feeds) if (heard) deliver(`${source}-list`, source === 'registry' ? LIST : []);
    return city;
  }
  const seen = (city: City) => {
    const { state, doubts } = allClear(city.view, { place: yard, eventTypes: ['12G00'] });
    const { value: feed, fresh } = city.view.get(FIRE) ?? {};
    return {
      feed: [feed?.['state'], fresh?.state],
      device: city.view.get(device)?.fresh.state,
      says: [state, ...doubts.map((doubt) => (doubt.why === 'feed' ? doubt.feed : doubt.why))],
    };
  };
  return { clock, start, seen, store, unheard: () => (heard = false) };
}
const ALL_WELL = { feed: ['live', 'live'], device: 'live', says: ['nothing-seen'] };

describe('city: a feed that left the configuration', () => {
  it('stands as removed, keeps nothing fresh, and is named as a doubt, until it comes back', async () => {
    const { start, seen, clock } = world();
    const whole = await start('registry', 'fire');
    await turn();
    expect(seen(whole)).to.deep.equal(ALL_WELL);
    const heard = whole.view.get(FIRE)!.value['lastEvent'];
    await whole.close();
    await clock.pass(60_000);

    const without = await start('registry');
    const gone = { feed: ['removed', 'stale'], device: 'stale', says: ['unknown', 'unseen', 'silent', FIRE] };
    // The moment the city is ready, without waiting for anything.
    expect(seen(without)).to.deep.include({ feed: gone.feed, device: gone.device });
    await turn();
    expect(seen(without)).to.deep.equal(gone);
    const told = without.view.get(FIRE)!.value;
    expect(told).to.include({ code: 'feed-removed', lastEvent: heard });
    expect(FeedHealth.safeParse(told).error).to.equal(undefined);
    await without.close();

    const back = await start('registry', 'fire');
    await turn();
    expect(seen(back)).to.deep.equal(ALL_WELL);
    expect(back.view.get(FIRE)!.value).to.not.have.any.keys('code', 'message');
    await back.close();
  });

  it('is said once, however often the city starts without it', async () => {
    const { start, store } = world();
    const about = async (): Promise<number> => {
      let count = 0;
      for await (const { id } of store.read(0 as never, 1000)) if (id === FIRE) count += 1;
      return count;
    };
    const first = await start('fire');
    await turn();
    await first.close();
    const before = await about();
    for (let n = 0; n < 3; n += 1) await (await start()).close();
    expect(await about()).to.equal(before + 1);
  });

  it('one that was never heard is of unknown freshness when it has left', async () => {
    const { start, seen, unheard } = world();
    unheard();
    const city = await start('fire');
    expect(seen(city).feed).to.deep.equal(['unknown', 'unknown']);
    await city.close();
    const without = await start();
    expect(seen(without).feed).to.deep.equal(['removed', 'unknown']);
    await without.close();
  });
});
