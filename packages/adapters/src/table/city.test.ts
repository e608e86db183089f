import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCity, createMemoryStore, systemClock, systemIds, type City } from '@yingji/core';
import { expect } from 'chai';
import { table } from './index.js';

/** Waits for something to become true, at most 5 s. */
async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries += 1) {
    if (tries > 250) expect.fail(`never: ${what.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('table: in a city', function () {
  this.timeout(20_000);
  let folder = '';
  let file = '';
  let city: City;
  const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });

  async function start(): Promise<City> {
    const made = table.configure({ kind: 'device', file, watch: 0.05 });
    if ('issues' in made) return expect.fail(JSON.stringify(made.issues));
    return createCity({ store, vault, feeds: [{ feed: made.feed, source: 'registry' }] });
  }
  const replace = async (...names: string[]): Promise<void> => {
    await writeFile(`${file}.new`, '编码,类型\n' + names.map((name) => `${name},感烟\n`).join(''));
    await rename(`${file}.new`, file);
  };
  const devices = (): string =>
    city.view
      .find({ kind: 'device' })
      .map(({ id }) => id.slice('device/registry/'.length))
      .sort()
      .join('');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yingji-table-'));
    file = join(folder, 'devices.csv');
    await replace('A', 'B', 'C', 'D');
    city = await start();
  });
  after(async () => {
    await city.close();
    await rm(folder, { recursive: true });
  });

  it('puts the list on the picture and shows the feed live', async () => {
    await until(() => devices() === 'ABCD');
    expect(city.view.find({ kind: 'feed' })[0]?.value['state']).equal('live');
  });

  it('removes what the list no longer names', async () => {
    await replace('A', 'C', 'D', 'E');
    await until(() => devices() === 'ACDE');
  });

  it('logs nothing again after a restart with the same file', async () => {
    const entries = async (): Promise<number> => {
      let count = 0;
      for await (const { kind } of store.read(0 as never, 1000)) if (kind === 'device') count += 1;
      return count;
    };
    const before = await entries();
    expect(before).equal(6);
    await city.close();
    city = await start();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([devices(), await entries()]).deep.equal(['ACDE', before]);
  });

  it('holds back a list that would remove more than half', async () => {
    await replace('A');
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(devices()).equal('ACDE');
    // The rest comes back: nothing was lost by it.
    await replace('A', 'C', 'D', 'E', 'F');
    await until(() => devices() === 'ACDEF');
  });

  it('changes nothing while the file is gone or torn, and shows the feed as failed while it is gone', async () => {
    await rm(file);
    await until(() => city.view.find({ kind: 'feed' })[0]?.value['state'] === 'failed');
    await writeFile(file, '编码,类型\nA');
    await until(() => city.view.find({ kind: 'feed' })[0]?.value['state'] === 'live');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(devices()).equal('ACDEF');
  });
});
