import { mkdtemp, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Delivery, type Issue, type Json, type Session } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { expect } from 'chai';
import { until } from '../../test/wait.js';
import { table } from './index.js';

const HEADER = '编码,名称,类型\n';
const list = (...names: string[]): string => HEADER + names.map((name) => `${name},${name} 号,感烟\n`).join('');

describe('table: the feed on real files', function () {
  this.timeout(60_000);
  let folder = '';
  let file = '';
  let states: { state: string; why?: Issue }[] = [];
  let stopping: AbortController;
  let session: Session;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yingji-table-'));
    file = join(folder, 'devices.csv');
    states = [];
    stopping = new AbortController();
  });
  afterEach(async () => {
    stopping.abort();
    await session.closed;
    await rm(folder, { recursive: true });
  });

  /** Opens the feed; what is pulled is settled as told. */
  async function open(more: { readonly [key: string]: Json } = { watch: 0.05 }) {
    const made = table.configure({ kind: 'device', file, ...more });
    if ('issues' in made) return expect.fail(JSON.stringify(made.issues));
    session = await made.feed.open(
      {
        source: 'registry',
        clock: systemClock,
        ids: createSeededIds(),
        logger: createMemoryLogger(),
        status: (state, why) => states.push(why ? { state, why } : { state }),
      },
      stopping.signal,
    );
    const pull = session.deliveries[Symbol.asyncIterator]();
    return async (verdict: 'stored' | 'retry' = 'stored'): Promise<Delivery> => {
      const next = await pull.next();
      if (next.done) return expect.fail('the session ended');
      session.settle(next.value.token, verdict);
      return next.value;
    };
  }
  const replace = async (text: string | Uint8Array): Promise<void> => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  const names = ({ drafts }: Delivery): string[] => drafts.map(({ id }) => id.replace('device/registry/', ''));
  const listed = ({ complete }: Delivery): string[] | undefined =>
    complete?.ids.map((id) => id.replace('device/registry/', ''));

  it('delivers the list once, then only what a replaced file changes, always with the full list', async () => {
    await writeFile(file, list('A', 'B', 'C'));
    const next = await open();
    const first = await next();
    expect(first).include({ outcome: 'good' });
    expect([names(first), listed(first)]).deep.equal([
      ['A', 'B', 'C'],
      ['A', 'B', 'C'],
    ]);
    await replace(list('A', 'C', 'D').replace('C 号', 'C 号改'));
    const second = await next();
    expect([names(second), listed(second)]).deep.equal([
      ['C', 'D'],
      ['A', 'C', 'D'],
    ]);
    expect(second.key).not.equal(first.key);
    // An earlier text put back is another message, and brings back what it changes.
    await replace(list('A', 'B', 'C'));
    const third = await next();
    expect([names(third), listed(third)]).deep.equal([
      ['B', 'C'],
      ['A', 'B', 'C'],
    ]);
    expect(third.key).not.equal(first.key);
    expect(states).deep.equal([{ state: 'open' }]);
  });

  it('gives the same key for the same file after a restart, and another when it is read otherwise', async () => {
    await writeFile(file, list('A'));
    const first = await (await open())();
    stopping.abort();
    await session.closed;
    stopping = new AbortController();
    const again = await (await open())();
    expect(again.key).equal(first.key);
    stopping.abort();
    await session.closed;
    stopping = new AbortController();
    const other = await (await open({ watch: 0.05, types: { 感烟: 'heat-detector' } }))();
    expect(other.key).not.equal(first.key);
  });

  it('reads again what a limit refused, once the limit is raised', async () => {
    await writeFile(file, list('A', 'B'));
    const first = await (await open({ watch: 0.05, limits: { rows: 1 } }))();
    expect(first.issues.map(({ code }) => code)).deep.equal(['too-many-rows']);
    stopping.abort();
    await session.closed;
    stopping = new AbortController();
    expect((await (await open({ watch: 0.05, limits: { rows: 2 } }))()).key).not.equal(first.key);
  });

  it('says nothing of a file that was only touched', async () => {
    await writeFile(file, list('A'));
    const next = await open();
    await next();
    await utimes(file, new Date(), new Date());
    await new Promise((resolve) => setTimeout(resolve, 600));
    await replace(list('A', 'B'));
    expect(names(await next())).deep.equal(['B']);
  });

  it('changes nothing by a half-written file, and goes on when it is whole', async () => {
    await writeFile(file, list('A', 'B'));
    const next = await open();
    await next();
    // Written in place, cut inside a row: quarantined, no list.
    await writeFile(file, list('A', 'B', 'C').slice(0, -5));
    const cut = await next();
    expect(cut).deep.include({ outcome: 'undecodable', drafts: [] });
    expect(cut.issues.map(({ code }) => code)).deep.equal(['file-cut']);
    expect(cut.raw).length.above(0);
    expect(cut.complete).equal(undefined);
    await truncate(file, 0);
    expect((await next()).issues.map(({ code }) => code)).deep.equal(['table-empty']);
    await replace(list('A', 'B', 'C'));
    const whole = await next();
    expect([names(whole), listed(whole)]).deep.equal([['C'], ['A', 'B', 'C']]);
  });

  it('waits until a file that is being written rests', async () => {
    await writeFile(file, list('A'));
    const next = await open();
    await next();
    const growing = (async () => {
      for (let count = 2; count <= 8; count += 1) {
        await writeFile(file, list(...Array.from({ length: count }, (_, at) => `N${at}`)));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    expect(names(await next())).length(8);
    await growing;
  });

  it('keeps looking for a file that is not there, and tells when it goes and comes', async () => {
    const next = await open();
    const coming = next();
    await until('it to be missed', () => states.length > 0);
    expect(states.map(({ state }) => state)).deep.equal(['failed']);
    expect(states[0]?.why).include({ code: 'file-unreadable' });
    expect(states[0]?.why?.message).not.include(folder);
    await replace(list('A'));
    expect(names(await coming)).deep.equal(['A']);
    const more = next();
    await rm(file);
    await until('it to be missed again', () => states.length === 3);
    await replace(list('A', 'B'));
    expect(names(await more)).deep.equal(['B']);
    expect(states.map(({ state }) => state)).deep.equal(['failed', 'open', 'failed', 'open']);
  });

  it('offers again what could not be stored', async () => {
    await writeFile(file, list('A', 'B'));
    const next = await open();
    const first = await next('retry');
    const again = await next();
    expect(names(again)).deep.equal(['A', 'B']);
    expect(again.key).equal(first.key);
    expect(again.token).not.equal(first.token);
  });

  it('does not load a file over its limit', async () => {
    await writeFile(file, list('A'));
    await truncate(file, 100 * 1024 * 1024);
    const next = await open({ watch: 0.05, limits: { bytes: 1024 * 1024 } });
    const before = process.memoryUsage().rss;
    const big = await next();
    expect(big.issues.map(({ code }) => code)).deep.equal(['file-too-large']);
    expect(big.raw).equal(undefined);
    expect(process.memoryUsage().rss - before).below(50 * 1024 * 1024);
    expect((await stat(file)).size).equal(100 * 1024 * 1024);
  });

  it('joins an outline file and reads again when only that changes', async () => {
    const boundary = join(folder, 'outlines.geojson');
    const ring = (east: number) => [
      [108, 22],
      [east, 22],
      [east, 23],
      [108, 22],
    ];
    const outline = (east: number): string =>
      JSON.stringify({
        type: 'FeatureCollection',
        datum: 'wgs84',
        features: [
          { type: 'Feature', properties: { code: '1' }, geometry: { type: 'Polygon', coordinates: [ring(east)] } },
        ],
      });
    await writeFile(file, '编码,名称,类型\n1,甲,小区\n2,乙,小区\n');
    await writeFile(boundary, outline(109));
    const next = await open({ kind: 'place', boundary, watch: 0.05 });
    expect((await next()).drafts).length(2);
    await writeFile(boundary, outline(110));
    const [changed, ...rest] = (await next()).drafts;
    expect(rest).deep.equal([]);
    expect(changed).deep.include({
      id: 'place/registry/1',
      body: { value: { name: '甲', scheme: 'compound', boundary: [[ring(110)]] } },
    });
  });

  it('reads once without watch, stays open, and ends when stopped', async () => {
    await writeFile(file, list('A'));
    const next = await open({});
    expect(names(await next())).deep.equal(['A']);
    const pull = session.deliveries[Symbol.asyncIterator]().next();
    await replace(list('A', 'B'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    stopping.abort();
    expect(await pull).deep.include({ done: true });
    await session.closed;
  });
});
