import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createCity,
  createMemoryStore,
  factsOf,
  quantityOf,
  systemClock,
  systemIds,
  type City,
  type Movement,
} from '@yingji/core';
import { expect } from 'chai';
import { until } from '../../test/wait.js';
import { table } from './index.js';
import { workbook } from './workbook.test.js';

describe('table: in a city', function () {
  this.timeout(60_000);
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
    await until('the list', () => devices() === 'ABCD');
    expect(city.view.find({ kind: 'feed' })[0]?.value['state']).equal('live');
  });

  it('removes what the list no longer names', async () => {
    await replace('A', 'C', 'D', 'E');
    await until('what the list no longer names to go', () => devices() === 'ACDE');
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
    await until('the rest to come back', () => devices() === 'ACDEF');
  });

  it('changes nothing while the file is gone or torn, and shows the feed as failed while it is gone', async () => {
    await rm(file);
    await until('failed', () => city.view.find({ kind: 'feed' })[0]?.value['state'] === 'failed');
    await writeFile(file, '编码,类型\nA');
    await until('live', () => city.view.find({ kind: 'feed' })[0]?.value['state'] === 'live');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(devices()).equal('ACDEF');
  });
});

describe('table: a workbook in a city', () => {
  it('people come in, and who they are stays in the vault; supplies open with what the ledger says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yingji-table-'));
    const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
    const feedOf = (config: Parameters<typeof table.configure>[0]) => {
      const made = table.configure(config);
      return 'feed' in made ? made.feed : expect.fail(JSON.stringify(made.issues));
    };
    const [people, ledger] = [join(folder, 'people.xlsx'), join(folder, 'ledger.xlsx')];
    await writeFile(
      people,
      workbook({
        队员: [
          ['编号', '姓名', '手机', '状态'],
          ['R1', '李小明', '13800001234', '在岗'],
        ],
      }),
    );
    const header = ['编码', '物资编码', '名称', '存放地点', '单位', '储备方式', '数量'];
    await writeFile(ledger, workbook({ 台账: [header, ['S1', 'water', '瓶装水', 'F1', '瓶', '自储', 480]] }));
    const openingAt = '2026-06-01T00:00:00+08:00';
    const city = await createCity({
      store,
      vault,
      feeds: [
        { feed: feedOf({ kind: 'responder', file: people }), source: 'people' },
        { feed: feedOf({ kind: 'stock', file: ledger, openingAt }), source: 'ledger' },
      ],
    });
    try {
      await until(
        'both',
        () => city.view.find({ kind: 'responder' }).length + city.view.find({ kind: 'stock' }).length === 2,
      );
      const [row] = city.view.find({ kind: 'responder' });
      expect(row?.value['name']).to.include({ masked: '李**' });
      expect(row?.value['phone']).to.include({ masked: '138****1234' });
      expect(JSON.stringify(row)).to.not.match(/小明|13800001234/);
      const [stock] = city.view.find({ kind: 'stock' });
      const movements = factsOf<Movement>(city.view.find({ kind: 'movement' }), 'movement');
      expect(quantityOf(stock!, movements).quantity).to.equal(480);
    } finally {
      await city.close();
      await rm(folder, { recursive: true });
    }
  });
});
