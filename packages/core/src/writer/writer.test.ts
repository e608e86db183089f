import { expect } from 'chai';
import type { Draft } from '../model/change.js';
import type { YingjiError } from '../error.js';
import { entityId } from '../model/id.js';
import type { Position } from '../model/change.js';
import type { Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createMemoryLogger, createSeededIds, failingStore } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';
import { putCity } from './city-draft.js';
import { createWriter } from './writer.js';

const clock = createManualClock();
const incident = (n: number): Draft => ({
  v: 1,
  kind: 'incident',
  id: entityId('incident', 'city', String(n)),
  at: clock.now(),
  basis: 'stated',
  by: 'u',
  body: { value: { state: 'open', title: String(n) } },
});

describe('writer', () => {
  for (const when of ['before', 'after'] as const)
    it(`whichever commit fails (${when} the write): nothing is confirmed after it but what is in the log, and there is no gap`, async () => {
      for (let n = 1; n <= 8; n += 1) {
        const { store: sound } = createMemoryStore({ clock, ids: createSeededIds() });
        const store = failingStore(sound, n, when);
        const view = createLocalView({ now: clock.now() });
        const writer = await createWriter({
          store,
          view,
          clock,
          logger: createMemoryLogger(),
          holder: 'w',
          groupLimit: 3,
        });
        const confirmed = new Set<number>();
        const say = (m: number): Promise<unknown> =>
          writer.submit((batch) => putCity(batch, [incident(m)])).then(() => confirmed.add(m));
        const first = await Promise.allSettled(Array.from({ length: 20 }, (_, m) => say(m)));
        const refused = first.filter(({ status }) => status === 'rejected').length;
        expect(refused).to.equal(n <= 7 ? (n === 7 ? 2 : 3) : 0);
        for await (const { id } of sound.read(0 as Position, 1000))
          if (when === 'before') expect(confirmed.has(Number(id.split('/')[2]))).to.equal(true);
        for (let m = 0; m < 20; m += 1) if (!confirmed.has(m)) await say(m);
        const positions: number[] = [];
        const ids: string[] = [];
        for await (const { position, id } of sound.read(0 as Position, 1000)) {
          positions.push(position);
          ids.push(id);
        }
        expect(positions).to.deep.equal(positions.map((_, i) => i + 1));
        expect(new Set(ids).size, 'every incident is there').to.equal(20);
        expect(ids.length, `each once, n = ${n}`).to.equal(20);
        expect(view.find({ kind: 'incident' })).to.have.length(20);
        await writer.close();
      }
    });

  it('a commit holds so many rows and no more, one message whole, so that nobody waits for the rows of many', async () => {
    const { store: sound } = createMemoryStore({ clock, ids: createSeededIds() });
    const commits: number[] = [];
    const store: Store = { ...sound, commit: (commit) => (commits.push(commit.rows.length), sound.commit(commit)) };
    const view = createLocalView({ now: clock.now() });
    const writer = await createWriter({ store, view, clock, logger: createMemoryLogger(), holder: 'w', rowLimit: 10 });
    let n = 0;
    const say = (rows: number): Promise<unknown> =>
      writer.submit(
        (batch) =>
          putCity(
            batch,
            Array.from({ length: rows }, () => incident((n += 1))),
          ),
        { rows },
      );
    await Promise.all([say(4), say(4), say(4), say(25), say(1), say(9), say(1)]);
    expect(commits).to.deep.equal([8, 4, 25, 10, 1]);
    await writer.close();
  });

  it('work that throws is left out whole, and its neighbours are kept', async () => {
    const { store } = createMemoryStore({ clock, ids: createSeededIds() });
    const view = createLocalView({ now: clock.now() });
    const writer = await createWriter({ store, view, clock, logger: createMemoryLogger(), holder: 'w' });
    const outcomes = await Promise.allSettled([
      writer.submit((batch) => putCity(batch, [incident(1)])),
      writer.submit((batch) => {
        putCity(batch, [incident(2)]);
        throw new Error('half way');
      }),
      writer.submit((batch) => putCity(batch, [incident(3)])),
    ]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(view.find({ kind: 'incident' }).map(({ value }) => value['title'])).to.deep.equal(['1', '3']);
    await writer.close();
  });

  it('gathers the next commit over the one under way: a message told twice is taken once, and a slot knows its forerunner', async () => {
    const { store: sound } = createMemoryStore({ clock, ids: createSeededIds() });
    let underway = 0;
    let most = 0;
    const gathered: number[] = [];
    const store: Store = {
      ...sound,
      async commit(commit) {
        underway += 1;
        most = Math.max(most, underway);
        const before = gathered.length;
        for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
        if (gathered.length > before) overlapped += 1;
        underway -= 1;
        return sound.commit(commit);
      },
    };
    let overlapped = 0;
    const view = createLocalView({ now: clock.now() });
    const writer = await createWriter({ store, view, clock, logger: createMemoryLogger(), holder: 'w', groupLimit: 1 });
    const message = { feed: 'fire', key: 'm' };
    const tell = (n: number): Promise<boolean> =>
      writer.submit(
        (batch) => {
          gathered.push(n);
          if (batch.wasSeen(message.feed, message.key)) return false;
          batch.seen(message.feed, message.key);
          putCity(batch, [{ ...incident(1), body: { value: { state: 'open', title: String(n) } } }]);
          return true;
        },
        { messages: [message] },
      );
    const say = (n: number): Promise<unknown> =>
      writer.submit((batch) => putCity(batch, [{ ...incident(2), body: { value: { state: 'open', title: `${n}` } } }]));
    const taken = await Promise.all([tell(1), tell(2), tell(3)]);
    expect(taken).to.deep.equal([true, false, false]);
    await Promise.all([say(1), say(2), say(3)]);
    expect([most, overlapped > 0]).to.deep.equal([1, true]);
    for (const [at, title] of [
      [2, '1'],
      [3, '2'],
      [4, '3'],
    ] as const) {
      const titles: unknown[] = [];
      for await (const entry of (await sound.snapshot(at as Position)).entries)
        if (entry.id === incident(2).id) titles.push((entry.body as { value: { title: string } }).value.title);
      expect(titles, `as of ${at}`).to.deep.equal([title]);
    }
    await writer.close();
  });

  it('what is stored is confirmed although the picture breaks over it, and then the writer stops', async () => {
    const { store } = createMemoryStore({ clock, ids: createSeededIds() });
    const view = createLocalView({ now: clock.now() });
    const writer = await createWriter({ store, view, clock, logger: createMemoryLogger(), holder: 'w' });
    writer.onCommit(() => {
      throw new Error('no picture');
    });
    await writer.submit((batch) => putCity(batch, [incident(1)]));
    expect((await writer.failed).code).to.equal('view-broken');
    const after = await writer
      .submit((batch) => putCity(batch, [incident(2)]))
      .catch((error: YingjiError) => error.code);
    expect(after).to.equal('view-broken');
  });

  it('whoever breaks on being told: the others are told, and the writer goes on', async () => {
    for (const breaks of ['kept', 'lost'] as const) {
      const { store: sound } = createMemoryStore({ clock, ids: createSeededIds() });
      const logger = createMemoryLogger();
      const view = createLocalView({ now: clock.now() });
      const store = failingStore(sound, breaks === 'lost' ? 1 : 0, 'before');
      const writer = await createWriter({ store, view, clock, logger, holder: 'w' });
      const told: string[] = [];
      for (const n of [1, 2])
        writer.enqueue({
          work: (batch) => putCity(batch, [incident(n)]),
          kept() {
            told.push(`kept ${n}`);
            if (n === 1) throw new Error('told in vain');
          },
          lost() {
            told.push(`lost ${n}`);
            if (n === 1) throw new Error('told in vain');
          },
        });
      await writer.submit(() => undefined).catch(() => undefined);
      await writer.submit((batch) => putCity(batch, [incident(3)]));
      expect(told).to.deep.equal([`${breaks} 1`, `${breaks} 2`]);
      expect(logger.lines.map(({ code }) => code)).to.include('told-in-vain');
      await writer.close();
    }
  });

  it('an item is told once what became of it, also when the batch fails that it was left out of', async () => {
    const { store } = createMemoryStore({ clock, ids: createSeededIds() });
    const view = createLocalView({ now: clock.now() });
    const writer = await createWriter({ store, view, clock, logger: createMemoryLogger(), holder: 'w' });
    let failures = 1;
    writer.onGather(() => {
      if (failures-- > 0) throw new Error('nothing to add');
    });
    const told: string[] = [];
    writer.enqueue({
      work: () => {
        throw new Error('half way');
      },
      kept: () => told.push('kept'),
      lost: ({ code }) => told.push(code),
    });
    await writer.submit(() => undefined).catch(() => undefined);
    await writer.submit(() => undefined);
    expect(told).to.have.length(1);
    await writer.close();
  });

  it('a store that throws instead of answering has failed like any other', async () => {
    const { store } = createMemoryStore({ clock, ids: createSeededIds() });
    let failures = 1;
    const commit: Store['commit'] = (asked) => {
      if (failures-- > 0) throw new Error('cannot be written');
      return store.commit(asked);
    };
    const view = createLocalView({ now: clock.now() });
    const logger = createMemoryLogger();
    const writer = await createWriter({ store: { ...store, commit }, view, clock, logger, holder: 'w' });
    const say = (): Promise<unknown> => writer.submit((batch) => putCity(batch, [incident(1)]));
    expect(await say().catch((error: YingjiError) => error.code)).to.equal('store-failed');
    await say();
    expect(view.find({ kind: 'incident' })).to.have.length(1);
    await writer.close();
  });

  it('is in trouble until something is kept: that the lease can be written proves nothing', async () => {
    const { store: sound } = createMemoryStore({ clock, ids: createSeededIds() });
    let full = true;
    const store: Store = {
      ...sound,
      commit: (commit) => (full ? Promise.reject(new Error('the disk is full')) : sound.commit(commit)),
    };
    const view = createLocalView({ now: clock.now() });
    const writer = await createWriter({ store, view, clock, logger: createMemoryLogger(), holder: 'w' });
    const lost = await writer.submit((batch) => putCity(batch, [incident(1)])).catch((why: YingjiError) => why.code);
    expect([lost, writer.trouble]).to.deep.equal(['store-failed', 'store-failed']);
    await writer.submit(() => undefined);
    expect(writer.trouble).to.equal('store-failed');
    full = false;
    await writer.submit((batch) => batch.seen('city', 'trying again'));
    expect(writer.trouble).to.equal(undefined);
    await writer.close();
  });

  it('a second writer of the same name takes over, and the first stops', async () => {
    const { store } = createMemoryStore({ clock, ids: createSeededIds() });
    const open = () =>
      createWriter({
        store,
        view: createLocalView({ now: clock.now() }),
        clock,
        logger: createMemoryLogger(),
        holder: 'w',
      });
    const first = await open();
    const second = await open();
    await second.submit((batch) => putCity(batch, [incident(1)]));
    const outcome = await first
      .submit((batch) => putCity(batch, [incident(2)]))
      .catch((error: { code: string }) => error.code);
    expect(outcome).to.equal('fenced');
    expect((await first.failed).code).to.equal('fenced');
    await second.close();
  });
});
