import { expect } from 'chai';
import { YingjiError } from '../error.js';
import { entityId } from '../model/id.js';
import type { Health } from '../view/view.js';
import type { Actor } from '../ports/authenticator.js';
import type { Store } from '../ports/store.js';
import type { Vault } from '../ports/vault.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createSeededIds, detector, fireAlarm, type ManualClock } from '../testing/index.js';
import { createFeedByHand, type FeedByHand } from '../testing/feed-by-hand.js';
import { createCity, type City } from './city.js';

const actor: Actor = { id: 'u1', masked: '李*', roles: [], scope: [] };

async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

interface World {
  clock: ManualClock;
  store: Store;
  vault: Vault;
  registry: FeedByHand;
  fire: FeedByHand;
  start(): Promise<City>;
}

function world(): World {
  const clock = createManualClock();
  const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  const registry = createFeedByHand(clock);
  const fire = createFeedByHand(clock, { hears: ['registry'], expectEveryMs: 60_000 });
  const start = (): Promise<City> =>
    createCity({
      store,
      vault,
      clock,
      ids: createSeededIds(5),
      feeds: [
        { feed: registry.feed, source: 'registry' },
        { feed: fire.feed, source: 'fire', exercise: 'drill-1' },
      ],
    });
  return { clock, store, vault, registry, fire, start };
}

