import { statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { connectGateway } from '@yingji/adapters/remote';
import { createMemoryStore, systemClock, systemIds, YingjiError, type Row } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { capAlert } from '../test/cap.js';
import { makeHouse, type House } from '../test/house.js';
import { until } from '../test/wait.js';
import { createGateway, type Gateway } from './gateway.js';

/** The rows of a query as a client far away has them. */
function follow(
  gateway: Gateway,
  house: House,
  kind: string,
): { rows: () => Row[]; view: ReturnType<typeof connectGateway> } {
  const view = connectGateway({ url: gateway.url, token: house.token });
  const rows = new Map<string, Row>();
  view.select({ kind }).subscribe(({ reset, put, removed }) => {
    if (reset) rows.clear();
    for (const row of put) rows.set(row.id, row);
    for (const id of removed) rows.delete(id);
  });
  return { rows: () => [...rows.values()], view };
}

describe('a gateway', function () {
  this.timeout(60_000);
  let house: House;
  const logger = createMemoryLogger();
  beforeEach(() => (house = makeHouse()));
  afterEach(() => house.remove());
  const start = (): Promise<Gateway> => createGateway(house.config, { logger });
  const refused = async (promise: Promise<Gateway>): Promise<YingjiError> => {
    const outcome = await promise.catch((error: unknown) => error);
    if (outcome instanceof YingjiError) return outcome;
    await (outcome as Gateway).close();
    throw new Error('it started');
  };

  it('carries a warning from a file to a client far away, and a decision back', async () => {
    const gateway = await start();
    const warnings = follow(gateway, house, 'warning');
    const seen = follow(gateway, house, 'acknowledgement');
    house.drop('a.xml', capAlert('demo-1'));
    const [warning] = await until('the warning', () => warnings.rows().length > 0 && warnings.rows());
    const command = { v: 1, id: 'decision-0001', name: 'acknowledge-alarm', input: { of: warning!.id } } as const;
    const result = await warnings.view.send(command);
    expect(result).to.include({ ok: true });
    expect(await warnings.view.send(command)).to.deep.equal(result);
    const [acknowledgement] = await until('the acknowledgement', () => seen.rows().length > 0 && seen.rows());
    expect(acknowledgement!.value).to.deep.include({ of: warning!.id, masked: '李*' });
    warnings.view.close();
    seen.view.close();
    await gateway.close();
  });

  it('knows after a restart what it knew before', async () => {
    const first = await start();
    house.drop('a.xml', capAlert('demo-1'));
    await until('the warning', () => first.city.view.find({ kind: 'warning' })[0]);
    const at = first.city.view.at;
    await first.close();
    const second = await start();
    expect(second.city.view.at).to.be.at.least(at);
    expect(second.city.view.find({ kind: 'warning' })).to.have.length(1);
    await second.close();
  });

  it('calls a feed as its configuration does', async () => {
    const feeds = house.config.feeds!.map((feed) => ({
      ...feed,
      title: { zh: '市气象台预警', en: 'Warnings of the city' },
    }));
    const gateway = await createGateway({ ...house.config, feeds }, { logger });
    const [row] = await until('the feed', () => {
      const rows = gateway.city.view.find({ kind: 'feed' });
      return rows.length > 0 && rows;
    });
    expect(row!.value.title).to.deep.equal({ zh: '市气象台预警', en: 'Warnings of the city' });
    await gateway.close();
  });

  it('keeps database, key and tokens for its owner alone', async function () {
    if (process.platform === 'win32') this.skip();
    const gateway = await start();
    for (const name of ['data/city.db', 'data/vault.key', 'tokens.json'])
      expect(statSync(join(house.folder, name)).mode & 0o077, name).to.equal(0);
    await gateway.close();
  });

  it('is the only one over its store, and the second does the first no harm', async () => {
    const first = await start();
    expect(await refused(start())).to.include({ code: 'store-taken' });
    house.drop('a.xml', capAlert('demo-1'));
    await until('the warning', () => first.city.view.find({ kind: 'warning' })[0]);
    await first.close();
  });

  it('stops in order and in time, and twice is once', async () => {
    const gateway = await start();
    const { view, rows } = follow(gateway, house, 'warning');
    const codes: (string | undefined)[] = [];
    view.health$.subscribe(({ code }) => codes.push(code));
    house.drop('a.xml', capAlert('demo-1'));
    await until('the warning', () => rows().length > 0);
    const began = Date.now();
    await Promise.all([gateway.close(), gateway.close()]);
    expect(Date.now() - began).to.be.below(5_000);
    await until('the goodbye', () => codes.includes('host-closing'));
    expect(await fetch(`${gateway.url}/healthz`).catch(() => 'gone')).to.equal('gone');
    view.close();
    const next = await start();
    await next.close();
  });

  it('refuses to be told how long to keep what it does not keep itself', async () => {
    const held = createMemoryStore({ clock: systemClock, ids: systemIds });
    const storage = { ...held, prune: () => Promise.resolve(), close: () => held.store.close() };
    const store = { ...house.config.store, keep: { logDays: 30 } };
    const refused = await createGateway({ ...house.config, store }, { logger, storage }).catch(
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(YingjiError).with.property('message').that.includes('/store/keep');
  });

  it('is not ready while its store takes nothing, and ready again when it does', async () => {
    const held = createMemoryStore({ clock: systemClock, ids: systemIds });
    let full = false;
    const commit: typeof held.store.commit = (given) =>
      full
        ? Promise.reject(new YingjiError('store-failed', 'the disk is full.', { recovery: 'retry' }))
        : held.store.commit(given);
    const storage = { store: { ...held.store, commit }, vault: held.vault, close: () => held.store.close() };
    const gateway = await createGateway(house.config, { logger, storage });
    const status = async (): Promise<number> => (await fetch(`${gateway.url}/healthz`)).status;
    try {
      expect(await status()).to.equal(200);
      full = true;
      house.drop('a.xml', capAlert('demo-1'));
      await until('503', async () => (await status()) === 503);
      full = false;
      await until('200', async () => (await status()) === 200);
    } finally {
      full = false;
      await gateway.close();
    }
  });

  it('refuses an address that others can reach while nobody is authenticated', async () => {
    const { auth: _, ...open } = house.config;
    for (const host of ['0.0.0.0', '::', '192.0.2.1'])
      expect(await refused(createGateway({ ...open, listen: { host, port: 0 } }, { logger })), host).to.include({
        code: 'not-loopback',
      });
    const empty = { ...open, auth: { tokens: join(house.folder, 'none.json') }, listen: { host: '0.0.0.0', port: 0 } };
    expect(await refused(createGateway(empty, { logger }))).to.include({ code: 'not-loopback' });
  });

  it('4.4.1 of OWASP ASVS 5.0: refuses to speak in the clear to others, unless a proxy or somebody says so', async () => {
    const listen = { host: '0.0.0.0', port: 0 };
    expect(await refused(createGateway({ ...house.config, listen }, { logger }))).to.include({ code: 'not-encrypted' });
    const tls = { cert: house.configFile, key: house.configFile };
    expect(await refused(createGateway({ ...house.config, listen: { ...listen, tls } }, { logger }))).to.include({
      code: 'tls-broken',
    });
    const gateway = await createGateway({ ...house.config, listen: { ...listen, proxies: ['192.0.2.1'] } }, { logger });
    await gateway.close();
  });

  it('listens for others once tokens are there, under its own names alone', async () => {
    const listen = { host: '0.0.0.0', port: 0, names: ['yingji.example.cn'], plain: true };
    const gateway = await createGateway({ ...house.config, listen }, { logger });
    const { port } = new URL(gateway.url);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).to.equal(200);
    await gateway.close();
  });

  it('says what is wrong with a feed, and lets go of everything', async () => {
    const feeds = [
      { use: 'cp', source: 'a' },
      { use: 'cap', source: 'b', config: { folder: 3 } },
    ];
    const error = await refused(createGateway({ ...house.config, feeds }, { logger }));
    expect(error).to.include({ code: 'config-wrong' });
    expect(error.message).to.include('/feeds/0/use').and.include('/feeds/1/config/folder');
    await (await start()).close();
  });

  it('serves no folder that holds its database, key or tokens, however it is named', async function () {
    symlinkSync(house.folder, join(house.folder, 'cap', 'link'));
    for (const folder of [
      house.folder,
      join(house.folder, 'data'),
      join(house.folder, 'cap/../data'),
      join(house.folder, 'cap/link'),
    ]) {
      const error = await refused(createGateway({ ...house.config, static: [{ path: '/', folder }] }, { logger }));
      expect(error, folder).to.include({ code: 'config-wrong' });
      expect(error.message).to.include('/static/0/folder').and.include('vault.key');
    }
    const gateway = await createGateway(
      { ...house.config, static: [{ path: '/', folder: join(house.folder, 'cap') }] },
      { logger },
    );
    await gateway.close();
  });

  it('says that an address is taken, and lets go of the store', async () => {
    const first = await start();
    const other = makeHouse();
    const listen = { port: Number(new URL(first.url).port) };
    expect(await refused(createGateway({ ...other.config, listen }, { logger }))).to.include({ code: 'listen-failed' });
    await (await createGateway(other.config, { logger })).close();
    other.remove();
    await first.close();
  });
});
