import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';
import {
  createCity,
  createMemoryStore,
  systemClock,
  systemIds,
  YingjiError,
  type City,
  type Feed,
  type Json,
  type Store,
} from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { Aedes } from 'aedes';
import { expect } from 'chai';
import { connectAsync, type MqttClient } from 'mqtt';
import { mqtt } from '@yingji/adapters/mqtt';
import { until } from './wait.js';

const HOST = fileURLToPath(new URL('./mqtt-host.ts', import.meta.url));
const fire = JSON.stringify({ state: 1 });
const routes = [{ as: 'device', topic: 'city/smoke/{device}', profile: 'smoke-detector' }];

/** The same store with a commit of its own. */
const withCommit = (store: Store, commit: Store['commit']): Store =>
  new Proxy(store, {
    get: (target, name) => {
      const member: unknown = name === 'commit' ? commit : Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

/** A broker that can go away and come back with all that it kept. */
async function startAedes() {
  const broker = await Aedes.createBroker();
  let server: Server;
  const sockets = new Set<Socket>();
  const acks: number[] = [];
  broker.on('ack', (packet) => acks.push(Number(packet?.messageId)));
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => {
      server = createServer((socket) => {
        sockets.add(socket);
        broker.handle(socket);
      }).listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const { port } = server!.address() as AddressInfo;
  const leave = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await closed;
  };
  return {
    ...{ port, acks, leave, broker },
    comeBack: () => listen(port),
    async end() {
      await leave();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
}

describe('mqtt and a real broker', function () {
  this.timeout(60_000);
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function aedes() {
    const broker = await startAedes();
    ends.push(() => broker.end());
    return broker;
  }

  async function publisher(port: number): Promise<MqttClient> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: `p${Math.random()}`.slice(0, 20) });
    client.on('error', () => undefined);
    ends.push(() => client.endAsync(true));
    return client;
  }

  async function city(
    port: number,
    {
      from = {},
      store: given,
      wrap = (feed) => feed,
      ...config
    }: {
      readonly from?: object;
      readonly store?: Pick<Parameters<typeof createCity>[0], 'store' | 'vault'>;
      readonly wrap?: (feed: Feed) => Feed;
      readonly expectEveryS?: number;
    } = {},
  ): Promise<City> {
    const url = `mqtt://127.0.0.1:${port}`;
    const made = mqtt.configure({
      from: { url, version: '3.1.1', clientId: 'host', ...from },
      routes,
      ...config,
    } as Json);
    if (!('feed' in made)) return expect.fail(JSON.stringify(made.issues));
    const opened = await createCity({
      ...(given ?? createMemoryStore({ clock: systemClock, ids: systemIds })),
      clock: systemClock,
      feeds: [{ feed: wrap(made.feed), source: 'iot' }],
    });
    ends.push(() => opened.close());
    return opened;
  }
  const reports = ({ view }: City): string[] =>
    view.find({ kind: 'report' }).map(({ value }) => String(value['device']));
  const health = ({ view }: City): unknown => view.get('feed/city/iot' as never)?.value['state'];

  it('is confirmed only when it is committed', async () => {
    const broker = await aedes();
    const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const slow = withCommit(store, async (batch) => {
      if (batch.rows.some(({ change }) => change.kind === 'report')) await gate;
      return store.commit(batch);
    });
    const opened = await city(broker.port, { store: { store: slow, vault } });
    const device = await publisher(broker.port);
    await until('connected', () => health(opened) === 'live');
    await device.publishAsync('city/smoke/8650', fire, { qos: 1 });
    await systemClock.sleep(200, new AbortController().signal);
    expect([reports(opened), broker.acks]).to.deep.equal([[], []]);
    go();
    await until('confirmed', () => broker.acks.length === 1);
    expect(reports(opened)).to.deep.equal(['device/registry/8650']);
  });

  it('comes again after a kill between commit and confirmation, and stands once', async () => {
    const broker = await aedes();
    const folder = mkdtempSync(join(tmpdir(), 'yingji-mqtt-'));
    ends.push(() => rmSync(folder, { recursive: true, force: true }));
    const device = await publisher(broker.port);
    broker.broker.once('subscribe', () => device.publish('city/smoke/8650', fire, { qos: 1 }));
    const child = spawn(process.execPath, [...process.execArgv, HOST, folder, String(broker.port)], {
      stdio: 'inherit',
    });
    const died = new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    expect(await died).to.equal('SIGKILL');
    expect(broker.acks).to.deep.equal([]);

    const sqlite = await createSqliteStore({
      file: join(folder, 'city.db'),
      keyFile: join(folder, 'vault.key'),
      clock: systemClock,
    });
    ends.push(() => sqlite.close());
    const opened = await city(broker.port, { store: sqlite });
    expect(reports(opened)).to.have.lengthOf(1);
    await until('redelivered and confirmed', () => broker.acks.length === 1);
    expect(reports(opened)).to.have.lengthOf(1);
    let rows = 0;
    for await (const { kind } of sqlite.store.read(0 as never, 1_000)) rows += kind === 'report' ? 1 : 0;
    expect(rows).to.equal(1);
  });

  it('waits at the broker while the host is away, and while the broker is away the feed looks like none', async () => {
    const broker = await aedes();
    const first = await city(broker.port);
    await until('connected', () => health(first) === 'live');
    const device = await publisher(broker.port);
    await first.close();
    await until('only the device left', () => broker.broker.connectedClients === 1);
    await device.publishAsync('city/smoke/1', fire, { qos: 1 });

    const opened = await city(broker.port);
    await until('what waited', () => reports(opened).length === 1);
    await broker.leave();
    await until('seen as gone', () => health(opened) !== 'live');
    expect(health(opened)).to.be.oneOf(['stale', 'failed']);
    await broker.comeBack();
    await until('back by itself', () => health(opened) === 'live');
    const again = await publisher(broker.port);
    await again.publishAsync('city/smoke/2', fire, { qos: 1 });
    await until('heard again', () => reports(opened).length === 2);
  });

  it('is stale when it says nothing for longer than it should', async () => {
    const broker = await aedes();
    const device = await publisher(broker.port);
    const subscribed = once(broker.broker, 'subscribe');
    const opened = await city(broker.port, { expectEveryS: 0.4 });
    // Each state is kept as it comes: who looks now and then may look too late.
    const states: unknown[] = [];
    const seen = opened.view.select({ kind: 'feed' }).subscribe(({ put }) => {
      for (const { value } of put) states.push(value.state);
    });
    ends.push(() => seen.unsubscribe());
    await subscribed;
    await device.publishAsync('city/smoke/1', fire, { qos: 1 });
    await until('the report', () => reports(opened).length === 1);
    await until('stale after it', () => states.at(-1) === 'stale');
    // Where the machine was slow it was stale before too.
    expect(states.slice(0, 3)).to.deep.equal(['unknown', 'live', 'stale']);
    expect(reports(opened)).to.have.lengthOf(1);
  });

  it('takes the same under the same identifier for another once the first is confirmed', async () => {
    const broker = await aedes();
    const opened = await city(broker.port);
    await until('connected', () => health(opened) === 'live');
    const device = await publisher(broker.port);
    for (const state of [1, 0, 1]) await device.publishAsync('city/smoke/9', JSON.stringify({ state }), { qos: 1 });
    await until('all confirmed', () => broker.acks.length === 3);
    expect(reports(opened)).to.have.lengthOf(2);
  });

  it('comes again when it could not be kept', async () => {
    const broker = await aedes();
    const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
    let fails = 1;
    const failing = withCommit(store, async (batch) => {
      const isReport = batch.rows.some(({ change }) => change.kind === 'report');
      if (isReport && fails-- > 0) throw new YingjiError('disk-full', 'The disk is full.', { recovery: 'retry' });
      return store.commit(batch);
    });
    const opened = await city(broker.port, { store: { store: failing, vault } });
    await until('connected', () => health(opened) === 'live');
    const device = await publisher(broker.port);
    await device.publishAsync('city/smoke/8650', fire, { qos: 1 });
    await until('confirmed in the end', () => broker.acks.length === 1);
    expect([reports(opened), fails < 1]).to.deep.equal([['device/registry/8650'], true]);
  });

  it('stops reading while nobody takes its messages, and loses none', async () => {
    const [count, bytes] = [2_000, 8_000];
    const broker = await aedes();
    const made = mqtt.configure({
      from: { url: `mqtt://127.0.0.1:${broker.port}`, version: '3.1.1', clientId: 'host' },
      routes,
    });
    if (!('feed' in made)) return expect.fail(JSON.stringify(made.issues));
    const ending = new AbortController();
    const context = { source: 'iot', clock: systemClock, ids: systemIds, logger: createMemoryLogger() };
    let line: Socket | undefined;
    const opening = (message: unknown): void => void (line ??= (message as { socket: Socket }).socket);
    subscribe('net.client.socket', opening);
    ends.push(() => unsubscribe('net.client.socket', opening));
    const subscribed = once(broker.broker, 'subscribe');
    const session = await made.feed.open({ ...context, status: () => undefined }, ending.signal);
    ends.push(() => (ending.abort(), session.closed));
    await subscribed;
    const device = await publisher(broker.port);
    for (let n = 0; n < count; n += 1) {
      const payload = JSON.stringify({ state: 0, padding: 'x'.repeat(bytes) });
      device.publish(`city/smoke/${n}`, payload, { qos: 1 });
    }
    let before = -1;
    for (let now = 0; now !== before || now < 1_000_000; now = line!.bytesRead) {
      before = now;
      await systemClock.sleep(200, new AbortController().signal);
    }
    // What the host took off its line, and not what the broker wrote: the system buffers as much as it likes.
    expect(before, 'the 4 MB that may wait, and the rest of one read').to.be.below(5_000_000);
    const devices = new Set<string>();
    for await (const { token, drafts } of session.deliveries) {
      devices.add(drafts[0]!.id);
      session.settle(token, 'stored');
      if (devices.size === count) break;
    }
    await until('all confirmed', () => broker.acks.length === count);
  });

  it('says why it is not let in', async () => {
    const broker = await aedes();
    broker.broker.authenticate = (_, __, ___, done) => done(Object.assign(new Error('no'), { returnCode: 4 }), false);
    const opened = await city(broker.port);
    await until('failed', () => health(opened) === 'failed');
    expect(opened.view.get('feed/city/iot' as never)?.value).to.include({ code: 'mqtt-not-connected' });
  });
});
