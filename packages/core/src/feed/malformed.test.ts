import { expect } from 'chai';
import { createCity, type City } from '../city/city.js';
import { issue } from '../error.js';
import { entityId } from '../model/id.js';
import type { Delivery, Feed } from '../ports/feed.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import {
  createManualClock,
  createMemoryLogger,
  createSeededIds,
  detector,
  fireAlarm,
  type ManualClock,
} from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import { createWriter } from '../writer/writer.js';
import { stated } from './push.js';
import { runFeed } from './runner.js';

async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function run(
  clock: ManualClock,
  feeds: readonly { feed: Feed; source: string }[],
): Promise<City & { quarantined(): number; setAside(): string[]; codes(): string[] }> {
  const logger = createMemoryLogger();
  const held = createMemoryStore({ clock, ids: createSeededIds(3) });
  const city = await createCity({
    store: held.store,
    vault: held.vault,
    clock,
    ids: createSeededIds(5),
    logger,
    feeds,
  });
  return Object.assign(city, {
    quarantined: () => held.quarantine.length,
    setAside: () => held.quarantine.map(({ sealed }) => new TextDecoder().decode(held.vault.unseal(sealed))),
    codes: () => logger.lines.map(({ code }) => code),
  });
}

const state = (city: City, source: string): unknown => city.view.get(entityId('feed', 'city', source))?.value['state'];

