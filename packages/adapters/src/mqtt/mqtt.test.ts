import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { millis, parseInstant, systemClock, type Json, type Packet } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { mqttClient } from './client.js';
import { mqtt } from './index.js';
import { matchTopic, subscribed, wrongFilter } from './topics.js';

const wrong = (config: Json): string[] => {
  const made = mqtt.configure(config);
  return 'issues' in made ? made.issues.map(({ path }) => path) : [];
};
const broker = { url: 'mqtt://h', clientId: 'c' };
const device = { as: 'device', topic: 'a/{device}', profile: 'pump' };

describe('topics', () => {
  it('match by MQTT 3.1.1, 4.7, and name the device', () => {
    expect(matchTopic('a/{device}/up', 'a/b/up')).to.deep.equal({ device: 'b' });
    expect(matchTopic('a/{device}/#', 'a/b')).to.deep.equal({ device: 'b' });
    expect(matchTopic('a/#', 'a')).to.deep.equal({});
    expect(matchTopic('a/+', 'a/')).to.deep.equal({});
    expect(matchTopic('+/+', '/x')).to.deep.equal({});
    for (const [filter, topic] of [
      ['a/+', 'a'],
      ['a/+', 'a/b/c'],
      ['a', 'a/b'],
      ['#', '$SYS/x'],
      ['+/x', '$SYS/x'],
      ['a/B', 'a/b'],
    ] as const)
      expect(matchTopic(filter, topic), `${filter} ${topic}`).to.equal(undefined);
  });

  it('are subscribed to as the broker knows them', () => {
    expect(subscribed('a/{device}/up')).to.equal('a/+/up');
    expect(subscribed('$oc/{device}/x', 'city')).to.equal('$share/city/$oc/+/x');
    for (const filter of ['', 'a#', 'a/#/b', 'a/x+', 'a/{device}x', '{device}/{device}', '$share/g/a'])
      expect(wrongFilter(filter), filter).to.be.a('string');
  });
});

describe('the configuration of mqtt', () => {
  it('is refused with its place', () => {
    expect(wrong({ from: broker, routes: [device] })).to.deep.equal([]);
    expect(wrong({ from: { ...broker, url: 'http://h' } })).to.deep.equal(['/from/url']);
    expect(wrong({ from: { ...broker, url: 'mqtt://user:pass@h' } })).to.deep.equal(['/from/url']);
    expect(wrong({ from: { url: 'mqtt://h' } })).to.deep.equal(['/from/clientId']);
    expect(wrong({ from: { ...broker, tls: { cert: 'c.pem' } } })).to.deep.equal(['/from/tls']);
    expect(wrong({ routes: [{ ...device, profile: 'toaster' }] })).to.deep.equal(['/routes/0/profile']);
    expect(wrong({ routes: [{ ...device, topic: 'a/#/{device}' }] })).to.deep.equal(['/routes/0/topic']);
    expect(wrong({ routes: [{ ...device, topic: 'a/+' }] })).to.deep.equal(['/routes/0']);
    expect(wrong({ routes: [{ ...device, device: '/id' }] })).to.deep.equal(['/routes/0']);
    expect(wrong({ routes: [{ as: 'iotda', topic: 'a', services: { S: 'x' } }] })).to.deep.equal([
      '/routes/0/services/S',
    ]);
  });
});

describe('keys of messages', () => {
  const read = (...given: Parameters<typeof drafts>): string[] => drafts(...given).map(({ id }) => id);
  const drafts = (payload: object, mark: string, receivedAt = '2026-06-12T16:00:00+08:00') =>
    mqtt.decode(new TextEncoder().encode(`a/P1\n${mark}\n${JSON.stringify(payload)}`), {
      ...{ source: 'iot', receivedAt: parseInstant(receivedAt)!, config: { routes: [device] } },
    }).drafts;

  it('what says when it was true is the same whenever and under whatever it comes', () => {
    const said = { time: '2026-06-12T15:59:00+08:00', current: 4 };
    expect(read(said, '1.0')).to.deep.equal(read(said, '9.3', '2026-06-13T16:00:00+08:00'));
  });

  it('what does not is the same under its mark for ten minutes', () => {
    const said = { current: 4 };
    expect(read(said, '1.0')).to.deep.equal(read(said, '1.0', '2026-06-12T16:09:59+08:00'));
    expect(read(said, '1.0')).not.to.deep.equal(read(said, '1.1'));
    expect(read(said, '1.0')).not.to.deep.equal(read(said, '1.0', '2026-06-12T16:10:00+08:00'));
  });

  it('a clock that stands still, or was never set, names nothing: what comes later under it is news, and of now', () => {
    const said = { time: '2000-01-01T00:00:00+08:00', current: 4 };
    const [first] = drafts(said, '1.0');
    expect(first!.at).to.equal('2026-06-12T16:00:00+08:00');
    expect(read(said, '1.0', '2026-06-12T20:00:00+08:00')).not.to.deep.equal([first!.id]);
    const stuck = { time: '2026-03-01T00:00:00+08:00', current: 4 };
    expect(read(stuck, '1.0', '2026-06-12T20:00:00+08:00')).not.to.deep.equal(read(stuck, '1.0'));
    expect(read(stuck, '1.0'), 'a repeat').to.deep.equal(read(stuck, '1.0', '2026-06-12T16:05:00+08:00'));
    expect(read(stuck, 'retained', '2026-06-12T20:00:00+08:00')).to.deep.equal(read(stuck, 'retained'));
    expect(drafts(said, 'retained')[0]!.at, 'what the broker kept may be as old as it says').to.equal(said.time);
  });
});

