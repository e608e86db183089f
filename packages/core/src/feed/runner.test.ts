import { expect } from 'chai';
import { createCity, type City } from '../city/city.js';
import { issue } from '../error.js';
import { entityId } from '../model/id.js';
import type { Delivery, Feed, Verdict } from '../ports/feed.js';
import type { Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import {
  createManualClock,
  createMemoryLogger,
  createSeededIds,
  detector,
  failingStore,
  fireAlarm,
  type ManualClock,
} from '../testing/index.js';
import { stated } from './push.js';

async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function run(
  clock: ManualClock,
  feeds: readonly { feed: Feed; source: string }[],
  { seed = 5, wrap = (store: Store): Store => store } = {},
): Promise<City & { quarantined(): number; setAside(): string[]; codes(): string[] }> {
  const logger = createMemoryLogger();
  const held = createMemoryStore({ clock, ids: createSeededIds(3) });
  const city = await createCity({
    store: wrap(held.store),
    vault: held.vault,
    clock,
    ids: createSeededIds(seed),
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

describe('feed runner', () => {
  it('comes back after 0.5 to 30 s, no two feeds in step, not even the first time', async () => {
    const firsts: number[] = [];
    for (const seed of [1, 2, 3]) {
      const clock = createManualClock();
      const opened: number[] = [];
      const { feed } = createFeedByHand(clock, {
        open: () => {
          opened.push(clock.elapsed());
          return Promise.reject(new Error('no route'));
        },
      });
      const city = await run(clock, [{ feed, source: 'fire' }], { seed });
      for (let s = 0; s < 1200; s += 1) await clock.pass(250);
      await turn();
      const waits = opened.slice(1).map((at, i) => at - opened[i]!);
      for (const wait of waits) expect(wait).to.be.within(500, 30_000);
      expect(Math.max(...waits)).to.be.above(8000);
      firsts.push(waits[0]!);
      expect(state(city, 'fire')).to.equal('failed');
      await city.close();
    }
    expect(new Set(firsts).size).to.equal(3);
  });

  it('a session that broke is ended and closed before it is opened again', async () => {
    const clock = createManualClock();
    let open = 0;
    let most = 0;
    const { feed } = createFeedByHand(clock, {
      open: (_, stop) => {
        most = Math.max(most, (open += 1));
        const closed = new Promise<void>((resolve) =>
          stop.addEventListener('abort', () => {
            open -= 1;
            resolve();
          }),
        );
        return Promise.resolve({
          deliveries: (async function* (): AsyncGenerator<Delivery> {
            await Promise.resolve();
            throw new Error('broken pipe');
          })(),
          settle: () => undefined,
          closed,
        });
      },
    });
    const city = await run(clock, [{ feed, source: 'fire' }]);
    for (let s = 0; s < 120; s += 1) await clock.pass(1000);
    await city.close();
    expect([open, most]).to.deep.equal([0, 1]);
  });

  it('reads no further than 1,000 unsettled deliveries', async () => {
    const clock = createManualClock();
    let read = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const verdicts: Verdict[] = [];
    const { feed } = createFeedByHand(clock, {
      open: () =>
        Promise.resolve({
          deliveries: (async function* (): AsyncGenerator<Delivery> {
            for (let n = 1; n <= 3000; n += 1) {
              read = n;
              const [id, value] = fireAlarm(String(n));
              yield {
                token: n,
                key: String(n),
                receivedAt: clock.now(),
                issues: [],
                outcome: 'good',
                drafts: [
                  { v: 1, kind: 'report', id, at: clock.now(), basis: 'stated', body: { value: value as never } },
                ],
              };
              await Promise.resolve();
            }
          })(),
          settle: (_, verdict) => void verdicts.push(verdict),
          closed: Promise.resolve(),
        }),
    });
    const starting = run(clock, [{ feed, source: 'fire' }], {
      wrap: (store) => ({ ...store, commit: (commit) => gate.then(() => store.commit(commit)) }),
    });
    await turn(40);
    await clock.pass(12_000);
    const city = await starting;
    expect(city.view.trouble, 'a start that the store does not answer').to.equal('store-stalled');
    expect(read).to.be.within(500, 1001);
    expect(verdicts).to.have.length(0);
    release();
    await turn(80);
    expect(verdicts.length).to.be.at.least(3000);
    expect(verdicts.every((verdict) => verdict === 'stored')).to.equal(true);
    await city.close();
  });

  it('a draft without an id is set aside alone: what else the message says is kept', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock);
    const city = await run(clock, [{ feed: fire.feed, source: 'fire' }]);
    const [id, value] = fireAlarm('1');
    const { id: _, ...unnamed } = stated(id, value, clock.now());
    fire.deliver('half', [], { drafts: [unnamed as never, { ...unnamed, id }] });
    await turn();
    expect(city.view.get(id)?.id).to.equal(id);
    expect([fire.verdicts, city.quarantined()]).to.deep.equal([['stored'], 1]);
    await city.close();
  });

  it('a log that cannot be written to costs no credit and no confirmation', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock);
    const held = createMemoryStore({ clock, ids: createSeededIds(3) });
    const full = (): never => {
      throw new Error('no space left');
    };
    const city = await createCity({
      ...held,
      clock,
      feeds: [{ feed: fire.feed, source: 'fire' }],
      logger: { write: full },
    });
    for (let n = 0; n < 1500; n += 1) fire.deliver(`${n}`, [], { issues: [issue('odd', 'Odd.')] });
    await turn(40);
    expect(fire.verdicts).to.have.length(1500);
    await city.close();
  });

  it('bytes that a session takes back once they are settled give their credit back', async () => {
    const clock = createManualClock();
    const raws = Array.from({ length: 12 }, () => new Uint8Array(1024 * 1024));
    const fire = createFeedByHand(clock);
    const open: Feed['open'] = async (context, stop) => {
      const session = await fire.feed.open(context, stop);
      return {
        ...session,
        settle(token, verdict) {
          structuredClone(raws[token - 1], { transfer: [raws[token - 1]!.buffer] });
          session.settle(token, verdict);
        },
      };
    };
    const city = await run(clock, [{ feed: { ...fire.feed, open }, source: 'fire' }]);
    for (const [n, raw] of raws.entries()) fire.deliver(`${n}`, [fireAlarm(`${n}`)], { raw });
    await turn(40);
    expect(fire.verdicts).to.have.length(raws.length);
    await city.close();
  });

  it('a time that is none is named, and the message set aside', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock);
    const city = await run(clock, [{ feed: fire.feed, source: 'fire' }]);
    const [id, value] = fireAlarm('1');
    const draft = { v: 1, kind: 'report', id, at: 'yesterday' as never, basis: 'stated', body: { value } } as never;
    fire.deliver('odd', [], { drafts: [draft], raw: new Uint8Array([1]) });
    await turn();
    expect([city.quarantined(), city.view.find({ kind: 'report' }).length]).to.deep.equal([1, 0]);
    await city.close();
  });

  it('a fire with a member nobody knows is shown at once, the member in the sealed quarantine alone', async () => {
    for (const raw of [new TextEncoder().encode('火警 李小明'), undefined]) {
      const clock = createManualClock();
      const fire = createFeedByHand(clock);
      const city = await run(clock, [{ feed: fire.feed, source: 'fire' }]);
      const [id, value] = fireAlarm('1');
      fire.deliver('a', [[id, { ...value, callerName: '李小明' }]], raw ? { raw } : {});
      await turn();
      const found = city.view.find({ kind: 'report' });
      expect(found.map((row) => row.id)).to.deep.equal([id]);
      expect(JSON.stringify(found)).not.to.include('李小明');
      expect(fire.verdicts).to.deep.equal(['stored']);
      expect([city.quarantined(), city.codes().filter((code) => code === 'unknown-member').length]).to.deep.equal([
        1, 1,
      ]);
      await city.close();
    }
  });

  it('a device that sends garbage without end writes ten lines a minute and their count, not a full disk', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock);
    const city = await run(clock, [{ feed: fire.feed, source: 'fire' }]);
    const lines = (code: string): number => city.codes().filter((each) => each === code).length;
    const garbage = async (minute: number): Promise<void> => {
      for (let n = 0; n < 500; n += 1)
        fire.deliver(`${minute}-${n}`, [], {
          outcome: 'undecodable',
          raw: new Uint8Array([n & 0xff]),
          issues: [issue('bad-checksum', 'The checksum is wrong; check the line.'), issue('bad-end', 'No end mark.')],
        });
      await turn(30);
    };
    await garbage(1);
    expect(['bad-checksum', 'bad-end', 'lines-held-back'].map(lines)).to.deep.equal([10, 10, 0]);
    for (let s = 0; s < 61; s += 1) await clock.pass(1000);
    expect(lines('lines-held-back')).to.equal(2);
    await garbage(2);
    expect(lines('bad-checksum')).to.equal(20);
    await city.close();
    expect(lines('lines-held-back')).to.equal(4);
    expect(city.quarantined()).to.equal(1000);
  });

  it('what could not be stored is not confirmed', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock);
    let failures = 0;
    const city = await run(clock, [{ feed: fire.feed, source: 'fire' }], {
      wrap: (store) => ({
        ...store,
        commit: (commit) =>
          commit.rows.some(({ change }) => change.kind === 'report') && (failures += 1) === 1
            ? Promise.reject(new Error('disk full'))
            : store.commit(commit),
      }),
    });
    await turn();
    fire.deliver('a', [fireAlarm('1')]);
    await turn();
    fire.deliver('a', [fireAlarm('1')]);
    await turn();
    expect(fire.verdicts).to.deep.equal(['retry', 'stored']);
    await city.close();
  });

  it('a change of health that could not be stored is told again', async () => {
    for (let n = 1; n <= 4; n += 1) {
      const clock = createManualClock();
      const fire = createFeedByHand(clock, { expectEveryMs: 10_000 });
      const city = await run(clock, [{ feed: fire.feed, source: 'fire' }], {
        wrap: (store) => failingStore(store, n, 'before'),
      });
      await turn();
      fire.deliver('beat', []);
      await turn();
      for (let s = 0; s < 14; s += 1) {
        await clock.pass(1000);
        await turn(3);
      }
      expect(state(city, 'fire'), `commit ${n} failed`).to.equal('stale');
      await city.close();
    }
  });

  it('a silent feed is stale although the clock of the host was set back', async () => {
    const clock = createManualClock();
    const fire = createFeedByHand(clock, { expectEveryMs: 10_000 });
    const city = await run(clock, [{ feed: fire.feed, source: 'fire' }]);
    await turn();
    fire.deliver('beat', []);
    await turn();
    clock.turnBack(86_400_000);
    for (let s = 0; s < 12; s += 1) {
      await clock.pass(1000);
      await turn(3);
    }
    expect(state(city, 'fire')).to.equal('stale');
    await city.close();
  });

  const full = (natives: readonly string[]) => {
    const devices = natives.map((native) => detector(native));
    return [
      devices,
      { complete: { kind: 'device', within: 'device/registry/', ids: devices.map(([id]) => id) } },
    ] as const;
  };

  it('two full lists right after each other: the second removes what the first still had', async () => {
    const clock = createManualClock();
    const registry = createFeedByHand(clock);
    const city = await run(clock, [{ feed: registry.feed, source: 'registry' }]);
    registry.deliver('a', ...full(['1', '2', '3', '4']));
    registry.deliver('b', ...full(['1', '2', '3']));
    await turn();
    expect(city.view.find({ kind: 'device' })).to.have.length(3);
    await city.close();
  });

  it('a full list that would remove everything removes nothing, also where there is only one', async () => {
    const clock = createManualClock();
    const registry = createFeedByHand(clock);
    const city = await run(clock, [{ feed: registry.feed, source: 'registry' }]);
    registry.deliver('a', ...full(['1']));
    await turn();
    registry.deliver('b', ...full([]));
    await turn();
    expect(city.view.find({ kind: 'device' })).to.have.length(1);
    expect(city.codes()).to.include('mass-removal');
    await city.close();
  });

  it('no feed speaks as the city, and no two as one', async () => {
    const clock = createManualClock();
    const { feed } = createFeedByHand(clock);
    const code = (sources: readonly string[]): Promise<unknown> =>
      run(
        clock,
        sources.map((source) => ({ feed, source })),
      ).then(
        () => 'started',
        (error: { code: string }) => error.code,
      );
    expect(await code(['city'])).to.equal('bad-source');
    expect(await code(['a', 'a'])).to.equal('bad-source');
    expect(await code([''])).to.equal('bad-source');
  });
});
