import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { millis, systemClock, YingjiError, type Packet } from '@yingji/core';
import { createManualClock, createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { httpPush, signatureOf, type HttpPushOptions } from './index.js';

const secret = 'a secret of sixteen and more';
const NOW = '2026-06-12T16:00:00+08:00';
const seconds = String(Date.parse(NOW) / 1000);
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe('messages that are pushed by HTTP', () => {
  const ends: (() => unknown)[] = [];
  afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

  async function open(options: Partial<HttpPushOptions> = {}) {
    const ending = new AbortController();
    const logger = createMemoryLogger();
    const clock = createManualClock(NOW);
    const standing: string[] = [];
    const transport = await httpPush({ port: 0, secret, ...options }).open(
      {
        ...{ source: 'x', clock, ids: createSeededIds(), logger },
        status: (state, why) => void standing.push(why ? `${state} ${why.code}` : state),
      },
      ending.signal,
    );
    const stop = () => (ending.abort(), transport.closed);
    ends.push(stop);
    const packets = transport.packets[Symbol.asyncIterator]();
    const next = async (): Promise<Packet> => {
      const came = await packets.next();
      if (came.done) throw new Error('the transport has ended');
      return came.value;
    };
    return { url: `http://127.0.0.1:${transport.port}`, port: transport.port!, next, stop, logger, clock, standing };
  }

  interface Sent {
    readonly nonce?: string;
    readonly timestamp?: string;
    readonly key?: string;
    readonly target?: string;
    readonly signature?: string;
  }
  const headersOf = (
    body: string,
    { nonce = 'nonce-0001', timestamp = seconds, key = secret, target = '/', signature }: Sent = {},
  ) => ({
    'x-yingji-timestamp': timestamp,
    'x-yingji-nonce': nonce,
    'x-yingji-signature': signature ?? signatureOf({ timestamp, nonce }, { target, body: bytesOf(body), secret: key }),
  });
  async function post(url: string, body: string, sent: Sent = {}): Promise<{ status: number; said: unknown }> {
    const answer = await fetch(url + (sent.target ?? '/'), { method: 'POST', body, headers: headersOf(body, sent) });
    return { status: answer.status, said: await answer.json() };
  }

  it('signs as it is written down', () => {
    // Worked out with openssl: printf '{}' | openssl dgst -sha256, then -hmac over the five lines.
    const signature = signatureOf(
      { timestamp: '1781228760', nonce: 'nonce-0001' },
      { target: '/calls?v=1', body: bytesOf('{}'), secret: 'sixteen characters' },
    );
    expect(signature).to.equal('33e899f344ae8d6fafc5b1aa935bbcc7ece48a3f07af5ed0d603ff38121eca6f');
  });

  it('are of times in the order they came, also within one moment: of a state that changes back, the last is to be seen', async () => {
    const { url, next } = await open();
    const times: number[] = [];
    for (const nonce of ['nonce-0001', 'nonce-0002', 'nonce-0003']) {
      const posted = post(url, '{"a":1}', { nonce });
      const packet = await next();
      times.push(millis(packet.receivedAt));
      packet.settled('stored');
      await posted;
    }
    expect(times.map((at) => at - times[0]!)).to.deep.equal([0, 1, 2]);
  });

  for (const [verdict, status] of [
    ['stored', 200],
    ['refused', 422],
    ['retry', 503],
  ] as const)
    it(`answers ${status} once it is ${verdict}, and not before`, async () => {
      const { url, next } = await open();
      let answered = false;
      const posted = post(url, '{"a":1}').finally(() => (answered = true));
      const packet = await next();
      expect(new TextDecoder().decode(packet.bytes)).to.equal('{"a":1}');
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(answered).to.equal(false);
      packet.settled(verdict);
      expect(await posted).to.deep.equal({ status, said: { code: status === 200 ? 0 : status, message: verdict } });
    });

  const unsigned: readonly (readonly [what: string, sent: Sent, body?: string])[] = [
    ['signed with another key', { key: 'another secret of sixteen' }],
    ['without a signature', { signature: '' }],
    ['with a short signature', { signature: 'ab' }],
    [
      'signed for another path',
      {
        signature: signatureOf(
          { timestamp: seconds, nonce: 'nonce-0001' },
          { target: '/other', body: bytesOf('{}'), secret },
        ),
      },
    ],
    [
      'signed for another body',
      {
        signature: signatureOf(
          { timestamp: seconds, nonce: 'nonce-0001' },
          { target: '/', body: bytesOf('{"a":2}'), secret },
        ),
      },
    ],
    ['too old', { timestamp: String(Number(seconds) - 301) }],
    ['from the future', { timestamp: String(Number(seconds) + 301) }],
    ['with a nonce that is none', { nonce: 'x' }],
  ];
  for (const [what, sent] of unsigned)
    it(`refuses one ${what}, and delivers nothing`, async () => {
      const { url, next, logger } = await open();
      expect((await post(url, '{}', sent)).status).to.equal(401);
      const good = post(url, '"good"', { nonce: 'nonce-0002' });
      const packet = await next();
      expect(new TextDecoder().decode(packet.bytes)).to.equal('"good"');
      packet.settled('stored');
      await good;
      expect(logger.lines.map(({ code }) => code)).to.include('push-not-signed');
    });

  it('tell that the source cannot be heard when all it signs is of another time, and that it is heard again', async () => {
    const { url, next, standing, clock } = await open({ windowS: 300 });
    const late = { nonce: 'nonce-0002', timestamp: String(Number(seconds) - 400) };
    const take = async (nonce: string, timestamp: string): Promise<void> => {
      const posted = post(url, '{}', { nonce, timestamp });
      (await next()).settled('stored');
      await posted;
    };
    expect((await post(url, '{}', { ...late, key: 'another key of sixteen and more' })).status).to.equal(401);
    expect(standing, 'anybody can say that').to.deep.equal([]);
    expect((await post(url, '{}', late)).said).to.deep.equal({ code: 401, message: 'timestamp-off' });
    await post(url, '{}', { ...late, nonce: 'nonce-0003' });
    expect(standing).to.deep.equal(['reconnecting push-clock-off']);
    await take('nonce-0004', seconds);
    expect(standing).to.deep.equal(['reconnecting push-clock-off', 'open']);
    await post(url, '{}', late);
    expect(standing, 'one that is sent again by whoever heard it').to.have.length(2);
    await clock.pass(301_000);
    await post(url, '{}', late);
    expect(standing.at(-1)).to.equal('reconnecting push-clock-off');
  });

  it('delivers a replay no second time and answers it as before; what was not kept may come again', async () => {
    const { url, next } = await open();
    const first = post(url, '{}');
    const packet = await next();
    expect((await post(url, '{}')).status).to.equal(409);
    packet.settled('retry');
    expect((await first).status).to.equal(503);
    const again = post(url, '{}');
    (await next()).settled('stored');
    expect((await again).status).to.equal(200);
    expect((await post(url, '{}')).status).to.equal(200);
    expect((await post(url, '{"other":1}')).status).to.equal(409);
    const last = post(url, '"last"', { nonce: 'nonce-0003' });
    const came = await next();
    expect(new TextDecoder().decode(came.bytes)).to.equal('"last"');
    came.settled('stored');
    await last;
  });

  it('takes the key before while a source changes over', async () => {
    const { url, next } = await open({ formerSecret: 'the key before of sixteen' });
    const posted = post(url, '{}', { key: 'the key before of sixteen' });
    (await next()).settled('stored');
    expect((await posted).status).to.equal(200);
  });

  it('reads no more of a body than it may, whether its length is said or not', async () => {
    const { url, port } = await open({ maxBytes: 1_024 });
    const body = 'x'.repeat(2_000);
    expect((await post(url, body)).status).to.equal(413);
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (bytes) => (heard += bytes.toString()));
    const head = Object.entries(headersOf(body)).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n${head.join('')}\r\n`);
    socket.write(`7d0\r\n${body}\r\n`);
    await once(socket, 'close');
    expect(heard).to.match(/^HTTP\/1\.1 413 /);
  });

  for (const [what, status, more] of [
    ['says that it is too large', 413, {}],
    ['goes to another path', 404, { target: '/other' }],
    ['is not signed', 401, { signature: 'ab' }],
  ] as const)
    it(`answers ${status} to one that ${what}, also where its sender reads nothing before all is written`, async () => {
      const { port, logger } = await open();
      const socket = connect(port, '127.0.0.1').pause();
      const order: string[] = [];
      let heard = '';
      socket.on('data', (bytes) => (heard += bytes.toString()));
      socket.on('end', () => order.push('end'));
      socket.on('error', () => order.push('error'));
      const head = Object.entries(headersOf('', more)).map(([name, value]) => `${name}: ${value}\r\n`);
      const target = 'target' in more ? more.target : '/';
      const closed = once(socket, 'close');
      socket.write(`POST ${target} HTTP/1.1\r\nhost: x\r\ncontent-length: 2000000\r\n${head.join('')}\r\n`);
      for (let sent = 0; sent < 2_000_000; sent += 100_000) {
        await systemClock.sleep(10, new AbortController().signal);
        await new Promise((resolve) => socket.write(Buffer.alloc(100_000), resolve));
      }
      socket.resume();
      await closed;
      expect(order).to.deep.equal(['end']);
      expect(heard).to.match(
        new RegExp(`^HTTP/1\\.1 ${status} .*\r\n\r\n\\{"code":${status},"message":"[a-z-]+"\\}$`, 's'),
      );
      if (status === 413) expect(logger.lines.map(({ code }) => code)).to.deep.equal(['push-too-large']);
    });

  for (const [what, begun] of [
    ['nothing', ''],
    ['its head byte by byte', 'POST / HTTP/1.1\r\nhost: x\r\n'],
    ['its body byte by byte', undefined],
  ] as const)
    it(`ends a line that sends ${what}, and hears the others all along`, async () => {
      const { port, url, next } = await open({ timeoutS: 0.4 });
      const socket = connect(port, '127.0.0.1');
      const head = Object.entries(headersOf('{}', { nonce: 'nonce-slow' })).map(
        ([name, value]) => `${name}: ${value}\r\n`,
      );
      const began = performance.now();
      socket.write(begun ?? `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n${head.join('')}\r\n`);
      const drip = setInterval(() => what !== 'nothing' && socket.write('x'), 20);
      ends.push(() => clearInterval(drip));
      socket.on('error', () => undefined);
      socket.resume();
      const posted = post(url, '"whole"');
      (await next()).settled('stored');
      expect((await posted).status).to.equal(200);
      await once(socket, 'close');
      expect(performance.now() - began).to.be.within(350, 4_000);
    });

  it('knows one path and one method', async () => {
    const { url } = await open({ path: '/calls' });
    expect((await post(url, '{}')).status).to.equal(404);
    expect((await fetch(`${url}/calls`)).status).to.equal(405);
  });

  it('tells more than it can hold to come again, and takes them later', async () => {
    const { url, next } = await open();
    const posts = Array.from({ length: 300 }, (_, i) => post(url, `${i}`, { nonce: `nonce-of-${i}` }));
    const busy = new Promise<void>((resolve) =>
      posts.forEach((posted) => void posted.then(({ status }) => status === 503 && resolve())),
    );
    await busy;
    const answers = Promise.all(posts);
    let stored = 0;
    void (async () => {
      for (;;) {
        (await next()).settled('stored');
        stored += 1;
      }
    })().catch(() => undefined);
    const statuses = (await answers).map(({ status }) => status);
    expect(new Set(statuses)).to.deep.equal(new Set([200, 503]));
    expect(statuses.filter((status) => status === 200)).to.have.lengthOf(stored);
  });

  it('when it is stopped confirms nothing, and lets go of its port', async () => {
    const { url, port, next, stop } = await open();
    const posted = post(url, '{}').then(
      () => 'answered',
      () => 'broken off',
    );
    await next();
    await stop();
    expect(await posted).to.equal('broken off');
    const again = await open({ port });
    expect(again.port).to.equal(port);
    const taken = await open({ port }).catch((error: unknown) => error);
    expect(taken).to.be.instanceOf(YingjiError).and.include({ code: 'port-in-use', recovery: 'retry' });
  });

  it('hears another host while one holds as many connections as it can', async () => {
    const { port, next, logger } = await open();
    const held = Array.from({ length: 1_100 }, () => connect({ port, host: '127.0.0.1', localAddress: '127.0.0.1' }));
    ends.push(() => held.forEach((socket) => socket.destroy()));
    await Promise.all(
      held.map((socket) => new Promise((resolve) => socket.on('connect', resolve).on('error', resolve))),
    );
    await systemClock.sleep(50, new AbortController().signal);
    const other = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    ends.push(() => other.destroy());
    other.on('error', () => undefined);
    const head = Object.entries(headersOf('{}')).map(([name, value]) => `${name}: ${value}\r\n`);
    other.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n${head.join('')}\r\n{}`);
    const answered = once(other, 'data');
    const enough = new AbortController();
    const packet = await Promise.race([next(), systemClock.sleep(2_000, enough.signal)]);
    enough.abort();
    expect(packet, 'a message came').to.not.equal(undefined);
    packet!.settled('stored');
    expect(String((await answered)[0])).to.match(/^HTTP\/1\.1 200 /);
    expect(logger.lines.map(({ code }) => code)).to.include('push-too-many-connections');
  });

  it('does not wait for a source that falls silent in the middle', async () => {
    const { port, url, next } = await open();
    const socket = connect(port, '127.0.0.1');
    ends.push(() => socket.destroy());
    const head = Object.entries(headersOf('{}', { nonce: 'nonce-half' })).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n${head.join('')}\r\n{`);
    await systemClock.sleep(20, new AbortController().signal);
    const posted = post(url, '"whole"');
    (await next()).settled('stored');
    expect((await posted).status).to.equal(200);
  });
});
