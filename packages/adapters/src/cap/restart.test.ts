import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createCity,
  createMemoryStore,
  systemClock,
  systemIds,
  type City,
  type Position,
  type Store,
} from '@yingji/core';
import { failingStore } from '@yingji/core/testing';
import { expect } from 'chai';
import { until } from '../../test/wait.js';
import { cap } from './index.js';

const alert = (identifier: string): string =>
  `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${identifier}</identifier><sender>s</sender><sent>2026-06-12T16:00:00+08:00</sent><status>Exercise</status><msgType>Alert</msgType><scope>Public</scope><info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty><headline>暴雨橙色预警</headline></info></alert>`;

describe('a watched folder and a city that stops', function () {
  this.timeout(60_000);
  let folder = '';
  const cities: City[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yingji-cap-'));
  });
  afterEach(async () => {
    await Promise.all(cities.splice(0).map((city) => city.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const memory = (): ReturnType<typeof createMemoryStore> => createMemoryStore({ clock: systemClock, ids: systemIds });
  async function start({ store, vault }: ReturnType<typeof memory>): Promise<City> {
    const made = cap.configure({ folder, rescanS: 0.05 });
    if ('issues' in made) throw new Error('config');
    const city = await createCity({ store, vault, feeds: [{ feed: made.feed, source: 'met' }] });
    cities.push(city);
    return city;
  }
  async function logged(store: Store): Promise<string[]> {
    const ids: string[] = [];
    for await (const { kind, id } of store.read(0 as Position, 100_000)) if (kind === 'warning') ids.push(id);
    return ids;
  }
  async function put(name: string, text: string): Promise<void> {
    await writeFile(join(folder, `${name}.tmp`), text);
    await rename(join(folder, `${name}.tmp`), join(folder, `${name}.xml`));
  }

  it('logs every file once, however often it is stopped on the way', async () => {
    const store = memory();
    const names = Array.from({ length: 300 }, (_, at) => `N${at}`);
    for (const name of names) await put(name, alert(name));
    for (const some of [20, 100, 200]) {
      const city = await start(store);
      await until(`${some} of them`, async () => (await logged(store.store)).length >= some);
      await city.close();
    }
    await start(store);
    await until('all', async () => (await logged(store.store)).length >= names.length);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const ids = await logged(store.store);
    expect([ids.length, new Set(ids).size]).to.deep.equal([300, 300]);
  });

  for (const when of ['before', 'after'] as const)
    for (const n of [1, 2, 3])
      it(`offers again, and logs once, when commit ${n} fails ${when} it is written`, async () => {
        const store = memory();
        const failing = failingStore(store.store, n, when);
        await start({ ...store, store: failing });
        for (let files = 1; files <= 10 || failing.commits <= n; files += 1) {
          await put(`N${files}`, alert(`N${files}`));
          await until(`N${files}`, async () => (await logged(store.store)).length >= files);
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
        const ids = await logged(store.store);
        expect(new Set(ids).size).to.equal(ids.length).and.be.at.least(10);
      });

  it('keeps a warning whose file is removed', async () => {
    const city = await start(memory());
    await put('W', alert('W'));
    await until('W', () => city.view.find({ kind: 'warning' }).length === 1);
    await rm(join(folder, 'W.xml'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(city.view.find({ kind: 'warning' })[0]!.derived['state']).to.equal('in-force');
  });
});
