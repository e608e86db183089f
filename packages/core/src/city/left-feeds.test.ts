import { expect } from 'chai';
import type { CommandResult } from '../command/command.js';
import { FeedHealth } from '../model/feed.schema.js';
import { entityId } from '../model/id.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import type { Actor } from '../ports/authenticator.js';
import { createEntries, createManualClock, createSeededIds, detector, fireAlarm } from '../testing/index.js';
import { allClear } from '../view/all-clear.js';
import { createLocalView } from '../view/host-view.js';
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

  it('is retired by whoever commands the city: no doubt and no witness any more, with all it said kept; and revived', async () => {
    const { start, seen, clock, store } = world();
    const commander: Actor = { id: 'li', masked: '李*', roles: ['commander'], scope: ['*'] };
    let n = 0;
    const retire = (city: City, purpose = '厂商退出，线路已拆'): Promise<CommandResult> =>
      city.send({ v: 1, id: `retire-${(n += 1)}`, name: 'retire-feed', input: { feed: FIRE, purpose } }, commander);
    const refusal = (result: CommandResult): unknown => !result.ok && result.issues[0]!.code;
    const whole = await start('registry', 'fire');
    await turn();
    expect(refusal(await retire(whole)), 'while it is configured').to.equal('not-allowed-now');
    expect(refusal(await retire(whole, ''))).to.equal('invalid-input');
    await whole.close();
    await clock.pass(60_000);

    for (const again of [false, true]) {
      const without = await start('registry');
      await turn();
      if (!again) {
        expect((await retire(without)).ok).to.equal(true);
        await turn();
      }
      // What hung on it alone watches nothing: nobody says that there is nothing.
      const alone = { feed: ['removed', 'stale'], says: ['unknown', 'unseen'] };
      expect(seen(without)).to.deep.include(alone);
      expect(without.view.get(FIRE))
        .to.deep.include({ by: 'li' })
        .and.have.nested.property('value.retired', '厂商退出，线路已拆');
      expect(FeedHealth.safeParse(without.view.get(FIRE)!.value).error).to.equal(undefined);
      expect(without.view.get(device)!.derived['retired']).to.equal(true);
      const { state, doubts } = allClear(without.view, { place: yard, eventTypes: ['12G00'], feeds: [FIRE] });
      expect([state, doubts.map(({ why }) => why)], 'asked for by name').to.deep.equal(['unknown', ['unseen', 'feed']]);
      const at = without.view.at;
      expect((await retire(without, '再说一遍')).ok).to.equal(true);
      expect(without.view.at, 'said again').to.equal(at);
      await without.close();
    }
    let said = 0;
    for await (const { id } of store.read(0 as never, 1000)) if (id === FIRE) said += 1;
    expect(said, 'live, removed and retired are all kept').to.be.at.least(3);

    const back = await start('registry', 'fire');
    await turn();
    expect(seen(back)).to.deep.equal(ALL_WELL);
    expect(back.view.get(FIRE)!.value).to.not.have.property('retired');
    expect(back.view.get(device)!.derived).to.not.have.property('retired');
    await back.close();
  });

  it('is refused for what is no feed', async () => {
    const { start } = world();
    const city = await start('registry');
    const actor: Actor = { id: 'li', masked: '李*', roles: ['commander'], scope: ['*'] };
    const input = { feed: entityId('feed', 'city', 'nobody'), purpose: '厂商退出' };
    const result = await city.send({ v: 1, id: 'retire-none', name: 'retire-feed', input }, actor);
    expect(result.ok || result.issues[0]!.code).to.equal('not-found');
    await city.close();
  });
});

describe('devices that one retired feed and another hear', () => {
  const hears = (source: string, more: object) =>
    [
      entityId('feed', 'city', source),
      { title: { zh: '', en: '' }, hears: ['registry'], issues: 0, quarantined: 0, ...more },
    ] as const;
  const told = (native: string, source: string) =>
    [entityId('report', source, native), { ...fireAlarm(native)[1] }] as const;

  it('are as fresh as the other once it has carried their word, and until then no fresher than the one that is gone', () => {
    const { put, at } = createEntries();
    const view = createLocalView({ now: at(0) });
    const state = (native: string): unknown => view.get(detector(native)[0])!.fresh.state;
    view.apply(
      [
        put(...detector('1')),
        put(...detector('2')),
        put(...hears('gone', { state: 'removed', lastEvent: at(0) })),
        put(...hears('left', { state: 'live', lastEvent: at(0) })),
        put(...told('1', 'left')),
        put(...told('2', 'gone')),
      ],
      at(0),
    );
    expect([state('1'), state('2')]).to.deep.equal(['stale', 'stale']);
    view.apply([put(...hears('gone', { state: 'removed', lastEvent: at(0), retired: '厂商退出' }))], at(1));
    expect([state('1'), state('2')]).to.deep.equal(['live', 'stale']);
    view.apply([put(...told('2', 'left'))], at(2));
    expect([state('1'), state('2')]).to.deep.equal(['live', 'live']);
    view.apply([put(...hears('left', { state: 'stale', lastEvent: at(0) }))], at(3));
    expect([state('1'), state('2')]).to.deep.equal(['stale', 'stale']);
    expect(view.get(detector('1')[0])!.derived).to.not.have.property('retired');
  });
});
