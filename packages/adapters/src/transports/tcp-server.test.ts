import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import * as z from 'zod';
import {
  defineFeed,
  entityId,
  issue,
  stated,
  systemClock,
  YingjiError,
  type Delivery,
  type Session,
} from '@yingji/core';
import { defineLayout, framesByLayout, readFrame, toHex } from '@yingji/core/frame';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { settled, until } from '../../test/wait.js';
import { tcpServer } from './index.js';

const layout = defineLayout({
  title: { zh: '', en: '' },
  norm: 'example',
  fields: [
    { name: 'start', is: 'mark', hex: 'aa55' },
    { name: 'n', is: 'uint', bytes: 1 },
    { name: 'size', is: 'uint', bytes: 1 },
    { name: 'rest', is: 'bytes', bytes: { by: 'size' } },
    { name: 'sum', is: 'checksum', of: 'sum8', from: 'n' },
  ],
});
const frame = (n: number, ...rest: number[]): Uint8Array =>
  Uint8Array.of(0xaa, 0x55, n, rest.length, ...rest, (n + rest.length + rest.reduce((a, b) => a + b, 0)) & 0xff);

const numbers = defineFeed({
  id: 'numbers',
  title: { zh: '数', en: 'Numbers' },
  norm: 'example',
  contract: 1,
  config: z.strictObject({
    port: z.int().default(0),
    maxConnections: z.int().default(9),
    idleS: z.number().default(9),
  }),
  ordering: { by: 'arrival' },
  canRefuse: true,
  transport: tcpServer,
  framing: framesByLayout(layout),
  read(bytes, { source, receivedAt }) {
    const { value, issues } = readFrame(layout, bytes);
    const answer = { stored: Uint8Array.of(6, bytes[2]!), refused: Uint8Array.of(21, bytes[2]!) };
    const key = toHex(bytes);
    if (!value) return { key, drafts: [], issues, answer };
    if (value.n === 99)
      return { key, drafts: [], issues: [issue('odd', 'odd', { level: 'info' })], outcome: 'unmapped', answer };
    const id = entityId('observation', source, String(value.n));
    const said = { device: 'device/registry/1', quantity: 'event-count', value: value.n, quality: 'good' };
    return { key, drafts: [stated(id, said, receivedAt)], issues, answer };
  },
});

