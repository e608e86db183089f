import { expect } from 'chai';
import { createCity } from '../city/city.js';
import type { JsonObject } from '../json.js';
import { entityId } from '../model/id.js';
import { millis } from '../model/time.js';
import type { Draft, Entry } from '../model/change.js';
import type { Delivery, Ordering } from '../ports/feed.js';
import type { Commit, Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import { createPushFeed, stated } from './push.js';

describe('what a feed tells again', () => {
  it('in another message adds nothing, not to the vault either, until it says something else of a person', async () => {
    const clock = createManualClock();
    const ids = createSeededIds();
    const { store, vault } = createMemoryStore({ clock, ids });
    const kept: [rows: number, secrets: readonly string[]][] = [];
    const watched: Store = {
      ...store,
      commit: (commit: Commit) => {
        const told = commit.rows.filter(({ change }) => change.kind === 'report');
        if (commit.seen.length > 0) kept.push([told.length, commit.vault.map(({ secret }) => secret)]);
        return store.commit(commit);
      },
    };
    const source = createPushFeed({ id: 'calls', title: { zh: '接处警', en: 'Calls' } });
    const city = await createCity({
      store: watched,
      vault,
      clock,
      ids,
      feeds: [{ feed: source.feed, source: 'calls' }],
    });
    const at = clock.now();
    const tell = (key: string, told: object, when = at): Promise<string> => {
      const value = { channel: '110', title: '110 警情', ...told };
      const drafts = [stated(entityId('report', 'calls', '1'), value as never, when)];
      return source.push({ key, receivedAt: clock.now(), drafts });
    };
    await tell('1', { caller: '欧阳某', narrative: '有烟' });
    await tell('2', { narrative: '有烟', caller: '欧阳某' });
    await tell('3', { caller: '欧阳某', narrative: '有烟', native: '1' });
    await tell('4', { caller: '某甲' });
    expect(kept).to.deep.equal([
      [1, ['欧阳某', '有烟']],
      [0, []],
      [1, ['欧阳某', '有烟']],
      [1, ['某甲']],
    ]);
    await city.close();
  });
});

describe('what could not be used and is sent again', () => {
  it('is a repeat as long as it cannot, and is taken once it can: of what lies in quarantine alone nothing is confirmed', async () => {
    const clock = createManualClock();
    const ids = createSeededIds();
    const { feed, push } = createPushFeed({ id: 'x', title: { zh: '源', en: 'Source' } });
    const held = createMemoryStore({ clock, ids });
    const city = await createCity({ ...held, clock, ids, feeds: [{ feed, source: 'x' }] });
    const at = clock.now();
    const raw = new Uint8Array([1]);
    const alarm = stated(entityId('report', 'x', '1'), { channel: 'device', title: '火警' }, at);
    const told = async (
      outcome: Delivery['outcome'],
      drafts: readonly Draft[],
      sending?: string,
    ): Promise<unknown[]> => [
      await push({ key: 'k', receivedAt: at, raw, outcome, drafts, ...(sending !== undefined && { sending }) }),
      city.view.find({ kind: 'report' }).length,
      held.quarantine.length,
    ];
    expect(await told('undecodable', [], 's')).to.deep.equal(['refused', 0, 1]);
    expect(await told('undecodable', [], 's')).to.deep.equal(['refused', 0, 1]);
    expect(await told('undecodable', [])).to.deep.equal(['refused', 0, 1]);
    expect(await told('good', [alarm], 's')).to.deep.equal(['stored', 1, 1]);
    expect(await told('good', [alarm], 's')).to.deep.equal(['stored', 1, 1]);
    await city.close();
  });
});

describe('what a source says twice of one time', () => {
  const clock = createManualClock();
  const at = clock.now();
  /** What is to be seen of a kind once all is told, and the log of it. */
  async function told(
    ordering: Ordering,
    drafts: readonly Draft[],
    { atOnce = 1 } = {},
  ): Promise<{ seen: JsonObject[]; log: Entry[] }> {
    const ids = createSeededIds();
    const { feed, push } = createPushFeed({ id: 'x', title: { zh: '源', en: 'Source' }, ordering });
    const held = createMemoryStore({ clock, ids });
    const city = await createCity({ ...held, clock, ids, feeds: [{ feed, source: 'x' }] });
    for (let i = 0; i < drafts.length; i += atOnce)
      await push({ key: String(i), receivedAt: at, drafts: drafts.slice(i, i + atOnce) });
    const { kind } = drafts[0]!;
    const seen = city.view.find({ kind }).map(({ value }) => value);
    const log: Entry[] = [];
    for await (const entry of held.store.read(0 as never, 10_000)) if (entry.kind === kind) log.push(entry);
    await city.close();
    return { seen, log };
  }
  const report = (title: string): Draft => stated(entityId('report', 'x', '1'), { channel: 'grid', title }, at);
  const gone: Draft = { ...report(''), body: { removed: true, reason: 'gone' } };
  const door = (n: number, word: string): Draft =>
    stated(
      entityId('observation', 'x', String(n)),
      { device: 'device/registry/1', quantity: 'door-state', value: [word], quality: 'good' },
      at,
    );

  it('stands as it was said last, whatever its text, and a removal too', async () => {
    const time = { by: 'source-time' } as const;
    for (const names of [
      ['b', 'a'],
      ['b', 'a', 'c', 'a'],
      ['a', 'a'],
      ['a', 'b'],
    ]) {
      const { seen } = await told(time, names.map(report));
      expect(seen.map(({ title }) => title)).to.deep.equal([names.at(-1)]);
    }
    expect((await told(time, [report('a'), gone])).seen).to.deep.equal([]);
    for (const words of [
      ['open', 'closed', 'open'],
      ['closed', 'open', 'closed'],
    ]) {
      const { seen } = await told(
        time,
        words.map((word, i) => door(9 - i, word)),
      );
      expect(seen.map(({ value }) => value)).to.deep.equal([[words.at(-1)]]);
    }
  });

  it('is of that time, however often', async () => {
    const many = Array.from({ length: 1_100 }, (_, i) => report(String(i)));
    const { seen, log } = await told({ by: 'source-time' }, many, { atOnce: 100 });
    expect(new Set(log.map(({ order }) => Math.floor(order[1])))).to.deep.equal(new Set([millis(at)]));
    expect(Number(seen[0]!['title'])).to.be.greaterThan(1_000);
  });
});
