import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { systemClock, YingjiError, type Packet } from '@yingji/core';
import { createManualClock, createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { settled, until } from '../../test/wait.js';
import { tcpServer, udpSocket, type UdpSocketOptions } from './index.js';

describe('udp', () => {
  const ends: (() => unknown)[] = [];
  afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

  async function open(options: Partial<UdpSocketOptions> = {}, clock = systemClock) {
    const ending = new AbortController();
    const logger = createMemoryLogger();
    const context = { source: 'x', clock, ids: createSeededIds(), logger, status: () => undefined };
    const { packets, port, closed } = await udpSocket({ port: 0, ...options }).open(context, ending.signal);
    const stop = () => (ending.abort(), closed);
    ends.push(stop);
    const taking = packets[Symbol.asyncIterator]();
    const next = async (): Promise<Packet> => (await taking.next()).value as Packet;
    return { next, taking, port: port!, stop, logger };
  }
  function sender(port: number) {
    const socket = createSocket('udp4');
    const heard: string[] = [];
    socket.on('message', (bytes) => heard.push(bytes.toString()));
    ends.push(() => void socket.close());
    return {
      heard,
      // In a turn of its own, in which the other end may read.
      say: (text: string) =>
        new Promise<void>((done) => socket.send(text, port, '127.0.0.1', () => setImmediate(done))),
    };
  }

  it('each datagram is a packet of its sender, who hears the answer to it', async () => {
    const { next, port } = await open();
    const [a, b] = [sender(port), sender(port)];
    await a.say('one');
    await b.say('two');
    await a.say('');
    await a.say('three');
    const packets = [await next(), await next(), await next()];
    expect(packets.map(({ bytes }) => Buffer.from(bytes).toString())).to.have.members(['one', 'two', 'three']);
    expect(new Set(packets.map(({ line }) => line)).size).to.equal(2);
    for (const packet of packets) packet.answer(Buffer.from(`got ${Buffer.from(packet.bytes).toString()}`));
    await until('the answers', () => a.heard.length + b.heard.length === 3);
    await settled();
    expect(a.heard).to.deep.equal(['got one', 'got three']);
    expect(b.heard).to.deep.equal(['got two']);
  });

  it('drops what comes while too much waits, tells how much, and leaves others their turn', async () => {
    const clock = createManualClock();
    const { next, port, logger } = await open({}, clock);
    const [flood, calm] = [sender(port), sender(port)];
    for (let i = 0; i < 700; i += 1) await flood.say(`flood ${i}`);
    await calm.say('calm');
    await settled();
    const texts = [Buffer.from((await next()).bytes).toString(), Buffer.from((await next()).bytes).toString()];
    expect(texts).to.deep.equal(['flood 0', 'calm']);
    await clock.pass(1000);
    await settled(1);
    const told = logger.lines.find(({ code }) => code === 'udp-dropped');
    expect(told?.data?.['datagrams']).to.be.within(100, 188);
  });

  it('keeps a burst: that of a thousand stations at the full hour while it is slow, and of hundreds while it does nothing at all', async () => {
    const { next, port } = await open();
    const senders = Array.from({ length: 20 }, () => sender(port));
    for (let i = 0; i < 100; i += 1) await Promise.all(senders.map(({ say }) => say(`report ${i}`)));
    await settled();
    // A thread sends, while this one stands still.
    const done = new Int32Array(new SharedArrayBuffer(4));
    const sending = `const { workerData: { port, done } } = require('node:worker_threads');
      const socket = require('node:dgram').createSocket('udp4');
      const say = (left) => left > 0
        ? socket.send(Buffer.alloc(60, 49), port, '127.0.0.1', () => say(left - 1))
        : socket.close(() => (Atomics.store(done, 0, 1), Atomics.notify(done, 0)));
      say(400);`;
    const thread = new Worker(sending, { eval: true, workerData: { port, done } });
    await once(thread, 'online');
    expect(Atomics.wait(done, 0, 0, 20_000)).not.to.equal('timed-out');
    await settled(200);
    const count = async (): Promise<number> => {
      let came = 0;
      for (; came < 2_400; came += 1) if (!(await Promise.race([next(), settled(1_000)]))) return came;
      return came;
    };
    expect(await count()).to.equal(2_400);
  });

  it('lets go of what a silent sender began, and of the longest silent when there are too many', async () => {
    const clock = createManualClock();
    const { next, port } = await open({ spans: true, maxLines: 2, idleS: 10 }, clock);
    expect(udpSocket({ port: 0, spans: true }).stream).to.equal(true);
    const senders = [sender(port), sender(port), sender(port)];
    const came: Packet[] = [];
    for (const { say } of senders) {
      await say('begun');
      came.push(await next());
    }
    came.push(await next());
    const begun = came.filter(({ last }) => !last).map(({ line }) => line);
    const [evicted] = came.filter(({ last }) => last);
    expect([evicted!.line, evicted!.bytes.length, begun.length]).to.deep.equal([begun[0], 0, 3]);
    await clock.pass(9_000);
    await senders[1]!.say('more');
    expect((await next()).line).to.equal(begun[1]);
    await clock.pass(1_000);
    await settled(1);
    const silent = await next();
    expect([silent.line, silent.last]).to.deep.equal([begun[2], true]);
  });

  it('says when a port is taken, and is gone when it is stopped', async () => {
    const { port, stop, taking } = await open();
    const again = await open({ port }).catch((error: unknown) => error);
    expect(again).to.be.instanceOf(YingjiError).and.include({ code: 'port-in-use', recovery: 'retry' });
    const waiting = taking.next();
    await stop();
    expect((await waiting).done).to.equal(true);
    const other = createSocket('udp4');
    other.bind(port, '127.0.0.1');
    await once(other, 'listening');
    other.close();
    const ended = AbortSignal.abort();
    const context = { source: 'x', clock: systemClock, ids: createSeededIds(), logger: createMemoryLogger() };
    const { closed } = await udpSocket({ port: 0 }).open({ ...context, status: () => undefined }, ended);
    await closed;
    expect(tcpServer({ port: 0 }).stream).to.equal(true);
  });
});
