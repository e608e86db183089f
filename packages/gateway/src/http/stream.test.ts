import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import type { Down } from '@yingji/core/wire';
import { openReports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { openStream, placed } from '../../test/stream-reader.js';
import { until } from '../../test/wait.js';

const isReady = ({ t }: Down): boolean => t === 'ready';
const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('POST /api/stream', () => {
  let at: HttpFixture;
  afterEach(() => at.close());

  it('gives the whole result, then each change, then beats', async () => {
    at = await startHttp({ beatMs: 50 });
    const stream = await openStream(at);
    const first = await stream.until(isReady);
    expect(first.map(({ t }) => t)).to.deep.equal(['hello', 'snap', 'ready']);
    at.alarm('d2');
    const [diff] = (await stream.until(({ t }) => t === 'diff')).slice(-1);
    expect(diff).to.have.nested.property('delta.put[0].id', 'report/fire/d2.1');
    await stream.until(({ t }) => t === 'beat');
    await stream.close();
  });

  it('goes on where a client stood, losing and repeating nothing', async () => {
    at = await startHttp();
    const one = await openStream(at);
    const [ready] = (await one.until(isReady)).slice(-1);
    await one.close();
    at.alarm('d2');
    const resume = (ready as Down & { t: 'ready' }).resume;
    const two = await openStream(at, { ...openReports, resume });
    const seen = await two.until(({ t }) => t === 'beat' || t === 'diff');
    expect(seen.map(({ t }) => t))
      .to.include('hello')
      .and.not.include('snap');
    const diffs = [
      ...seen,
      ...(seen.some(({ t }) => t === 'diff') ? [] : await two.until(({ t }) => t === 'diff')),
    ].filter(({ t }) => t === 'diff');
    expect(diffs).to.have.length(1);
    await two.close();
  });

  it('counts streams of one actor, and frees a place when one closes', async () => {
    at = await startHttp({ config: { limits: { streamsPerActor: 2 } } });
    const one = await openStream(at);
    const two = await openStream(at);
    expect((await at.post('/api/stream', openReports)).status).to.equal(429);
    await one.close();
    const three = await until('a place', () => placed(at));
    await Promise.all([two.close(), three.close()]);
  });

  it('lets who comes back in at once, though its lines still look open, and tells the oldest of them', async () => {
    at = await startHttp({ config: { limits: { streamsPerActor: 2 } } });
    const dead = [await openStream(at), await openStream(at)];
    const [ready] = (await dead[0]!.until(isReady)).slice(-1) as [Down & { t: 'ready' }];
    for (let again = 0; again < 3; again += 1) {
      const back = await openStream(at, { ...openReports, resume: ready.resume });
      expect(back.status).to.equal(200);
      expect((await back.until(({ t }) => t === 'hello'))[0]).to.include({ resumed: true });
      const [bye] = (await dead.shift()!.until(({ t }) => t === 'bye')).slice(-1);
      expect(bye).to.have.nested.property('issue.code', 'too-many-streams');
      dead.push(back);
      expect((await at.post('/api/stream', openReports)).status, 'a new one').to.equal(429);
    }
    await Promise.all(dead.map((stream) => stream.close()));
    await (await until('a place', () => placed(at))).close();
  });

  it('says goodbye when the hub closes', async () => {
    at = await startHttp();
    const stream = await openStream(at);
    await stream.until(isReady);
    await at.close();
    const [bye] = (await stream.until(({ t }) => t === 'bye')).slice(-1);
    expect(bye).to.have.nested.property('issue.code', 'host-closing');
    expect(await stream.ended()).to.equal(true);
  });

  it('ends an open stream once its token is taken back', async () => {
    at = await startHttp({ recheckMs: 50 });
    const stream = await openStream(at);
    await stream.until(isReady);
    writeFileSync(at.tokensFile, JSON.stringify({ v: 1, tokens: [] }));
    const [bye] = (await stream.until(({ t }) => t === 'bye')).slice(-1);
    expect(bye).to.have.nested.property('issue.code', 'token-unknown');
    expect(await stream.ended()).to.equal(true);
  });

  it('keeps an open stream while the tokens file is broken', async () => {
    at = await startHttp({ recheckMs: 20, beatMs: 50 });
    const stream = await openStream(at);
    await stream.until(isReady);
    writeFileSync(at.tokensFile, 'not json');
    await settle(100);
    expect((await stream.until(({ t }) => t === 'beat')).at(-1)?.t).to.equal('beat');
    expect((await at.post('/api/view', { queries: {} })).status).to.equal(503);
    await stream.close();
  });

  it('outlives the time after which other sockets are idle for too long', async () => {
    at = await startHttp({ beatMs: 400, config: { limits: { stallMs: 100 } } });
    const stream = await openStream(at);
    await stream.until(isReady);
    const beats = await stream.until(({ t }) => t === 'beat');
    expect(beats).to.have.length(1);
    await stream.close();
  });

  it('cuts a reader that takes nothing, without holding what it did not take', async function () {
    this.timeout(60_000);
    at = await startHttp({ config: { limits: { stallMs: 300 } } });
    const body = JSON.stringify(openReports);
    const { hostname, port } = new URL(at.url);
    let hosts: Socket | undefined;
    const opening = (message: unknown): void => void (hosts ??= (message as { socket: Socket }).socket);
    subscribe('net.server.socket', opening);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/stream HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${at.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    for (let heard = ''; !heard.includes('"ready"');) heard += String((await once(socket, 'data'))[0]);
    socket.pause();
    unsubscribe('net.server.socket', opening);
    const cut = once(hosts!, 'close');
    // More than the socket buffers of both sides take.
    for (let i = 0; i < 2_000; i += 1) at.alarm(`flood-${i}-${'x'.repeat(5_000)}`);
    await cut;
    expect(hosts!.bytesWritten).to.be.below(10_000_000);
    socket.resume();
    await once(socket, 'close');
  });

  for (const [what, body] of [
    ['no queries', { t: 'open', versions: [1] }],
    ['a kind that stays inside', { ...openReports, queries: { a: { kind: 'memory' } } }],
    ['a predicate as text', { ...openReports, queries: { a: { kind: 'report', where: 'true' } } }],
    ['a list', []],
    ['nothing', null],
  ] as const)
    it(`refuses ${what}`, async () => {
      at = await startHttp();
      const answer = await at.post('/api/stream', body);
      expect(answer.status).to.equal(400);
      expect(await answer.json()).to.have.property('code', 'bad-open');
    });

  it('refuses a wire version it does not speak with a goodbye that names both', async () => {
    at = await startHttp();
    const stream = await openStream(at, { ...openReports, versions: [99] });
    const [bye] = await stream.until(() => true);
    expect(bye).to.have.nested.property('issue.code', 'version-mismatch');
  });
});