describe('city', () => {
  it('its view says who acts by it, or that nobody does', async () => {
    const clock = createManualClock();
    for (const [who, said] of [
      [{ actor }, { actor: '李*' }],
      [{}, { readOnly: 'no-actor' }],
    ] as const) {
      const city = await createCity({ ...createMemoryStore({ clock, ids: createSeededIds(3) }), clock, ...who });
      const healths: Health[] = [];
      city.view.health$.subscribe((health) => healths.push(health));
      city.view.advance(clock.now());
      for (const { link: _, now: __, ...rest } of healths) expect(rest).to.deep.equal(said);
      expect(healths).to.have.length(2);
      await city.close();
    }
  });

  it('confirms only what is stored, and a retry changes nothing', async () => {
    const { fire, start } = world();
    const city = await start();
    fire.deliver('m1', [fireAlarm('1')]);
    await turn();
    expect(fire.verdicts).to.deep.equal(['stored']);
    const at = city.view.at;
    fire.deliver('m1', [fireAlarm('1')]);
    await turn();
    expect([fire.verdicts, city.view.at]).to.deep.equal([['stored', 'stored'], at]);
    expect(city.view.find({ kind: 'report' })[0]?.exercise).to.equal('drill-1');
    await city.close();
  });

  it('one alarm asks for a look; a second detector of the zone within 60 s confirms an incident', async () => {
    const { clock, registry, fire, start } = world();
    const city = await start();
    const place = entityId('place', 'registry', 'b3');
    registry.deliver('list', [
      [place, { name: '思贤苑3栋', scheme: 'building' }],
      detector('1', { zone: '1', place }),
      detector('2', { zone: '1', place }),
      detector('3', { zone: '2', place }),
    ]);
    await turn();
    fire.deliver('m1', [fireAlarm('1')]);
    await turn();
    expect(city.view.find({ kind: 'incident' })).to.have.length(0);
    expect(city.view.find({ kind: 'task' })[0]?.value).to.deep.include({ title: '现场核实单点火警', sort: 'order' });
    await clock.pass(45_000);
    fire.deliver('m2', [fireAlarm('2')]);
    fire.deliver('m3', [fireAlarm('3')]);
    await turn();
    const [incident] = city.view.find({ kind: 'incident' });
    expect(incident?.value).to.deep.include({ state: 'confirmed', title: '思贤苑3栋 1 火警，同区两只以上探测器' });
    expect(incident?.exercise).to.equal('drill-1');
    expect(incident?.derived['reports']).to.equal(2);
    expect(city.view.get(fireAlarm('2')[0])?.derived).to.deep.include({ incident: incident!.id, state: 'attached' });
    await clock.pass(61_000);
    fire.deliver('m4', [fireAlarm('2', 2)]);
    await turn();
    expect(city.view.find({ kind: 'incident' })).to.have.length(1);
    await city.close();
  });

  it('goes on after a restart where it stood: no second incident, retries known, freshness not believed', async () => {
    const { registry, fire, store, start } = world();
    const first = await start();
    registry.deliver('list', [detector('1', { zone: '1' }), detector('2', { zone: '1' })]);
    fire.deliver('m1', [fireAlarm('1')]);
    fire.deliver('m2', [fireAlarm('2')]);
    await turn(20);
    const rows = (city: City, kind: string): unknown =>
      city.view.find({ kind }).map(({ id, value, derived }) => [id, value, derived]);
    const before = ['incident', 'task', 'link', 'report'].map((kind) => rows(first, kind));
    await first.close();
    const second = await start();
    await turn();
    expect(['incident', 'task', 'link', 'report'].map((kind) => rows(second, kind))).to.deep.equal(before);
    expect(second.view.get(entityId('feed', 'city', 'fire'))?.fresh.state).to.equal('stale');
    fire.deliver('m2', [fireAlarm('2')]);
    await turn();
    let reports = 0;
    for await (const entry of store.read(0 as never, 1000)) if (entry.kind === 'report') reports += 1;
    expect(reports).to.equal(2);
    await second.close();
  });

  it('acknowledges through decide, once for each command id and person', async () => {
    const { fire, start } = world();
    const city = await start();
    fire.deliver('m1', [fireAlarm('1')]);
    await turn();
    const of = fireAlarm('1')[0];
    const request = { v: 1 as const, id: 'command-1', name: 'acknowledge-alarm', input: { of } };
    const result = await city.send(request, actor);
    expect(result.ok).to.equal(true);
    expect(city.view.get(of)?.derived['acknowledged']).to.deep.include({ masked: '李*' });
    expect(await city.send(request, actor)).to.deep.equal(result);
    await city.send({ ...request, id: 'command-2' }, actor);
    expect(city.view.find({ kind: 'acknowledgement' })).to.have.length(1);
    const refused = async (change: object): Promise<string> => {
      const answer = await city.send({ ...request, id: 'command-3', ...change }, actor);
      return answer.ok ? 'ok' : answer.issues[0]!.code;
    };
    expect(await refused({ name: 'launch' })).to.equal('unknown-command');
    expect(await refused({ input: { of: 'report/fire/none' } })).to.equal('not-found');
    expect(await refused({ input: {} })).to.equal('invalid-input');
    expect(await refused({ expects: [{ id: of, position: 999 }] })).to.equal('changed-meanwhile');
    expect(await refused({ id: 'x' })).to.equal('invalid-input');
    await city.close();
  });

  it('a full list removes what is gone, and holds back when more than half would go', async () => {
    const { registry, start } = world();
    const city = await start();
    const list = (key: string, natives: readonly string[]): void => {
      const devices = natives.map((native) => detector(native));
      registry.deliver(key, devices, {
        complete: { kind: 'device', within: 'device/registry/', ids: devices.map(([id]) => id) },
      });
    };
    const count = (): number => city.view.find({ kind: 'device' }).length;
    list('a', ['1', '2', '3', '4']);
    await turn();
    list('b', ['1', '2', '3']);
    await turn();
    expect(count()).to.equal(3);
    list('c', ['1']);
    await turn();
    expect(count()).to.equal(3);
    expect(city.view.get(entityId('feed', 'city', 'registry'))).to.not.equal(undefined);
    await city.close();
  });

  it('refuses what it cannot read, keeps it sealed, and goes on', async () => {
    const { fire, start } = world();
    const city = await start();
    fire.deliver('bad', [], {
      outcome: 'undecodable',
      raw: new Uint8Array([1, 2]),
      issues: [{ code: 'x', path: '', level: 'error', message: 'x' }],
    });
    fire.deliver('wrong', [[entityId('report', 'fire', 'w'), { channel: 'smoke signal', title: '?' }]], {
      raw: new Uint8Array([3]),
    });
    fire.deliver('theirs', [[entityId('report', 'other', 'w'), { channel: 'device', title: '?' }]]);
    fire.deliver('good', [fireAlarm('1')]);
    await turn();
    expect(fire.verdicts).to.deep.equal(['refused', 'stored', 'stored', 'stored']);
    expect(city.view.find({ kind: 'report' })).to.have.length(1);
    await city.close();
  });

  it('a store that takes nothing makes the picture stale, and live again by itself once it takes something', async () => {
    for (const how of ['stalls', 'fails'] as const) {
      const { clock, store, vault, fire } = world();
      let letGo: (() => void) | undefined;
      let broken = false;
      const weak: Store = {
        ...store,
        async commit(commit) {
          if (broken && how === 'fails') throw new YingjiError('store-failed', 'no space', { recovery: 'retry' });
          if (broken) await new Promise<void>((resolve) => (letGo = resolve));
          return store.commit(commit);
        },
        lease: (holder, ms) =>
          broken && how === 'fails'
            ? Promise.reject(new YingjiError('store-failed', 'no space', { recovery: 'retry' }))
            : store.lease(holder, ms),
      };
      const feeds = [{ feed: fire.feed, source: 'fire' }];
      const city = await createCity({ store: weak, vault, clock, ids: createSeededIds(5), feeds });
      const healths: Health[] = [];
      city.view.health$.subscribe((health) => healths.push(health));
      const wait = async (seconds: number): Promise<void> => {
        for (let s = 0; s < seconds; s += 1) {
          await clock.pass(1000);
          await turn(4);
        }
      };
      await wait(2);
      const good = healths.at(-1)!.now;
      expect(healths.at(-1)!.link.state, how).to.equal('live');
      broken = true;
      fire.deliver('m1', [fireAlarm('1')]);
      await turn();
      await wait(12);
      expect(healths.at(-1), how).to.deep.include({ code: how === 'stalls' ? 'store-stalled' : 'store-failed' });
      expect(healths.at(-1)!.link.state, how).to.equal('stale');
      if (how === 'fails') expect(healths.at(-1)!.link.since, how).to.equal(good);
      broken = false;
      letGo?.();
      await wait(2);
      expect(healths.at(-1)!.link.state, how).to.equal('live');
      expect(fire.verdicts, how).to.deep.equal([how === 'stalls' ? 'stored' : 'retry']);
      await city.close();
    }
  });

  it('a silent feed goes stale, and comes back when it is heard', async () => {
    const { clock, fire, start } = world();
    const city = await start();
    const state = (): string | undefined => city.view.get(entityId('feed', 'city', 'fire'))?.fresh.state;
    await turn();
    expect(state()).to.equal('unknown');
    fire.deliver('beat', []);
    await turn();
    expect(state()).to.equal('live');
    for (let s = 0; s < 62; s += 1) await clock.pass(1000);
    await turn();
    expect(state()).to.equal('stale');
    fire.deliver('beat-2', []);
    await turn();
    expect(state()).to.equal('live');
    await city.close();
  });
});