/** Only as much of MQTT 5 as a line needs, byte by byte: what is sent is what counts here. */
async function fakeFive() {
  const heard: Buffer[] = [];
  let line: Socket | undefined;
  const server = createServer((socket) => {
    line = socket;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard.push(bytes);
      if (bytes[0] === 0x10) socket.write(Buffer.from('2003000000', 'hex'));
      if (bytes[0] === 0x82) socket.write(Buffer.from([0x90, 4, bytes[2]!, bytes[3]!, 0, 1]));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publish = (id: number, text: string): void => {
    const payload = Buffer.from(text);
    line!.write(Buffer.concat([Buffer.from([0x32, 6 + payload.length, 0, 1, 0x61, 0, id, 0]), payload]));
  };
  return { heard, publish, server, port: (server.address() as AddressInfo).port };
}

describe('a line of MQTT 5', () => {
  it('keeps its session, confirms after the commit and not before, and refuses with a reason', async () => {
    const { heard, publish, server, port } = await fakeFive();
    const ending = new AbortController();
    const context = { source: 'x', clock: systemClock, ids: createSeededIds(), logger: createMemoryLogger() };
    const made = { ...broker, url: `mqtt://127.0.0.1:${port}`, version: '5', keepaliveS: 30, timeoutS: 5 } as const;
    const open = await mqttClient({ ...made, sessionExpiryS: 3_600, maxBytes: 64 }, ['a']).open(
      { ...context, status: () => undefined },
      ending.signal,
    );
    const connect = heard[0]!.toString('hex');
    // Level 5; no clean start; 0x11 session expiry of an hour; 0x21 receive maximum of 1,000.
    expect(connect).to.match(/^10..00044d51545405(00)/);
    expect(connect).to.include('1100000e10').and.include('2103e8');

    const packets = open.packets[Symbol.asyncIterator]();
    const next = async (): Promise<Packet> => (await packets.next()).value as Packet;
    publish(1, 'one');
    publish(2, 'two');
    publish(3, 'x'.repeat(100));
    const [one, two, three] = [await next(), await next(), await next()];
    expect(new TextDecoder().decode(three.bytes)).to.equal(`a\ncut.3.0\n${'x'.repeat(64)}`);
    expect(new TextDecoder().decode(one.bytes)).to.equal('a\n1.0\none');
    expect(heard.filter((bytes) => bytes[0] === 0x40)).to.deep.equal([]);
    two.settled('stored');
    one.settled('refused');
    three.settled('stored');
    for (let i = 0; i < 100 && !heard.some((bytes) => bytes[0] === 0x40); i += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard.at(-1)!.toString('hex')).to.equal('40020002' + '4003000199' + '40020003');
    ending.abort();
    await open.closed;
    server.close();
  });

  it('gives what comes in one moment times in its order: of a door that opens and closes, the last is to be seen', async () => {
    const { publish, server, port } = await fakeFive();
    const ending = new AbortController();
    const clock = { ...systemClock, now: () => parseInstant('2026-06-12T16:00:00+08:00')! };
    const made = { ...broker, url: `mqtt://127.0.0.1:${port}`, version: '5', keepaliveS: 30, timeoutS: 5 } as const;
    const open = await mqttClient({ ...made, sessionExpiryS: 3_600, maxBytes: 64 }, ['a']).open(
      { source: 'x', clock, ids: createSeededIds(), logger: createMemoryLogger(), status: () => undefined },
      ending.signal,
    );
    const packets = open.packets[Symbol.asyncIterator]();
    ['open', 'closed', 'open'].forEach((word, i) => publish(i + 1, word));
    const times: number[] = [];
    while (times.length < 3) times.push(millis(((await packets.next()).value as Packet).receivedAt));
    ending.abort();
    await open.closed;
    server.close();
    expect(times.map((at) => at - times[0]!)).to.deep.equal([0, 1, 2]);
  });
});
