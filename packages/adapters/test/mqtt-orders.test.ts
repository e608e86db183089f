import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import {
  createCity,
  createMemoryStore,
  createPushFeed,
  operateDevice,
  queryDevice,
  stated,
  systemClock,
  systemIds,
  type EntityId,
  type Json,
} from '@yingji/core';
import { mqtt } from '@yingji/adapters/mqtt';
import { Aedes } from 'aedes';
import { expect } from 'chai';
import { connectAsync } from 'mqtt';
import { until } from './wait.js';

const orders = [
  // At the topic of another, which itself says whether it was done: this one answers for nothing but itself.
  {
    command: 'sync-clock',
    topic: 'city/pump/{device}/time',
    payload: '{time}',
    answer: 'city/pump/{device}/ack/{order}',
  },
  {
    command: 'operate-device',
    devices: '^P',
    topic: 'city/pump/{device}/set/{order}',
    payload: { start: '{"run":1}', stop: '{"run":0,"n":{order}}' },
    answer: 'city/pump/{device}/ack/{order}',
    done: { at: '/result', is: [0] },
    waitS: 1,
  },
  {
    command: 'query-device',
    topic: 'city/pump/{device}/get',
    payload: '{}',
    answer: 'city/pump/{device}/up',
    waitS: 5,
  },
];
const actor = { id: 'u1', masked: '李*', roles: [], scope: [] };

describe('orders over a real broker', function () {
  this.timeout(60_000);
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** A city with two pumps in its register, and the pump itself: what it hears, and how it answers. */
  async function pump(answer: (topic: string, body: string) => readonly [topic: string, body: Json] | undefined) {
    const broker = await Aedes.createBroker();
    const heardBy = new Promise<void>((resolve) =>
      broker.on('subscribe', (_, client) => client?.id === 'host' && resolve()),
    );
    const server = createServer((socket) => void broker.handle(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    ends.push(() => new Promise<void>((done) => broker.close(() => server.close(() => done()))));
    let mute = false;
    const lines: Socket[] = [];
    server.on('connection', (socket) => lines.push(socket));
    broker.authorizePublish = (_, __, done) => void (mute || done(null));
    const device = await connectAsync(url);
    ends.push(() => device.endAsync(true));
    const heard: [string, string][] = [];
    device.on('message', (topic, bytes) => {
      heard.push([topic, bytes.toString()]);
      const said = answer(topic, bytes.toString());
      if (said) device.publish(said[0], JSON.stringify(said[1]), { qos: 1 });
    });
    await device.subscribeAsync(['city/pump/+/set/+', 'city/pump/+/get'], { qos: 1 });
    const made = mqtt.configure({
      from: { url, clientId: 'host', version: '3.1.1' },
      routes: [{ as: 'device', topic: 'city/pump/{device}/up', profile: 'pump' }],
      orders,
    });
    if (!('feed' in made)) return expect.fail(JSON.stringify(made.issues));
    const register = createPushFeed({ id: 'register', title: { zh: '名册', en: 'Register' } });
    const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
    const city = await createCity({
      ...{ store, vault, clock: systemClock, commands: [operateDevice, queryDevice] },
      feeds: [
        { feed: made.feed, source: 'iot' },
        { feed: register.feed, source: 'registry' },
      ],
    });
    ends.push(() => city.close());
    const now = systemClock.now();
    const pumps = ['P1', 'Q1'].map((native) => {
      const value = { type: 'pump', native, contract: { by: 'event' } };
      return stated(`device/registry/${native}` as EntityId, value, now);
    });
    await register.push({ key: 'list', receivedAt: now, drafts: pumps });
    await until('connected', () => city.view.get('feed/city/iot' as EntityId)?.value['state'] === 'live');
    // Subscriptions are not waited for by the feed.
    await heardBy;
    let sent = 0;
    return {
      heard,
      city,
      /** The broker takes nothing more, says nothing, and then breaks every line off. */
      gone() {
        mute = true;
        setTimeout(() => lines.forEach((socket) => socket.destroy()), 300);
      },
      async send(name: string, native: string, more: object = {}): Promise<unknown[]> {
        const input = { device: `device/registry/${native}`, ...more };
        const result = await city.send({ v: 1, id: `command-${(sent += 1)}`, name, input }, actor);
        if (!result.ok) return expect.fail(JSON.stringify(result.issues));
        const stands = () => city.view.get(result.ids[0]!)!.value;
        await until('an outcome', () => stands()['state'] !== 'sent');
        return [stands()['state'], stands()['code']];
      },
    };
  }

  it('a pump starts when it is told to, and says so; its answer is known by the number of the order', async () => {
    const { send, heard } = await pump((topic) => [topic.replace('set', 'ack'), { result: 0 }]);
    expect(await send('operate-device', 'P1', { action: 'start' })).to.deep.equal(['done', undefined]);
    expect(await send('operate-device', 'P1', { action: 'stop' })).to.deep.equal(['done', undefined]);
    const [first, second] = heard.map(([topic]) => Number(topic.split('/').at(-1)));
    expect(second).to.equal((first! % 65_535) + 1);
    expect(heard).to.deep.equal([
      [`city/pump/P1/set/${first}`, '{"run":1}'],
      [`city/pump/P1/set/${second}`, `{"run":0,"n":${second}}`],
    ]);
  });

  it('what it denies is refused, of what it does not answer nobody knows, and nothing is sent twice', async () => {
    const { send, heard } = await pump((topic, body) =>
      body.includes('"run":1')
        ? [topic.replace('set', 'ack'), { result: 5 }]
        : [topic.replace(/set.*/, 'ack/999'), { result: 0 }],
    );
    expect(await send('operate-device', 'P1', { action: 'start' })).to.deep.equal(['refused', 'device-denied']);
    expect(await send('operate-device', 'P1', { action: 'stop' })).to.deep.equal(['unknown', 'device-silent']);
    expect(heard).to.have.length(2);
  });

  it('what is measured then is the answer to a question, and is kept', async () => {
    const { send, city } = await pump((topic) => [topic.replace('get', 'up'), { current: 4.5 }]);
    expect(await send('query-device', 'Q1')).to.deep.equal(['done', undefined]);
    await until('a reading', () => city.view.find({ kind: 'observation' }).length > 0);
    expect(city.view.find({ kind: 'observation' })[0]!.value).to.deep.include({ device: 'device/registry/Q1' });
  });

  it('of an order whose broker goes away before it took it nobody knows, and it is not sent anew', async () => {
    const { send, gone } = await pump(() => undefined);
    gone();
    const [state, code] = await send('operate-device', 'P1', { action: 'start' });
    expect(state).to.equal('unknown');
    // Which of the two is told first: that the line broke, or that its session is over.
    expect(code).to.be.oneOf(['outcome-unknown', 'feed-stopped']);
  });

  it('no order goes to a device or for an action that none is configured for', async () => {
    const { send, heard } = await pump(() => undefined);
    expect(await send('operate-device', 'Q1', { action: 'start' })).to.deep.equal(['refused', 'cannot-execute']);
    expect(await send('operate-device', 'P1', { action: 'open' })).to.deep.equal(['refused', 'cannot-execute']);
    expect(heard).to.deep.equal([]);
  });
});
