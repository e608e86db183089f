import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { systemClock, toInstant } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import type { Down } from '@yingji/core/wire';
import { expect } from 'chai';
import { makeCertificate } from '../../test/certificate.js';
import { li, openReports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { createIssuer, ISSUER } from '../../test/issuer.js';
import { raw, statusOf } from '../../test/raw.js';
import { openStream } from '../../test/stream-reader.js';
import { createAuthenticator } from '../auth/authenticator.js';
import { deny } from '../auth/deny-file.js';
import { createToken } from '../auth/tokens.js';
import { Auth } from '../config/auth.schema.js';

const isReady = ({ t }: Down): boolean => t === 'ready';

/**
 * OWASP ASVS 5.0.0, 4.4 is written of WebSocket. Our channel that stays open is the answer to a POST: what it asks of the
 * handshake is asked here of that POST. Names begin with the item that the test denies.
 */
describe('the security of a stream', function () {
  this.timeout(60_000);
  let folder: string;
  let at: HttpFixture;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-stream-'))));
  afterEach(async () => {
    await at.close();
    rmSync(folder, { recursive: true });
  });
  const opening = (more = '', path = '/api/stream', body = JSON.stringify(openReports)): string =>
    `POST ${path} HTTP/1.1\r\nHost: ${new URL(at.url).host}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${body.length}\r\nConnection: close\r\n${more}\r\n${body}`;
  const bearer = (): string => `Authorization: Bearer ${at.token}\r\n`;

  it('4.4.1 opens none that came in the clear through a proxy', async () => {
    at = await startHttp({ config: { listen: { port: 0, proxies: ['127.0.0.1'] } } });
    for (const forwarded of [
      'X-Forwarded-Proto: http',
      'X-Forwarded-For: 192.0.2.1',
      'Forwarded: proto=https',
      'X-Forwarded-Proto: https, http',
    ])
      expect(statusOf(await raw(at.url, opening(`${bearer()}${forwarded}\r\n`))), forwarded).to.equal(403);
    expect(
      statusOf(await raw(at.url, opening(`${bearer()}X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n`))),
    ).to.equal(400);
    expect(statusOf(await raw(at.url, opening(`${bearer()}X-Forwarded-Proto: https\r\n`), 500))).to.equal(200);
  });

  it('4.4.1 opens one over TLS 1.2 or later, and none in the clear or below, on the same port (only where openssl can make a certificate)', async function () {
    const tls = makeCertificate(folder);
    at = await startHttp(tls ? { config: { listen: { port: 0, tls } } } : {});
    if (!tls) return void this.skip();
    const { port } = new URL(at.url);
    expect(at.url).to.match(/^https:/);
    const ca = readFileSync(tls.cert);
    const first = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${at.token}`, 'content-type': 'application/json' };
      const asked = request(`${at.url}/api/stream`, { method: 'POST', ca, headers }, (answer) =>
        answer.once('data', (chunk: Buffer) => {
          resolve(`${answer.statusCode} ${chunk.toString()}`);
          asked.destroy();
        }),
      );
      asked.on('error', reject).end(JSON.stringify(openReports));
    });
    expect(first).to.match(/^200 \{"t":"hello"/);
    expect(await raw(`http://127.0.0.1:${port}`, opening(bearer()), 1_000)).to.not.match(/^HTTP\/1.1 200/);
    const old = await new Promise((resolve) => {
      const options = {
        port: Number(port),
        host: '127.0.0.1',
        ca,
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      } as const;
      const socket = connect(options, () => resolve(socket.getProtocol())).on('error', () => resolve('refused'));
    });
    expect(old).to.equal('refused');
  });

  it('4.4.2 opens none for a page of an origin that is not on the list, though its credential is good', async () => {
    at = await startHttp({ config: { origins: ['https://portal.example.cn'] } });
    for (const origin of [
      'https://evil.example',
      'null',
      'https://portal.example.cn.evil.example',
      'http://portal.example.cn',
    ])
      expect((await at.post('/api/stream', openReports, { origin })).status, origin).to.equal(403);
    const good = await at.post('/api/stream', openReports, { origin: 'https://portal.example.cn' });
    expect(good.status).to.equal(200);
    expect(good.headers.get('access-control-allow-credentials')).to.equal(null);
    await good.body!.cancel();
  });

  it('4.4.3 takes the credential where every request has it, and in no address, body, cookie or subprotocol', async () => {
    at = await startHttp();
    const inBody = JSON.stringify({ ...openReports, token: at.token, authorization: `Bearer ${at.token}` });
    for (const bytes of [
      opening('', `/api/stream?token=${at.token}&access_token=${at.token}`),
      opening('', '/api/stream', inBody),
      opening(`Cookie: token=${at.token}; access_token=${at.token}\r\n`),
      opening(`Sec-WebSocket-Protocol: bearer, ${at.token}\r\n`),
      opening(`X-Authorization: Bearer ${at.token}\r\n`),
    ])
      expect(statusOf(await raw(at.url, bytes)), bytes.slice(0, 60)).to.equal(401);
    expect(JSON.stringify(at.log)).to.not.include(at.token);
  });

  it('4.4.4 opens none without a credential that is good now, whatever place in a stream is named', async () => {
    at = await startHttp();
    const stream = await openStream(at);
    const [ready] = (await stream.until(isReady)).slice(-1) as [Down & { t: 'ready' }];
    const body = JSON.stringify({ ...openReports, resume: ready.resume });
    expect(statusOf(await raw(at.url, opening('', '/api/stream', body)))).to.equal(401);
    const ended = createToken(at.tokensFile, { ...li, id: 'old', expiresAt: toInstant(Date.now() - 1) }, systemClock);
    expect(statusOf(await raw(at.url, opening(`Authorization: Bearer ${ended}\r\n`, '/api/stream', body)))).to.equal(
      401,
    );
    await stream.close();
  });

  it('ends at the moment its token does', async () => {
    const file = join(folder, 'jwks.json');
    const issuer = await createIssuer({ file });
    const jwt = { issuer: ISSUER, audience: ['yingji'], keys: file };
    const authenticator = createAuthenticator(Auth.parse({ jwt }), {
      proxies: [],
      clock: systemClock,
      logger: createMemoryLogger(),
    });
    at = await startHttp({ authenticator });
    const exp = Math.ceil(Date.now() / 1_000) + 2;
    const token = await issuer.sign({ exp });
    const stream = await openStream({ ...at, token });
    await stream.until(isReady);
    const [bye] = (await stream.until(({ t }) => t === 'bye')).slice(-1) as [Down & { t: 'bye' }];
    expect(bye.issue).to.include({ code: 'credential-ended' });
    expect(bye.retryMs).to.be.below(1_000);
    expect(Date.now() - exp * 1_000).to.be.within(-10, 500);
    expect(await stream.ended()).to.equal(true);
  });

  it('ends within five seconds of being taken back, as the gateway is set up', async () => {
    const [tokens, denied] = [join(folder, 'tokens.json'), join(folder, 'denied.json')];
    const token = createToken(tokens, li, systemClock);
    const authenticator = createAuthenticator(Auth.parse({ tokens, denied }), {
      proxies: [],
      clock: systemClock,
      logger: createMemoryLogger(),
    });
    at = await startHttp({ authenticator });
    const stream = await openStream({ ...at, token });
    await stream.until(isReady);
    const began = Date.now();
    deny(denied, { sub: 'li' }, systemClock);
    const [bye] = (await stream.until(({ t }) => t === 'bye')).slice(-1);
    expect(bye).to.have.nested.property('issue.code', 'token-unknown');
    expect(bye).to.not.have.nested.property('issue.reason');
    expect(Date.now() - began).to.be.below(5_000);
  });

  it('is not lengthened by setting the clock back, and stays while the lists cannot be read', async () => {
    const [tokens, denied] = [join(folder, 'tokens.json'), join(folder, 'denied.json')];
    let off = 0;
    const clock = { ...systemClock, now: () => toInstant(Date.now() - off) };
    const authenticator = createAuthenticator(Auth.parse({ tokens, denied }), {
      proxies: [],
      clock,
      logger: createMemoryLogger(),
    });
    at = await startHttp({ authenticator, recheckMs: 100 });
    const end = Date.now() + 1_500;
    const token = createToken(tokens, { ...li, expiresAt: toInstant(end) }, systemClock);
    const stream = await openStream({ ...at, token });
    await stream.until(isReady);
    off = 3_600_000;
    writeFileSync(denied, '{', { mode: 0o600 });
    const [bye] = (await stream.until(({ t }) => t === 'bye')).slice(-1);
    expect(bye).to.have.nested.property('issue.code', 'credential-ended');
    expect(Date.now() - end).to.be.within(-10, 1_000);
  });
});
