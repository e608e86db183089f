import { expect } from 'chai';
import * as z from 'zod';
import { defineErase } from '../command/erase.js';
import { acknowledgeAlarm } from '../command/acknowledge-alarm.js';
import type { Change, Position } from '../model/change.js';
import { defineKind, type DefinedKind } from '../model/define-kind.js';
import { entityId, type EntityId } from '../model/id.js';
import { means } from '../model/marks.js';
import { toInstant } from '../model/time.js';
import type { LogRow, Store, Unread } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { entryVersions, type EntryVersions } from '../store/upcast.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import {
  createManualClock,
  createMemoryLogger,
  createSeededIds,
  detector,
  fireAlarm,
  type ManualClock,
} from '../testing/index.js';
import { commit } from '../testing/store-check.js';
import { allClear } from '../view/all-clear.js';
import type { Analyst } from '../view/analyst.js';
import type { Doubt } from '../view/doubt.js';
import type { Health, Reader } from '../view/view.js';
import { createCity, type City, type CityOptions } from './city.js';

const who = { id: 'u1', masked: '李*', roles: [], scope: [] };
const place = entityId('place', 'fire', 'p');
const incident = entityId('incident', 'city', '1');
const able: EntryVersions = { current: 3, upcasters: { 1: (line) => line, 2: (line) => line } };

async function turn(times = 12): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Marks incidents as it sees reports, and remembers in what order it heard of them. */
const watcher = (heard: EntityId[]): Analyst => ({
  id: 'watcher',
  version: 1,
  watches: [{ kind: 'report' }],
  step: ([delta], { now }) => {
    heard.push(...delta!.put.map(({ id }) => id));
    return {
      drafts: delta!.put.map(() => ({
        v: 1,
        kind: 'incident',
        id: incident,
        at: now,
        basis: 'derived',
        by: 'watcher',
        body: { value: { state: 'reported', title: `第 ${heard.length} 次` } },
      })),
    };
  },
});

const ours = defineKind({
  name: 'acme:lift',
  title: { zh: '电梯', en: 'lift' },
  law: 'register',
  fields: { name: means(z.string(), 'What it is called.') },
  example: { name: '3 栋电梯' },
});

function world() {
  const clock = createManualClock();
  let runs = entryVersions;
  const versions: EntryVersions = {
    get current() {
      return runs.current;
    },
    get upcasters() {
      return runs.upcasters;
    },
  };
  const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3), versions });
  const logger = createMemoryLogger();
  const feed = createFeedByHand(clock);
  let n = 0;
  let cities = 0;
  return {
    clock,
    store,
    logger,
    /** Writes lines as the program of a version would. */
    async write(v: number, told: readonly (readonly [EntityId, object])[]): Promise<void> {
      const lease = (await store.lease('city', 30_000)) as { readonly fence: number };
      const { head } = await store.resume();
      const rows = told.map(([id, value], i): LogRow => {
        const [kind, source] = id.split('/') as [string, string];
        const order = [0, 1_000 + head + i] as const;
        const change = { v, kind, id, source, at: clock.now(), order, basis: 'stated', body: { value } };
        return { change: change as unknown as Change, slot: id };
      });
      await store.commit(commit({ ...lease, after: head, now: clock.now(), rows }));
    },
    start(program: EntryVersions = entryVersions, more: Partial<CityOptions> = {}): Promise<City> {
      runs = program;
      return createCity({
        store,
        vault,
        clock,
        logger,
        ids: createSeededIds((cities += 5)),
        analysts: [],
        feeds: [{ feed: feed.feed, source: 'fire' }],
        commands: [acknowledgeAlarm, defineErase({ may: () => true })],
        ...more,
      });
    },
    async tell(told: readonly (readonly [EntityId, object])[]): Promise<void> {
      feed.deliver(`m${(n += 1)}`, told);
      await turn();
    },
  };
}

const healthOf = ({ view }: { readonly view: Pick<City['view'], 'health$'> }): Health | undefined => {
  let last: Health | undefined;
  view.health$.subscribe((health) => (last = health)).unsubscribe();
  return last;
};
const doubtsOf = (view: Reader): readonly Doubt[] =>
  allClear(view, { place, eventTypes: ['12G00'] }).doubts.filter(({ why }) => why === 'unread');
