import { expect } from 'chai';
import { config } from 'rxjs';
import { YingjiError } from '../error.js';
import type { CommandRequest } from '../command/command.js';
import { entityId } from '../model/id.js';
import type { Actor } from '../ports/authenticator.js';
import type { Feed } from '../ports/feed.js';
import type { Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createMemoryLogger, createSeededIds, detector, fireAlarm } from '../testing/index.js';
import type { Health } from '../view/view.js';
import { createCity } from './city.js';

const actor: Actor = { id: 'u1', masked: '李*', roles: [], scope: [] };

async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

function world() {
  const clock = createManualClock();
  const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  const fire = createFeedByHand(clock);
  const logger = createMemoryLogger();
  const parts = { store, vault, clock, logger, ids: createSeededIds(5) };
  const feeds = [{ feed: fire.feed, source: 'fire' }];
  return { clock, store, vault, fire, logger, parts, feeds };
}

describe('city: start and stop', () => {
  it('again and again, and nothing sleeps or listens afterwards; what was said stays', async () => {
    const { clock, parts, feeds, fire } = world();
    let listeners = 0;
    const counted: Feed = {
      ...fire.feed,
      open(context, stop) {
        const [add, remove] = [stop.addEventListener.bind(stop), stop.removeEventListener.bind(stop)];
        stop.addEventListener = (...args: Parameters<typeof add>) => void ((listeners += 1), add(...args));
        stop.removeEventListener = (...args: Parameters<typeof remove>) => void ((listeners -= 1), remove(...args));
        return fire.feed.open(context, stop);
      },
    };
    for (let n = 0; n < 5; n += 1) {
      const city = await createCity({ ...parts, feeds: [{ feed: counted, source: 'fire' }] });
      fire.deliver(`m${n}`, [fireAlarm(String(n))]);
      await turn();
      expect(city.view.find({ kind: 'report' })).to.have.length(n + 1);
      await city.close();
      await city.close();
      expect(clock.sleeping, 'nobody sleeps').to.equal(0);
    }
    expect(listeners, 'one for each opening, whose signal is gone with it').to.equal(5);
    expect(fire.verdicts).to.deep.equal(['stored', 'stored', 'stored', 'stored', 'stored']);
    expect(feeds).to.have.length(1);
  });

  it('two in one process know nothing of each other', async () => {
    const [a, b] = [world(), world()];
    const one = await createCity({ ...a.parts, feeds: a.feeds });
    const other = await createCity({ ...b.parts, feeds: b.feeds, kinds: [] });
    a.fire.deliver('m', [fireAlarm('1')]);
    await turn();
    expect([one, other].map(({ view }) => view.find({ kind: 'report' }).length)).to.deep.equal([1, 0]);
    await one.close();
    b.fire.deliver('m', [fireAlarm('1'), fireAlarm('2')]);
    await turn();
    expect(other.view.find({ kind: 'report' })).to.have.length(2);
    await other.close();
  });

  it('one over the store of another takes over; the first says so, confirms nothing more, and can be closed', async () => {
    const { parts, feeds, fire, clock } = world();
    const first = await createCity({ ...parts, feeds });
    const rival = createFeedByHand(clock);
    const second = await createCity({ ...parts, feeds: [{ feed: rival.feed, source: 'fire' }] });
    fire.deliver('m', [fireAlarm('1')]);
    await turn();
    expect((await first.failed).recovery).to.equal('fatal');
    expect(fire.verdicts).to.not.include('stored');
    rival.deliver('m', [fireAlarm('1')]);
    await turn();
    expect(rival.verdicts).to.deep.equal(['stored']);
    await first.close();
    await second.close();
    expect(clock.sleeping).to.equal(0);
  });

  it('closed during a commit, it waits for that, and confirms what it kept', async () => {
    const { parts, feeds, fire, store } = world();
    let letGo: () => void = () => undefined;
    let slow = false;
    const sluggish: Store = {
      ...store,
      async commit(commit) {
        if (slow) await new Promise<void>((resolve) => (letGo = resolve));
        return store.commit(commit);
      },
    };
    const city = await createCity({ ...parts, store: sluggish, feeds });
    await turn();
    slow = true;
    fire.deliver('m1', [fireAlarm('1')]);
    await turn();
    let closed = false;
    const closing = city.close().then(() => (closed = true));
    await turn();
    expect(closed).to.equal(false);
    expect(fire.verdicts).to.deep.equal([]);
    slow = false;
    letGo();
    await closing;
    expect(fire.verdicts).to.deep.equal(['stored']);
    const again = await createCity({ ...parts, feeds });
    expect(again.view.get(fireAlarm('1')[0])).to.not.equal(undefined);
    await again.close();
  });

  it('closed, its picture says that it is stale to whoever still looks, and takes nothing more', async () => {
    const { parts, feeds } = world();
    const city = await createCity({ ...parts, feeds, actor });
    const healths: Health[] = [];
    let ended = false;
    city.view.health$.subscribe({ next: (health) => healths.push(health), complete: () => (ended = true) });
    expect(healths.at(-1)!.link.state).to.equal('live');
    await city.close();
    expect(healths.at(-1)).to.deep.include({ code: 'view-closed' });
    expect(healths.at(-1)!.link.state).to.equal('stale');
    expect(ended).to.equal(true);
    const request = { v: 1, id: 'command-1', name: 'acknowledge-alarm', input: { of: fireAlarm('1')[0] } } as const;
    const refusal = await city.send(request, actor).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(YingjiError).with.property('code', 'writer-closed');
  });

  it('a feed that breaks at its opening, however it does, breaks nothing else and is opened again', async () => {
    for (const [how, open] of Object.entries<Feed['open']>({
      'it throws': () => {
        throw new Error('no port');
      },
      'it rejects': () => Promise.reject(new Error('no port')),
      'it rejects with nothing': () => Promise.reject(undefined as unknown as Error),
      'it gives no session': () => Promise.resolve(undefined as never),
      'its session has no deliveries': () =>
        Promise.resolve({ settle: () => undefined, closed: Promise.resolve() } as never),
    })) {
      const { clock, parts, feeds, fire, logger } = world();
      let opened = 0;
      const broken: Feed = { ...fire.feed, id: 'broken', open: (...args) => ((opened += 1), open(...args)) };
      const city = await createCity({ ...parts, feeds: [...feeds, { feed: broken, source: 'broken' }] });
      fire.deliver('m', [fireAlarm('1')]);
      await turn();
      expect(city.view.find({ kind: 'report' }), how).to.have.length(1);
      expect(city.view.get(entityId('feed', 'city', 'broken'))?.value['state'], how).to.equal('failed');
      expect(
        logger.lines.map(({ code }) => code),
        how,
      ).to.include('feed-failed');
      for (let s = 0; s < 35; s += 1) await clock.pass(1000);
      expect(opened, how).to.be.above(1);
      await city.close();
      expect(clock.sleeping, how).to.equal(0);
    }
  });

  it('a subscriber that throws hinders neither the others, nor the log, nor the picture', async () => {
    const { parts, feeds, fire, clock } = world();
    const thrown: unknown[] = [];
    const before = config.onUnhandledError;
    config.onUnhandledError = (error) => thrown.push(error);
    try {
      const city = await createCity({ ...parts, feeds });
      const seen: number[] = [];
      const follow = (then: () => void): void => {
        city.view.select({ kind: 'report' }).subscribe(({ put }) => {
          then();
          seen.push(put.length);
        });
      };
      follow(() => {
        throw new Error('a bug of the page');
      });
      city.view.health$.subscribe(() => {
        throw new Error('another');
      });
      follow(() => undefined);
      fire.deliver('m1', [detector('1'), fireAlarm('1')]);
      fire.deliver('m2', [fireAlarm('1')]);
      await turn();
      await clock.pass(2000);
      fire.deliver('m3', [fireAlarm('2')]);
      await turn();
      expect(fire.verdicts).to.include('stored');
      expect(seen.reduce((sum, count) => sum + count, 0)).to.equal(city.view.find({ kind: 'report' }).length);
      expect(seen.length).to.be.above(1);
      expect(city.view.find({ kind: 'report' })).to.have.length(2);
      expect(thrown.map(String)).to.include.members(['Error: a bug of the page', 'Error: another']);
      await city.close();
      // They are told after what threw is over.
      await turn();
    } finally {
      config.onUnhandledError = before;
    }
  });

  it('a Command that is none is refused with an Issue, whoever let it through', async () => {
    const { parts, feeds } = world();
    const city = await createCity({ ...parts, feeds, actor });
    const good = { v: 1, id: 'command-1', name: 'acknowledge-alarm', input: { of: fireAlarm('1')[0] } };
    let deep: unknown = 1;
    for (let n = 0; n < 50_000; n += 1) deep = { deep };
    for (const request of [
      ...[undefined, null, 7, 'acknowledge-alarm', [], {}],
      ...[
        { ...good, expects: 7 },
        { ...good, expects: [null] },
        { ...good, expects: [{}] },
      ],
      ...[
        { ...good, input: deep },
        { ...good, input: undefined },
        { ...good, name: { toString: null } },
      ],
    ]) {
      const said = typeof request === 'object' ? Object.keys(request ?? {}).join() : String(request);
      const answer = await (async () => city.send(request as CommandRequest, actor))();
      expect(answer.ok, said).to.equal(false);
      expect(await (async () => city.view.send(request as CommandRequest))(), said).to.have.property('ok', false);
    }
    await city.close();
  });

  it('starts with every row that stood, however many: none is lost between two portions', async () => {
    const { clock, parts } = world();
    for (const count of [5000, 5001]) {
      const memory = createMemoryStore({ clock, ids: createSeededIds(3) });
      const registry = createFeedByHand(clock);
      const start = () => createCity({ ...parts, ...memory, feeds: [{ feed: registry.feed, source: 'registry' }] });
      const first = await start();
      registry.deliver(
        'list',
        Array.from({ length: count }, (_, n) => detector(String(n))),
      );
      await turn(40);
      expect(registry.verdicts).to.deep.equal(['stored']);
      await first.close();
      const again = await start();
      expect(again.view.find({ kind: 'device' })).to.have.length(count);
      await again.close();
    }
  });

  it('only what people look at is acknowledged', async () => {
    const { parts, clock } = world();
    const registry = createFeedByHand(clock);
    const city = await createCity({ ...parts, actor, feeds: [{ feed: registry.feed, source: 'registry' }] });
    registry.deliver('list', [detector('1')]);
    await turn();
    const answer = await city.view.send({
      v: 1,
      id: 'command-1',
      name: 'acknowledge-alarm',
      input: { of: detector('1')[0] },
    });
    expect(answer.ok ? [] : answer.issues.map(({ code }) => code)).to.deep.equal(['not-acknowledgeable']);
    expect(city.view.find({ kind: 'acknowledgement' })).to.deep.equal([]);
    await city.close();
  });
});