describe('a feed from a recipe, over TCP', () => {
  const ends: (() => unknown)[] = [];
  afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

  async function open(config: object = {}) {
    const made = numbers.configure(config as never);
    if (!('feed' in made)) throw new Error(JSON.stringify(made.issues));
    const ending = new AbortController();
    const logged = createMemoryLogger();
    const session = await made.feed.open(
      { source: 'numbers', clock: systemClock, ids: createSeededIds(), logger: logged, status: () => undefined },
      ending.signal,
    );
    const stop = () => (ending.abort(), session.closed);
    ends.push(stop);
    const deliveries = session.deliveries[Symbol.asyncIterator]();
    const next = async (): Promise<Delivery> => {
      const { value, done } = await deliveries.next();
      if (done) throw new Error('the session has ended');
      return value as Delivery;
    };
    return { session, next, stop, logged, port: session.port! };
  }
  async function dial({ port }: { port: number }): Promise<{ socket: Socket; heard: number[] }> {
    const socket = connect(port, '127.0.0.1');
    const heard: number[] = [];
    socket.on('data', (bytes) => heard.push(...bytes));
    socket.on('error', () => undefined);
    ends.push(() => socket.destroy());
    await once(socket, 'connect');
    return { socket, heard };
  }
  const settle = (session: Session, { token }: Delivery, verdict: 'stored' | 'refused' | 'retry'): void =>
    session.settle(token, verdict);

  it('gives the same messages however the bytes are cut', async () => {
    const bytes = Buffer.concat([frame(1), frame(2, 7, 8), frame(3, 0xaa, 0x55, 1)]);
    const line = await open();
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const { socket } = await dial(line);
      socket.setNoDelay(true);
      socket.write(bytes.subarray(0, cut));
      await new Promise((resolve) => setImmediate(resolve));
      socket.write(bytes.subarray(cut));
      const keys = [await line.next(), await line.next(), await line.next()].map(({ key }) => key);
      expect(keys).to.deep.equal([toHex(frame(1)), toHex(frame(2, 7, 8)), toHex(frame(3, 0xaa, 0x55, 1))]);
      socket.destroy();
    }
  });

  it('answers only once it is settled, and not at all when it is not kept', async () => {
    const line = await open();
    const { socket, heard } = await dial(line);
    socket.write(Buffer.concat([frame(1), frame(2), frame(3)]));
    const [one, two, three] = [await line.next(), await line.next(), await line.next()];
    await settled();
    expect(heard).to.deep.equal([]);
    settle(line.session, two!, 'stored');
    settle(line.session, one!, 'retry');
    settle(line.session, three!, 'refused');
    await until('all answers', () => heard.length >= 4);
    expect(heard).to.deep.equal([6, 2, 21, 3]);
  });

  it('passes over garbage, says how much, and denies a wrong sum', async () => {
    const line = await open();
    const { socket } = await dial(line);
    const wrong = frame(5).map((byte, i) => (i === 4 ? byte + 1 : byte));
    socket.write(Buffer.concat([Uint8Array.of(1, 2, 0xaa, 3), frame(4), wrong, frame(99)]));
    const [good, bad, odd] = [await line.next(), await line.next(), await line.next()];
    expect(good!.issues.map(({ code, message }) => [code, /^\d+/.exec(message)?.[0]])).to.deep.equal([
      ['bytes-skipped', '4'],
    ]);
    expect([good!.outcome, bad!.outcome, odd!.outcome]).to.deep.equal(['good', 'undecodable', 'unmapped']);
    expect(bad!.raw).to.deep.equal(wrong);
  });

  it('finds a frame behind the beginning of one that never comes whole', async function () {
    this.timeout(60_000);
    const line = await open({ idleS: 60 });
    const { socket, heard } = await dial(line);
    socket.write(Buffer.concat([Uint8Array.of(0xaa, 0x55, 1, 200), frame(7)]));
    const found = await line.next();
    expect(found.key).to.equal(toHex(frame(7)));
    settle(line.session, found, 'stored');
    await until('the answer', () => heard.length > 0);
    expect(heard).to.deep.equal([6, 7]);
  });

  it('stops reading when nobody takes, and one that floods leaves the others their turn', async () => {
    const line = await open();
    const [flood, calm] = [await dial(line), await dial(line)];
    const block = Buffer.concat(Array.from({ length: 50_000 }, () => frame(1)));
    let accepted = true;
    // More than the system keeps of one line in its own buffers, which may be tens of megabytes.
    for (let i = 0; i < 150 && accepted; i += 1) {
      accepted = flood.socket.write(block);
      if (!accepted)
        accepted = await Promise.race([
          once(flood.socket, 'drain').then(() => true),
          new Promise<boolean>((r) => setTimeout(r, 300, false)),
        ]);
    }
    expect(accepted, 'the flood is held back at its socket').to.equal(false);
    calm.socket.write(frame(2));
    await settled(50);
    let before = 0;
    while ((await line.next()).key !== toHex(frame(2))) before += 1;
    expect(before).to.be.below(40_000);
  });

  it('reads nothing of new lines while all is full, and comes to them later', async () => {
    const ending = new AbortController();
    const logger = createMemoryLogger();
    const context = { source: 'x', clock: systemClock, ids: createSeededIds(), logger, status: () => undefined };
    const { packets, port, closed } = await tcpServer({ port: 0 }).open(context, ending.signal);
    ends.push(() => (ending.abort(), closed));
    const floods = [];
    // Each fills its own share; together all there is.
    for (let i = 0; i < 20; i += 1) floods.push(await dial({ port: port! }));
    for (const { socket } of floods)
      for (let i = 0; i < 200; i += 1) {
        socket.write(Buffer.alloc(2_048));
        if (i % 4 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    await settled(100);
    for (let i = 0; i < 5; i += 1) (await dial({ port: port! })).socket.end(Uint8Array.of(7));
    await settled(100);
    const taking = packets[Symbol.asyncIterator]();
    const sizes: number[] = [];
    // Turns of promises alone: nothing is read from a socket between them.
    for (let i = 0; i < 200; i += 1) sizes.push((await taking.next()).value!.bytes.length);
    expect(sizes).to.not.include(1);
    while (sizes.filter((size) => size === 1).length < 5) sizes.push((await taking.next()).value!.bytes.length);
  });

  it('lets go of everything when it is stopped, and of a line that ends', async () => {
    const line = await open();
    const { socket } = await dial(line);
    const waiting = line.next().then(
      () => 'more',
      (error: Error) => error.message,
    );
    socket.end(frame(8).subarray(0, 3));
    await until('what was passed over to be told', () =>
      line.logged.lines.some(({ code, data }) => code === 'bytes-skipped' && data?.['bytes'] === 3),
    );
    await line.stop();
    expect(await waiting).to.equal('the session has ended');
    const again = await open({ port: line.port });
    expect(again.port).to.equal(line.port);
  });

  it('says when a port is taken, and does not let more in than it may', async () => {
    const line = await open({ maxConnections: 1 });
    const taken = await open({ port: line.port }).catch((error: unknown) => error);
    expect(taken).to.be.instanceOf(YingjiError).and.include({ code: 'port-in-use', recovery: 'retry' });
    await dial(line);
    const second = await dial(line);
    await until('the second to be hung up on', () => second.socket.closed);
    expect(line.logged.lines.map(({ code }) => code)).to.include('tcp-too-many-lines');
  });
});