const [alarm, alarmed] = fireAlarm('1');
const spot = [place, { name: '示例小区', scheme: 'compound' }] as const;
const smoke = detector('1', { place, detects: ['12G00'] });

describe('city: lines of a newer version', () => {
  it('stop nothing, are told of, and make nobody believe that all is calm', async () => {
    const { write, start, logger } = world();
    await write(1, [spot, smoke]);
    await write(2, [[alarm, alarmed]]);
    const city = await start();
    expect(city.view.get(place)?.value).to.include({ name: '示例小区' });
    expect(city.view.get(alarm)).to.equal(undefined);
    const [sum, ...rest] = city.aside;
    expect(rest).to.deep.equal([]);
    expect(sum).to.deep.include({ kind: 'report', v: 2, lines: 1 });
    expect(sum!.issue).to.include({ code: 'version-newer', level: 'warning' });
    expect(sum!.issue.message).to.match(/version 2.*up to 1.*use the newer program/);
    expect(logger.lines.find(({ code }) => code === 'version-newer')).to.deep.include({ level: 'error' });
    expect(healthOf(city)).to.deep.include({ code: 'lines-aside' });
    expect(healthOf(city)?.link.state).to.equal('live');
    expect(doubtsOf(city.view)).to.deep.equal([{ why: 'unread', kind: 'report', v: 2, lines: 1 }]);
    await city.close();
  });

  it('are there again for whoever can read them, untouched', async () => {
    const { write, start, store, tell } = world();
    await write(2, [spot, smoke, [alarm, alarmed]]);
    const city = await start();
    expect(city.view.find({ kind: 'report' })).to.deep.equal([]);
    await tell([fireAlarm('2')]);
    await city.close();
    const newer = await start(able);
    expect(newer.view.find({ kind: 'report' }).map(({ id }) => id)).to.have.members([alarm, fireAlarm('2')[0]]);
    expect([newer.aside, newer.view.lacking, healthOf(newer)?.code]).to.deep.equal([[], [], undefined]);
    await newer.close();
    const versions: unknown[] = [];
    await (await start()).close();
    for await (const { v } of store.read(0 as Position, 4, (line) => versions.push(line.v))) versions.push(v);
    expect(versions.slice(0, 4)).to.deep.equal([2, 2, 2, 1]);
  });

  it('keep what people and analysts decide from being written over them; what a source tells is kept beside', async () => {
    const { write, start, store, tell, clock } = world();
    await write(2, [spot, [incident, { state: 'confirmed', title: '新版本的事件' }]]);
    const heard: EntityId[] = [];
    const logger = createMemoryLogger();
    const city = await start(entryVersions, { analysts: [watcher(heard)], logger });
    await tell([fireAlarm('2'), [place, { name: '旧版本', scheme: 'compound' }]]);
    await clock.pass(1000);
    await turn();
    expect(heard).to.deep.equal([fireAlarm('2')[0]]);
    expect(logger.lines).to.deep.include({
      level: 'warn',
      code: 'version-newer',
      data: { analyst: 'watcher', path: '/id' },
    });
    expect(city.view.get(incident)).to.equal(undefined);
    expect(city.view.get(place)?.value).to.include({ name: '旧版本' });
    expect(city.view.find({ kind: 'feed' }).map(({ value }) => value['state'])).to.deep.equal(['live']);
    await city.close();
    const newer = await start(able);
    expect(newer.view.get(incident)?.value).to.include({ title: '新版本的事件' });
    // The order of the newer line is the higher one.
    expect(newer.view.get(place)?.value).to.include({ name: '示例小区' });
    await newer.close();
    expect(await store.resume())
      .to.have.property('head')
      .above(4);
  });

  it('keep no feed from being seen as it is now', async () => {
    const { write, start, tell } = world();
    const fire = entityId('feed', 'city', 'fire');
    await write(2, [[fire, { state: 'live', feed: 'hand' }]]);
    const city = await start();
    await tell([spot]);
    expect(city.view.get(fire)?.value).to.include({ state: 'live' });
    await city.close();
  });

  it('are lacking no more once their source has told of them anew', async () => {
    const { write, start, tell, clock } = world();
    await write(2, [spot, smoke]);
    const city = await start();
    await tell([spot]);
    expect(city.aside.flatMap(({ kind }) => kind!)).to.have.members(['place', 'device']);
    await clock.pass(6 * 60_000);
    await tell([[place, { ...spot[1], name: '再说一次' }]]);
    expect(city.aside.map(({ kind, lines }) => [kind, lines])).to.deep.equal([['device', 1]]);
    await city.close();
    const again = await start();
    expect(again.aside.map(({ kind, lines }) => [kind, lines])).to.deep.equal([['device', 1]]);
    await again.close();
  });

  it('hold back the place of each analyst: what it has not seen is judged by the program that can', async () => {
    const { write, start, store, tell } = world();
    const heard: EntityId[] = [];
    const analysts = [watcher(heard)];
    const first = await start(entryVersions, { analysts });
    await tell([fireAlarm('1')]);
    await tell([fireAlarm('2')]);
    await first.close();
    const { watcher: judged } = (await store.resume()).cursors;
    await write(2, [fireAlarm('3')]);
    const older = await start(entryVersions, { analysts });
    await tell([fireAlarm('4')]);
    await tell([fireAlarm('5')]);
    await older.close();
    expect((await store.resume()).cursors['watcher']).to.equal(judged);
    heard.length = 0;
    const newer = await start(able, { analysts });
    expect(heard).to.include(fireAlarm('3')[0]);
    await tell([fireAlarm('6')]);
    await newer.close();
    expect((await store.resume()).cursors['watcher']).to.be.above(judged!);
  });

  it('do not let a start grow: who lacks as much goes on where such a one stopped, and whoever lacks other lines does not', async () => {
    const { write, start, store, tell } = world();
    let read = 0;
    const counting: Store = {
      ...store,
      async *read(...asked) {
        for await (const entry of store.read(...asked)) {
          read += 1;
          yield entry;
        }
      },
    };
    const heard: EntityId[] = [];
    const options = { store: counting, analysts: [watcher(heard)] };
    const starts = async (program: EntryVersions, kinds: readonly DefinedKind[] = []): Promise<number> => {
      read = heard.length = 0;
      const city = await start(program, { ...options, kinds });
      const judged = read;
      await tell([fireAlarm(`more-${(n += 1)}`)]);
      await city.close();
      return judged;
    };
    let n = 0;
    await starts(entryVersions);
    await write(2, [fireAlarm('unread')]);
    const first = await start(entryVersions, options);
    for (let i = 0; i < 30; i += 1) await tell([fireAlarm(`n${i}`)]);
    await first.close();
    for (let i = 0; i < 4; i += 1) expect(await starts(entryVersions), `start ${i}`).to.be.below(4);
    expect(await starts(entryVersions, [ours]), 'who reads other kinds judges anew, once').to.be.above(30);
    expect(await starts(entryVersions, [ours])).to.be.below(4);
    expect(await starts(able), 'who can read it judges it, and all that came after').to.be.above(30);
    expect(heard).to.include.members([fireAlarm('unread')[0], fireAlarm('n0')[0]]);
    expect(await starts(able), 'once').to.be.below(4);
    expect(heard).not.to.include(fireAlarm('unread')[0]);
    // Judged by who could read it, it is lacking to nobody's judgement any more.
    expect(await starts(entryVersions)).to.be.below(6);
  });

  it('are lacking in pictures of the past, from where they are on, and in a replay', async () => {
    const { write, start, clock } = world();
    await write(1, [spot]);
    await clock.pass(1000);
    await write(2, [[alarm, alarmed]]);
    await clock.pass(1000);
    await write(1, [smoke]);
    const city = await start();
    const [before, then] = [await city.asOf(1 as Position), await city.asOf(2 as Position)];
    expect([healthOf({ view: before })?.code, doubtsOf(before)]).to.deep.equal([undefined, []]);
    expect(healthOf({ view: then })?.code).to.equal('lines-aside');
    expect(doubtsOf(then)).to.have.length(1);
    const steps: unknown[] = [];
    await new Promise<void>((resolve, reject) =>
      city.replay(1 as Position, 3 as Position, Infinity).subscribe({
        next: ({ at, view }) => steps.push([at, healthOf({ view })?.code, view.find({ kind: 'device' }).length]),
        error: reject,
        complete: resolve,
      }),
    );
    expect(steps).to.deep.equal([
      [1, undefined, 0],
      [2, 'lines-aside', 0],
      [3, 'lines-aside', 1],
    ]);
    await city.close();
  });

  for (const said of [{ secretOf: 'k1', shown: '李某' }, { shown: '李*' }, { joins: 'p' }])
    it(`an erasure says that it could not take everything away from ${JSON.stringify(said)}`, async () => {
      const { write, start, store, clock } = world();
      await write(2, [[alarm, { said }]]);
      const lease = (await store.lease('city', 30_000)) as { readonly fence: number };
      const row = { key: 'k1', field: 'report/caller', entity: alarm, pseudonym: 'p', secret: '李示例' };
      await store.commit(commit({ ...lease, after: 1, now: clock.now(), vault: [row] }));
      const city = await start(entryVersions, { audit: { write: () => Promise.resolve() } });
      const answer = await city.send(
        { v: 1, id: 'erase-0001', name: 'erase', input: { of: alarm, purpose: '本人要求' } },
        who,
      );
      expect(answer).to.have.property('ok', true);
      expect('issues' in answer && answer.issues!.map(({ code }) => code)).to.deep.equal(['erasure-unread']);
      await city.close();
    });
});

