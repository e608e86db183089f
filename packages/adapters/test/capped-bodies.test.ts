import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { systemClock, type Feed, type FeedContext, type Issue, type Json, type Transport } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { expect } from 'chai';
import { cap } from '../src/cap/index.js';
import { httpPoll, httpPush, signatureOf } from '../src/transports/index.js';
import { until } from './wait.js';

const CAP = 1_048_576;
const HUNDRED_MB = 100 * CAP;
/** A chunk of a body as HTTP frames it. */
const CHUNK = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A sender of 100 MB in chunks, and how much of them the system has taken of it. */
function flood(socket: Socket, head: string) {
  const sender = { taken: 0, closed: false, beganAt: performance.now(), overAt: Infinity };
  const more = (): void => {
    if (socket.destroyed || sender.taken >= HUNDRED_MB) return;
    socket.write(CHUNK, (error) => {
      if (error) return;
      sender.taken += CHUNK.length;
      if (sender.taken > CAP) sender.overAt = Math.min(sender.overAt, performance.now());
      setImmediate(more);
    });
  };
  socket.on('error', () => undefined);
  socket.on('close', () => (sender.closed = true));
  socket.write(head, more);
  return sender;
}

describe('a body of 100 MB over a real socket', function () {
  this.timeout(60_000);
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  let buffers = 0;

  async function listen(served: (socket: Socket) => void): Promise<number> {
    const lines: Socket[] = [];
    const server = createServer((socket) => (lines.push(socket), served(socket)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => {
      for (const socket of lines) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    });
    return (server.address() as AddressInfo).port;
  }

  before(async () => {
    // What the buffers of both sockets take where nobody reads.
    const port = await listen((socket) => void socket.pause().on('error', () => undefined));
    const socket = connect(port, '127.0.0.1');
    const sender = flood(socket, 'x');
    for (let before = -1; before !== sender.taken; await pause(100)) before = sender.taken;
    buffers = sender.taken;
    socket.destroy();
  });

  /** Opens what asks an address, and tells when which Issue stood. */
  type Open = (url: string, context: FeedContext, stop: AbortSignal) => Promise<{ readonly closed: Promise<void> }>;
  const ofCap: Open = async (url, context, stop) => {
    const config = { http: [{ url, everyS: 3_600 }] } as Json;
    const made = cap.configure(config) as { readonly feed: Feed };
    const session = await made.feed.open(context, stop);
    void session.deliveries[Symbol.asyncIterator]().next();
    return session;
  };
  const ofPolls: Open = async (url, context, stop) => {
    const transport = await (httpPoll({ url, everyS: 3_600, maxBytes: CAP }) satisfies Transport).open(context, stop);
    void transport.packets[Symbol.asyncIterator]().next();
    return transport;
  };
  for (const [name, open] of [
    ['CAP over HTTP', ofCap],
    ['any source that is asked by HTTP', ofPolls],
  ] as const)
    it(`is told within 100 ms of its first megabyte, and no more taken than the buffers hold: ${name}`, async () => {
      const spent: number[] = [];
      for (let round = 0; round < 8 && !(Math.min(...spent) < 100); round += 1) {
        let sender: ReturnType<typeof flood> | undefined;
        const port = await listen((socket) =>
          socket.once('data', () => {
            sender = flood(socket, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n<alert>\r\n');
          }),
        );
        const ending = new AbortController();
        let toldAt = 0;
        let told: Issue | undefined;
        const status: FeedContext['status'] = (_state, why) => ([told, toldAt] = [why, performance.now()]);
        const ids = createSeededIds();
        const opened = await open(
          `http://127.0.0.1:${port}/`,
          { source: 'x', clock: systemClock, ids, logger: createMemoryLogger(), status },
          ending.signal,
        );
        ends.push(() => (ending.abort(), opened.closed));
        await until('the Issue', () => told !== undefined);
        expect(told!.code).to.equal('document-too-large');
        await until('the line is closed', () => sender!.closed);
        expect(sender!.taken).to.be.within(CAP, CAP + buffers);
        spent.push(toldAt - sender!.overAt);
      }
      expect(Math.min(...spent)).to.be.below(100);
    });

  for (const [name, length] of [
    ['that does not say how long it is', 'transfer-encoding: chunked'],
    ['that says how long it is', `content-length: ${HUNDRED_MB}`],
  ] as const)
    it(`is refused within 100 ms of its first megabyte, logged, and no more taken than the buffers hold: a push ${name}`, async () => {
      const secret = 'a secret of sixteen and more';
      const spent: number[] = [];
      for (let round = 0; round < 8 && !(Math.min(...spent) < 100); round += 1) {
        const ending = new AbortController();
        const logger = createMemoryLogger();
        const ids = createSeededIds();
        const transport = await httpPush({ port: 0, secret, maxBytes: CAP }).open(
          { source: 'x', clock: systemClock, ids, logger, status: () => undefined },
          ending.signal,
        );
        ends.push(() => (ending.abort(), transport.closed));
        const timestamp = String(Math.floor(Date.now() / 1_000));
        const nonce = 'nonce-of-100-mb';
        const signature = signatureOf({ timestamp, nonce }, { target: '/', body: new Uint8Array(0), secret });
        const head = [
          ...['POST / HTTP/1.1', 'host: x', length, `x-yingji-timestamp: ${timestamp}`, `x-yingji-nonce: ${nonce}`],
          ...[`x-yingji-signature: ${signature}`, '', ''],
        ];
        const socket = connect(transport.port!, '127.0.0.1');
        ends.push(() => void socket.destroy());
        let heard = '';
        socket.on('data', (bytes) => (heard += bytes.toString()));
        const sender = flood(socket, head.join('\r\n'));
        const isLogged = (): boolean => logger.lines.some(({ code }) => code === 'push-too-large');
        await until('the line in the log', isLogged);
        // One that says how long it is ends before that.
        spent.push(performance.now() - (sender.taken > CAP ? sender.overAt : sender.beganAt));
        await until('the line is closed', () => sender.closed);
        expect(sender.taken).to.be.at.most(CAP + buffers);
        expect(heard).to.match(/^HTTP\/1\.1 413 /);
      }
      expect(Math.min(...spent)).to.be.below(100);
    });
});