describe('feed runner: deliveries that are not as agreed, or too long', () => {
  it('a feed joins what it tells itself, and nothing of others', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock);
    const city = await run(clock, [{ feed: fire.feed, source: 'fire' }]);
    const [one, other] = [entityId('report', 'fire', '1'), entityId('report', 'fire', '2')];
    const link = (n: string, to: string): [string, object] => [
      entityId('link', 'fire', n),
      { from: one, to, role: 'same-as', reasons: ['merged'] },
    ];
    fire.deliver('own', [link('1', other)]);
    fire.deliver('theirs', [link('2', entityId('report', 'police', '2'))]);
    fire.deliver('the city', [link('3', entityId('incident', 'city', '2'))]);
    await turn();
    expect(city.view.find({ kind: 'link' }).map(({ id }) => id)).to.deep.equal([entityId('link', 'fire', '1')]);
    expect(city.codes().filter((code) => code === 'not-owner')).to.have.length(2);
    expect(city.quarantined()).to.equal(2);
    await city.close();
  });

  it('a delivery over which its work breaks is set aside once, not asked for again for ever', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock, { ordering: undefined as never });
    const city = await run(clock, [{ feed: fire.feed, source: 'fire' }]);
    fire.deliver('broken', [fireAlarm('2')]);
    fire.deliver('good', []);
    await turn();
    expect(fire.verdicts).to.have.members(['refused', 'stored']);
    expect(city.quarantined()).to.equal(1);
    const [id, value] = fireAlarm('2');
    expect(city.setAside(), 'what it said').to.deep.equal([JSON.stringify([stated(id, value, clock.now())])]);
    expect(city.codes()).to.include('delivery-broken');
    await city.close();
  });

  it('what is malformed of a delivery is set aside alone: its alarm is shown, nothing hangs, and nothing is removed', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock);
    const city = await run(clock, [{ feed: fire.feed, source: 'fire' }]);
    const odd: readonly Partial<Delivery>[] = [
      { complete: { kind: 'report', within: 'report/fire/', ids: 7 as never } },
      { issues: [null as never, issue('odd', 'Odd.')] },
      { receivedAt: 'yesterday' as never },
      { receivedAt: Symbol('now') as never },
    ];
    // More than there is credit for: whatever is never settled ends the feed.
    const often = 700;
    for (let n = 0; n < often; n += 1) fire.deliver(`${n}`, [fireAlarm(`${n}`)], odd[n % odd.length]);
    fire.deliver('last', [fireAlarm('last')]);
    for (let i = 0; fire.verdicts.length <= often && i < 400; i += 1) await turn(1);
    expect(fire.verdicts).to.deep.equal(Array(often + 1).fill('stored'));
    expect(city.view.find({ kind: 'report' })).to.have.length(often + 1);
    expect(city.quarantined()).to.equal(often);
    expect(JSON.parse(city.setAside()[0]!)).to.deep.equal([
      stated(...fireAlarm('0'), clock.now()),
      { complete: { kind: 'report', within: 'report/fire/', ids: 7 } },
    ]);
    expect(city.codes()).to.include.members(['delivery-malformed', 'odd']);
    expect(state(city, 'fire')).to.equal('live');
    await city.close();
  });

  it('one that the writer cannot take is settled once, and the next is taken', async () => {
    const clock = createManualClock();
    const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    const view = createLocalView({ now: clock.now() });
    const logger = createMemoryLogger();
    const writer = await createWriter({ store, view, clock, logger, holder: 'w' });
    const fire = createFeedByHand(clock);
    let refusals = 2;
    const stop = new AbortController();
    const { closed } = runFeed(
      {
        ...{ feed: fire.feed, source: 'fire', vault, view, clock, ids: createSeededIds(5), logger },
        writer: {
          ...writer,
          enqueue: (item) => {
            if ((refusals -= 1) >= 0) throw new Error('no');
            writer.enqueue(item);
          },
        },
      },
      stop.signal,
    );
    for (const key of ['a', 'b', 'c']) fire.deliver(key, [fireAlarm(key)]);
    await turn();
    expect(fire.verdicts).to.deep.equal(['retry', 'stored', 'stored']);
    stop.abort();
    await closed;
    await writer.close();
  });

  it('a table goes through the door in slices: the alarm of another feed is not behind it, and its order is kept', async () => {
    const clock = createManualClock();
    const [registry, fire] = [createFeedByHand(clock), createFeedByHand(clock)];
    const told: string[] = [];
    const tell = (by: string, { feed }: { feed: Feed }): Feed => ({
      ...feed,
      async open(context, stop) {
        const session = await feed.open(context, stop);
        return {
          ...session,
          settle(token, verdict) {
            told.push(`${by} ${token} ${verdict} ${city.view.find({ kind: 'device' }).length}`);
            session.settle(token, verdict);
          },
        };
      },
    });
    const city = await run(clock, [
      { feed: tell('registry', registry), source: 'registry' },
      { feed: tell('fire', fire), source: 'fire' },
    ]);
    const rows = Array.from({ length: 4_000 }, (_, n) => detector(`${n}`));
    registry.deliver('table', [...rows, ['device/registry/odd', { oddest: null }] as never]);
    registry.deliver('renamed', [detector('0', { name: '新' })]);
    await turn(1);
    fire.deliver('a', [fireAlarm('1')]);
    for (let i = 0; told.length < 3 && i < 400; i += 1) await turn(1);
    expect(told).to.deep.equal(['fire 1 stored 0', 'registry 1 stored 4000', 'registry 2 stored 4000']);
    expect(city.view.get(entityId('device', 'registry', '0'))?.value['name']).to.equal('新');
    expect((JSON.parse(city.setAside()[0]!) as unknown[]).length, 'kept for people, in slices too').to.equal(4_001);
    await city.close();
  });

  it('a delivery that is no object ends its session, and the city goes on', async () => {
    const clock = createManualClock();
    const sound = createFeedByHand(clock);
    const odd = createFeedByHand(clock, {
      open: () =>
        Promise.resolve({
          deliveries: (async function* (): AsyncGenerator<Delivery> {
            await Promise.resolve();
            yield null as never;
          })(),
          settle: () => undefined,
          closed: Promise.resolve(),
        }),
    });
    const city = await run(clock, [
      { feed: odd.feed, source: 'odd' },
      { feed: sound.feed, source: 'fire' },
    ]);
    sound.deliver('a', [fireAlarm('1')]);
    await turn();
    expect(sound.verdicts).to.deep.equal(['stored']);
    expect(state(city, 'odd')).to.equal('failed');
    await city.close();
  });

  it('a delivery without lists is told of and settled, and its feed goes on', async () => {
    for (const outcome of ['good', 'unmapped'] as const) {
      const clock = createManualClock();
      const odd = createFeedByHand(clock);
      const city = await run(clock, [{ feed: odd.feed, source: 'odd' }]);
      odd.deliver('odd', [[entityId('report', 'odd', '1'), fireAlarm('1')[1]]], {
        issues: undefined as never,
        outcome,
      });
      odd.deliver('none', [], { drafts: undefined as never, outcome });
      odd.deliver('b', []);
      await turn();
      expect(odd.verdicts, outcome).to.deep.equal(['stored', 'stored', 'stored']);
      expect(city.view.find({ kind: 'report' }).length, outcome).to.equal(1);
      expect([city.quarantined(), state(city, 'odd')], outcome).to.deep.equal([2, 'live']);
      await city.close();
    }
  });
});