describe('无异常核验 over lines that cannot be read', () => {
  const line = (kind: string | undefined, more: Partial<Unread> = {}): Unread => ({
    position: 9 as Position,
    recordedAt: toInstant(0),
    v: 2,
    ...(kind !== undefined && { kind }),
    ...more,
  });
  const lacking = async (clock: ManualClock, ...lines: Unread[]): Promise<readonly Doubt[]> => {
    const { write, start } = world();
    await write(1, [
      spot,
      smoke,
      detector('2'),
      detector('3'),
      [
        entityId('link', 'city', '1'),
        {
          from: detector('3')[0],
          to: smoke[0],
          role: 'same-as',
          score: 1,
          reasons: ['by-hand'],
          by: 'u1',
        },
      ],
    ]);
    const city = await start();
    const doubts = doubtsOf({ ...city.view, now: clock.now(), lacking: lines });
    await city.close();
    return doubts;
  };
  const observed = (device: EntityId): Unread => line('observation', { slot: `observation|"${device}"|"state"` });

  it('doubts what they may tell of, all where that is not known, and nothing else', async () => {
    const clock = createManualClock();
    const kinds = async (...lines: Unread[]): Promise<(string | undefined)[]> =>
      (await lacking(clock, ...lines)).map((doubt) => ('kind' in doubt ? doubt.kind : undefined));
    expect(await kinds(line('report'), line('incident'), line('incident'))).to.deep.equal(['report', 'incident']);
    expect(await kinds(line(undefined), line('siren'))).to.deep.equal([undefined, 'siren']);
    expect(await kinds(line('acme:lift'), line('stock'), line('memory'))).to.deep.equal([]);
    const [here, elsewhere, twin] = ['1', '2', '3'].map((native) => detector(native)[0]) as [
      EntityId,
      EntityId,
      EntityId,
    ];
    expect(await kinds(observed(here)), 'a device of the place').to.deep.equal(['observation']);
    expect(await kinds(observed(elsewhere)), 'a device elsewhere').to.deep.equal([]);
    expect(await kinds(observed(twin)), 'one that is the same as a device of the place').to.deep.equal(['observation']);
    expect(await kinds(observed(detector('9')[0])), 'a device nobody knows').to.deep.equal(['observation']);
    expect(
      await kinds(observed(elsewhere), line('device', { id: elsewhere })),
      'one that may have moved',
    ).to.deep.equal(['observation', 'device']);
    expect(await kinds(line('observation', { slot: 'of another form' }))).to.deep.equal(['observation']);
  });
});
