import { expect } from 'chai';
import fc from 'fast-check';
import { stated } from '../feed/push.js';
import type { Draft, Position } from '../model/change.js';
import { entityId } from '../model/id.js';
import { toInstant } from '../model/time.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createSeededIds, detector } from '../testing/index.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createPipe } from '../testing/pipe.js';
import { actor } from '../testing/wire-world.js';
import { createHub } from '../wire/hub.js';
import { createRemoteView } from '../wire/remote-view.js';
import type { Row } from '../view/view.js';
import { createCity, type City } from './city.js';
import { seeds } from '../testing/seeds.js';

const [gauge, value] = detector('gauge', { contract: { by: 'observed' } });
const START = Date.parse('2026-06-12T16:00:00+08:00');

const turn = async (times = 12): Promise<void> => {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
};

function world() {
  const clock = createManualClock();
  const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  const registry = createFeedByHand(clock);
  const wire = createFeedByHand(clock);
  const start = (): Promise<City> =>
    createCity({
      store,
      vault,
      clock,
      ids: createSeededIds(5),
      feeds: [
        { feed: registry.feed, source: 'registry' },
        { feed: wire.feed, source: 'wire' },
      ],
    });
  let messages = 0;
  async function tell(...drafts: Draft[]): Promise<void> {
    wire.deliver(`m${(messages += 1)}`, [], { drafts });
    await turn();
  }
  async function register(): Promise<void> {
    registry.deliver(`r${(messages += 1)}`, [[gauge, value]]);
    await turn();
  }
  return { clock, store, start, tell, register };
}

/** A reading that was true `atS` seconds after the start. */
const reading = (atS: number, quantity = 'ponding-depth', said: unknown = 0.1): Draft =>
  stated(
    entityId('observation', 'wire', `${quantity}.${atS}`),
    { device: gauge, quantity, value: said, unit: 'm', quality: 'good' },
    toInstant(START + atS * 1000),
  );

const standing = (city: Pick<City['view'], 'find'>, quantity = 'ponding-depth'): Row =>
  city.find({ kind: 'observation', where: [{ field: 'quantity', op: 'eq', value: quantity }] })[0]!;

describe('a beat that is learned', () => {
  it('is stated on the readings, goes on after a restart, and is the same in the past and far away', async () => {
    const { clock, store, start, tell, register } = world();
    let city = await start();
    await register();
    for (let n = 0; n < 3; n += 1) {
      await tell(reading(n * 300));
      await clock.pass(300_000);
    }
    expect([standing(city.view).value['everyS'], standing(city.view).fresh.state]).to.deep.equal([
      undefined,
      'unknown',
    ]);
    await city.close();
    city = await start();
    await turn();
    await tell(reading(900));
    expect(standing(city.view).value['everyS'], 'three were heard before the restart').to.equal(300);
    expect([city.view.get(gauge)?.fresh.state, standing(city.view).fresh.state]).to.deep.equal(['live', 'live']);
    const known = city.view.at;

    const hub = createHub({ city: 'test', view: city.view, clock, ids: createSeededIds(7) });
    const pipe = createPipe(() => hub, actor);
    const remote = createRemoteView({
      connect: pipe.connect,
      send: (command) => city.view.send(command),
      clock,
      ids: createSeededIds(8),
    });
    const far: string[] = [];
    remote.select({ kind: 'observation' }).subscribe(({ put }) => far.push(...put.map(({ fresh }) => fresh.state)));
    remote.select({ kind: 'device' }).subscribe(({ put }) => far.push(...put.map(({ fresh }) => fresh.state)));
    await turn();
    for (let s = 0; s < 600; s += 5) await clock.pass(5000);
    await turn();
    expect([city.view.get(gauge)?.fresh.state, standing(city.view).fresh.state]).to.deep.equal(['stale', 'stale']);
    expect(far).to.deep.equal(['live', 'live', 'stale', 'stale']);
    remote.close();
    hub.close();

    const past = await city.asOf(known);
    expect([standing(past).fresh, past.get(gauge)?.fresh.state]).to.deep.equal([
      { state: 'live', since: toInstant(START + 900_000) },
      'live',
    ]);
    past.close();
    const before = await city.asOf((known - 1) as Position);
    expect(standing(before).fresh.state).to.equal('unknown');
    before.close();
    await city.close();
    city = await start();
    expect(standing(city.view).fresh.state).to.equal('stale');
    expect(Object.keys((await store.resume()).stamps).filter((name) => name.startsWith('beat '))).to.have.length(1);
    await city.close();
  });

  it('is learned for measurements of devices that ask for it alone, and one that is stated is left', async () => {
    const { start, tell, register, store } = world();
    const city = await start();
    await tell(...[0, 10, 20, 30].map((s) => reading(s)));
    expect(standing(city.view).value, 'not registered yet').to.not.have.property('everyS');
    await register();
    await tell(...[40, 100, 160, 220].map((s) => reading(s, 'component-state', ['normal'])));
    expect(standing(city.view, 'component-state').value).to.not.have.property('everyS');
    expect((await store.resume()).stamps).to.have.all.keys('registry', 'wire', 'city');
    const own = reading(280);
    await tell({ ...own, body: { value: { ...(own.body as { value: object }).value, everyS: 77 } } } as Draft);
    expect(standing(city.view).value['everyS']).to.equal(77);
    await city.close();
  });

  it('one message with a day of readings, the latest first, states one beat; told again it changes nothing', async () => {
    const { start, tell, register } = world();
    const city = await start();
    await register();
    const day = Array.from({ length: 12 }, (_, n) => reading(-n * 300));
    await tell(...day);
    expect([standing(city.view).value['everyS'], standing(city.view).fresh.state]).to.deep.equal([300, 'live']);
    const { at } = city.view;
    await tell(day[0]!);
    expect(city.view.at).to.equal(at);
    await city.close();
  });

  it('whatever order the same readings come in, the next one states the same beat', async () => {
    const readings = fc.uniqueArray(fc.integer({ min: -7200, max: -1 }), { minLength: 3, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        readings.chain((set) =>
          fc.tuple(fc.shuffledSubarray(set, { minLength: set.length }), fc.subarray(set), fc.constant(set)),
        ),
        async ([shuffled, again, set]) => {
          const beats: unknown[] = [];
          for (const order of [set, [...shuffled, ...again]]) {
            const { start, tell, register } = world();
            const city = await start();
            await register();
            for (const each of order) void tell(reading(each));
            await turn();
            await tell(reading(0));
            beats.push(standing(city.view).value['everyS'], standing(city.view).fresh);
            await city.close();
          }
          expect(beats.slice(2)).to.deep.equal(beats.slice(0, 2));
        },
      ),
      // Each starts two cities and waits for their writers through turns of the event loop, which a page makes 4 ms long.
      seeds(20, 200),
    );
  });
});
