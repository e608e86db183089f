import { expect } from 'chai';
import { entityId } from '../model/id.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createSeededIds, detector } from '../testing/index.js';
import { allClear } from '../view/all-clear.js';
import { createCity, type City } from './city.js';

const turn = async (): Promise<void> => {
  for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
};
const FIRE = '12G00';
const drill = { exercise: 'drill-1' };

/** A yard with one real detector that reaches all of it, and a line to it: real, or a drill's. */
function world() {
  const clock = createManualClock();
  const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  const yard = entityId('place', 'registry', 'yard');
  const [id, value] = detector('1', { detects: ['12G'], place: yard, position: [108.351, 22.821], rangeM: 60 });
  async function start(of: { registry?: typeof drill; fire?: typeof drill }): Promise<City> {
    const registry = createFeedByHand(clock);
    const fire = createFeedByHand(clock, { hears: ['registry'] });
    const city = await createCity({
      ...{ store, vault, clock, ids: createSeededIds(5) },
      feeds: [
        { feed: registry.feed, source: 'registry', ...of.registry },
        { feed: fire.feed, source: 'fire', ...of.fire },
      ],
    });
    registry.deliver('list', [
      [yard, { name: '翠湖小区', scheme: 'compound' }],
      [id, value],
    ]);
    fire.deliver('beat', []);
    await turn();
    return city;
  }
  const seen = (city: City) => ({
    feed: city.view.get(entityId('feed', 'city', 'fire'))?.fresh.state,
    device: city.view.get(id)?.fresh.state,
    says: allClear(city.view, { place: yard, eventTypes: [FIRE] }).state,
  });
  return { start, seen };
}

describe('city: a drill', () => {
  it('its feed keeps no real device fresh, nor does one that was real before', async () => {
    const { start, seen } = world();
    const real = await start({});
    expect(seen(real)).to.deep.equal({ feed: 'live', device: 'live', says: 'nothing-seen' });
    await real.close();
    const played = await start({ fire: drill });
    expect(seen(played)).to.deep.equal({ feed: 'live', device: 'unknown', says: 'unknown' });
    await played.close();
    const again = await start({});
    expect(seen(again)).to.deep.equal({ feed: 'live', device: 'live', says: 'nothing-seen' });
    await again.close();
  });

  it('its feed hears the devices of this drill', async () => {
    const { start, seen } = world();
    const city = await start({ registry: drill, fire: drill });
    expect(seen(city)).to.include({ feed: 'live', device: 'live' });
    await city.close();
  });
});
