// A Command to a device, from a browser to its wire: who may, and what the picture says of it meanwhile.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { createPushFeed, entityId, stated, systemClock, systemIds } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { decodeGbt26875, encodeGbt26875, type Gbt26875Frame } from '@yingji/adapters/gbt26875';
import { createToken } from '../src/auth/tokens.js';
import { feedLoaders } from '../src/feeds.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { freePort } from './free-port.js';
import { alarmFrame } from './alarm-line.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';
import { until } from './wait.js';

const DEVICE = entityId('device', 'registry', '5001');
const CONFIRM = 3;

describe('a Command to a device', function () {
  this.timeout(60_000);
  let house: House;
  let gateway: Gateway;
  let socket: Socket;
  let heard: Gbt26875Frame[];

  beforeEach(async () => {
    const port = await freePort();
    const register = createPushFeed({ id: 'register', title: { zh: '名册', en: 'Register' } });
    const feeds = { ...feedLoaders, register: { ...register.feed, configure: () => ({ feed: register.feed }) } };
    house = makeHouse({
      feeds: [
        { use: 'gbt26875', source: 'fire', config: { port } },
        { use: 'register', source: 'registry' },
      ],
    });
    gateway = await createGateway(house.config, { feeds: feeds as never, logger: createMemoryLogger() });
    const now = systemClock.now();
    const value = { type: 'fire-transmitter', native: '5001', contract: { by: 'event' } };
    await register.push({ key: 'list', receivedAt: now, drafts: [stated(DEVICE, value, now)] });
    heard = [];
    socket = connect(port, '127.0.0.1');
    socket.on('data', (bytes) => {
      for (let rest = bytes; rest.length > 0;) {
        const { frame, length } = decodeGbt26875(rest);
        if (frame) heard.push(frame);
        rest = rest.subarray(Math.max(1, length));
      }
    });
    // It is known by what it says: an alarm, which is confirmed.
    socket.write(alarmFrame(7));
    await until('the alarm to be confirmed', () => heard.length === 1);
  });
  afterEach(async () => {
    socket.destroy();
    await gateway.close();
    house.remove();
  });

  const ask = async (token: string, name: string, input: object): Promise<{ status: number; text: string }> => {
    const answer = await postAs(token, `${gateway.url}/api/commands/${name}`, { v: 1, id: systemIds.next(), input });
    return { status: answer.status, text: await answer.text() };
  };
  const instructions = (): unknown[] =>
    gateway.city.view.find({ kind: 'instruction' }).map(({ value }) => [value['name'], value['state']]);
  /** Everything that the picture says of devices and their readings. */
  const devices = (): string =>
    JSON.stringify(['device', 'observation', 'report'].map((kind) => gateway.city.view.find({ kind })));
  const answer = (to: Gbt26875Frame): void => {
    const { serial, version, source, destination } = to;
    const time = '2026-06-12T16:00:01';
    const back = { serial, version, time, source: destination, destination: source, command: CONFIRM };
    socket.write(encodeGbt26875({ ...back, unit: new Uint8Array(0) }));
  };

  for (const [name, input, type] of [
    ['check-post', { device: DEVICE, minutes: 10 }, 91],
    ['sync-clock', { device: DEVICE }, 90],
  ] as const)
    it(`${name}: the desk sends it once, and it is done when the device says so; nothing of the device changes meanwhile`, async () => {
      const before = devices();
      expect((await ask(house.token, name, input)).status).to.equal(200);
      await until('the device to hear it', () => heard.length === 2);
      expect(heard[1]).to.deep.include({ command: 1, type });
      expect(instructions()).to.deep.equal([[name, 'sent']]);
      expect(devices()).to.equal(before);
      answer(heard[1]!);
      await until('it to be done', () => JSON.stringify(instructions()).includes('done'));
      expect(instructions()).to.deep.equal([[name, 'done']]);
      expect(devices()).to.equal(before);
    });

  it('is refused to who may not, sent to nobody, and written down', async () => {
    const tokens = `${house.folder}/tokens.json`;
    const worker = createToken(tokens, { id: 'wu', masked: '吴*', roles: ['grid-worker'], scope: [] }, systemClock);
    const acts = [
      ['check-post', { device: DEVICE, minutes: 10 }],
      ['sync-clock', { device: DEVICE }],
      ['query-device', { device: DEVICE }],
      ['operate-device', { device: DEVICE, action: 'stop' }],
    ] as const;
    for (const [name, input] of acts) {
      const { status, text } = await ask(worker, name, input);
      expect([name, status]).to.deep.equal([name, 422]);
      expect(text).to.contain('not-permitted');
    }
    await systemClock.sleep(300, new AbortController().signal);
    expect(instructions()).to.deep.equal([]);
    expect(heard).to.have.lengthOf(1);
    const audit = readFileSync(`${house.config.store.file}.audit`, 'utf8');
    for (const [name] of acts)
      expect(audit).to.match(new RegExp(`"command:${name}".*"refused"|"refused".*"command:${name}"`));
  });
});
