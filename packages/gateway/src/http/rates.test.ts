import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { li, reports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { createToken } from '../auth/tokens.js';
import { systemClock } from '@yingji/core';
import { until } from '../../test/wait.js';

const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('how much one may ask', () => {
  let at: HttpFixture;
  afterEach(() => at.close());

  it('is counted for each actor, and says when to come back', async () => {
    at = await startHttp({ config: { limits: { requestsPerActor: 3 } } });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await at.post('/api/view', reports)).status);
    expect(statuses).to.deep.equal([200, 200, 200, 429]);
    const told = await at.post('/api/view', reports);
    expect(Number(told.headers.get('retry-after'))).to.be.within(50, 60);
    expect(await told.json()).to.include({ code: 'too-many-requests' });
    const other = createToken(at.tokensFile, { ...li, id: 'wang' }, systemClock);
    expect((await at.post('/api/view', reports, { authorization: `Bearer ${other}` })).status).to.equal(200);
    expect((await fetch(`${at.url}/healthz`)).status).to.equal(200);
  });

  it('is counted for each address before its credential is looked at', async () => {
    at = await startHttp({ config: { limits: { requestsPerAddress: 2 } } });
    const wrong = { authorization: 'Bearer wrong' };
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await at.post('/api/view', reports, wrong)).status);
    expect(statuses).to.deep.equal([401, 401, 429]);
    expect((await at.post('/api/view', reports)).status).to.equal(429);
  });

  it('is counted behind a proxy for whom it speaks, and believed of no one else', async () => {
    const forwarded = (from: string) => ({ 'x-forwarded-for': from, 'x-forwarded-proto': 'https' });
    at = await startHttp({
      config: { limits: { requestsPerAddress: 1 }, listen: { port: 0, proxies: ['127.0.0.1'] } },
    });
    const status = async (from: string) => (await at.post('/api/view', reports, forwarded(from))).status;
    expect(await status('192.0.2.1')).to.equal(200);
    expect(await status('192.0.2.1')).to.equal(429);
    expect(await status('192.0.2.2')).to.equal(200);
    expect(await status('192.0.2.9, 192.0.2.2'), 'what a client put before it counts for nothing').to.equal(429);
    await at.close();
    at = await startHttp({ config: { limits: { requestsPerAddress: 1 } } });
    expect(await status('192.0.2.1')).to.equal(200);
    expect(await status('192.0.2.2')).to.equal(429);
  });
});

describe('sockets', function () {
  this.timeout(60_000);
  let at: HttpFixture;
  const sockets: Socket[] = [];
  const open = (): Socket => {
    const socket = connect(Number(new URL(at.url).port), '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    return at.close();
  });

  it('of one address are so many and no more, and their places come back', async () => {
    at = await startHttp({ config: { limits: { connectionsPerAddress: 5 } } });
    const idle = Array.from({ length: 12 }, open);
    const alive = (): number => idle.filter(({ closed }) => !closed).length;
    await until('the rest to be closed', () => alive() <= 5);
    await settle(100);
    expect(alive()).to.equal(5);
    for (const socket of idle) socket.destroy();
    const status = () => fetch(`${at.url}/healthz`).then(({ status }) => status);
    await until('a place', () =>
      status().then(
        (said) => said === 200,
        () => false,
      ),
    );
  });

  it('of a proxy are not counted', async () => {
    at = await startHttp({
      config: { limits: { connectionsPerAddress: 2 }, listen: { port: 0, proxies: ['127.0.0.0/8'] } },
    });
    const idle = Array.from({ length: 12 }, open);
    await until('all to be connected', () => idle.every(({ readyState }) => readyState === 'open'));
    await settle(100);
    expect(idle.filter((socket) => !socket.closed)).to.have.length(12);
  });

  const endsIn = async (socket: Socket): Promise<number> => {
    const began = Date.now();
    await new Promise((resolve) => socket.on('data', () => undefined).once('close', resolve));
    return Date.now() - began;
  };

  it('over which nothing comes are closed', async () => {
    at = await startHttp({ config: { limits: { requestMs: 600, stallMs: 1_500 } } });
    expect(await endsIn(open())).to.be.within(400, 3_000);
  });

  it('over which headers or a body come too slowly are closed', async () => {
    at = await startHttp({ config: { limits: { requestMs: 600 } } });
    const host = new URL(at.url).host;
    for (const start of [
      `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n`,
      `POST /api/view HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${at.token}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`,
    ]) {
      const socket = open();
      socket.write(start);
      const drip = setInterval(() => socket.write('a'), 100);
      expect(await endsIn(socket)).to.be.within(400, 3_500);
      clearInterval(drip);
    }
  });
});
