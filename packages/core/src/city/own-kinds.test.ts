import { expect } from 'chai';
import * as z from 'zod';
import { entityId } from '../model/id.js';
import { defineKind, id, means, sensitive } from '../model/schemas.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createMemoryLogger, createSeededIds } from '../testing/index.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import type { Analyst } from '../view/analyst.js';
import { createCity, type City } from './city.js';

const lift = defineKind({
  name: 'acme:lift',
  title: { zh: '电梯', en: 'lift' },
  law: 'register',
  fields: {
    state: means(z.enum(['running', 'stuck']), 'Where it stands.'),
    building: means(id, 'The building it is in.'),
    trapped: sensitive('Who is inside.').optional(),
  },
  example: { state: 'running', building: 'place/registry/3' },
  states: { running: ['stuck'], stuck: ['running'] },
  refs: ['building'],
});
const visit = defineKind({
  name: 'acme:visit',
  title: { zh: '巡检', en: 'visit' },
  law: 'event',
  owner: 'city',
  fields: { of: means(id, 'The lift.') },
  example: { of: 'acme:lift/acme/7' },
  refs: ['of'],
});
const seven = entityId('acme:lift', 'acme', '7');
const building = entityId('place', 'registry', '3');

async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Calls up two people as soon as a feed is there: one by name, one by reference. */
const caller: Analyst = {
  id: 'caller',
  version: 1,
  watches: [{ kind: 'feed' }],
  step: (_, { now }) => ({
    drafts: (['a', 'b'] as const).map((native) => ({
      v: 1,
      kind: 'callup',
      id: entityId('callup', 'city', native),
      at: now,
      basis: 'derived',
      by: 'caller',
      body: {
        value: {
          about: ['warning/cap/1'],
          name: native === 'a' ? '李小明' : { $vault: 'k1', masked: '李**' },
          channel: 'phone',
          outcome: 'confirmed',
        },
      },
    })),
  }),
};

function world(analysts?: readonly Analyst[]) {
  const clock = createManualClock();
  const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  const feed = createFeedByHand(clock);
  const logger = createMemoryLogger();
  const start = (own: Parameters<typeof createCity>[0]['kinds']): Promise<City> =>
    createCity({
      store,
      vault,
      clock,
      logger,
      ids: createSeededIds(5),
      feeds: [{ feed: feed.feed, source: 'acme' }],
      ...(own && { kinds: own }),
      ...(analysts && { analysts }),
    });
  const codes = (): string[] => logger.lines.map(({ code }) => code);
  return { clock, store, feed, logger, start, codes };
}

describe('city: kinds of a host', () => {
  it('are checked at the door, split, merged by their law, and viewed', async () => {
    const { feed, start, store, codes } = world();
    const city = await start([lift, visit]);
    feed.deliver('m1', [[seven, { state: 'stuck', building, trapped: '李小明', door: 4 }]]);
    await turn();
    expect(feed.verdicts).to.deep.equal(['stored']);
    const row = city.view.get(seven);
    expect(row?.value['trapped']).to.deep.include({ masked: '李**' });
    expect(row?.value).to.deep.include({ state: 'stuck', building }).and.not.have.property('door');
    expect(city.view.referring(building).map(({ id: from }) => from)).to.deep.equal([seven]);
    expect(codes()).to.include('unknown-member');
    feed.deliver('m2', [[seven, { state: 'broken', building }]]);
    feed.deliver('m3', [[entityId('acme:visit', 'acme', '1'), { of: seven }]]);
    await turn();
    expect(city.view.get(seven)?.value['state']).to.equal('stuck');
    expect(codes()).to.include('invalid-value').and.include('not-owner');
    feed.deliver('m4', [[seven, { state: 'running', building }]]);
    await turn();
    expect(city.view.find({ kind: 'acme:lift' }).map(({ value }) => value['state'])).to.deep.equal(['running']);
    expect(codes()).to.not.include('unexpected-transition');
    for await (const entry of store.read(0 as never, 100)) expect(JSON.stringify(entry)).to.not.include('李小明');
    await city.close();
  });

  it('are unknown to a city that was not told of them: kept in quarantine, reported, and the rest goes on', async () => {
    const { feed, start, codes } = world();
    const city = await start(undefined);
    feed.deliver('m1', [
      [seven, { state: 'stuck', building }],
      [entityId('place', 'acme', '9'), { name: '9 栋', scheme: 'building' }],
    ]);
    await turn();
    expect(feed.verdicts).to.deep.equal(['stored']);
    expect(codes()).to.include('unknown-kind');
    expect(city.view.find({ kind: 'place' })).to.have.length(1);
    const [health] = city.view.find({ kind: 'feed' });
    expect(health?.value).to.deep.include({ state: 'live' });
    await city.close();
  });

  for (const [loaded, analysts] of [
    ['from a snapshot', []],
    ['from the log', undefined],
  ] as const)
    it(`stay in the log when nobody defines them any more, are told of at the start, and are there again when somebody does: ${loaded}`, async () => {
      const { feed, logger, start } = world(analysts);
      const first = await start([lift]);
      feed.deliver('m1', [[seven, { state: 'stuck', building }]]);
      await turn();
      await first.close();
      const second = await start(undefined);
      expect(second.view.get(seven)).to.equal(undefined);
      expect(logger.lines).to.deep.include({
        level: 'warn',
        code: 'unknown-kind',
        data: { kind: 'acme:lift', count: 1 },
      });
      await second.close();
      const third = await start([lift]);
      expect(third.view.get(seven)?.value['state']).to.equal('stuck');
      await third.close();
    });
});

describe('city: what it states itself', () => {
  it('is not kept with personal data as it is', async () => {
    const { clock, start, codes, store } = world([caller]);
    const city = await start(undefined);
    await clock.pass(1000);
    await turn();
    expect(codes()).to.include('personal-data-bare');
    expect(city.view.find({ kind: 'callup' }).map(({ id: kept }) => kept)).to.deep.equal([
      entityId('callup', 'city', 'b'),
    ]);
    for await (const entry of store.read(0 as never, 100)) expect(JSON.stringify(entry)).to.not.include('李小明');
    await city.close();
  });
});

describe('city: life cycles', () => {
  it('a feed that jumps a step is believed, and told of', async () => {
    const { feed, start, codes } = world();
    const city = await start(undefined);
    const closure = entityId('control', 'acme', '1');
    const say = (state: string) => ({ state, sort: 'underpass-closed', title: '示例涵洞封闭', authority: '示例交警' });
    feed.deliver('m1', [[closure, say('in-place')]]);
    feed.deliver('m2', [[closure, say('lifted')]]);
    await turn();
    expect(codes()).to.not.include('unexpected-transition');
    feed.deliver('m3', [[closure, say('in-place')]]);
    await turn();
    expect(codes()).to.include('unexpected-transition');
    expect(city.view.get(closure)?.value['state']).to.equal('in-place');
    await city.close();
  });
});
