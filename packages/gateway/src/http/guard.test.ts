import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { reports, startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { raw, statusOf } from '../../test/raw.js';

const PORTAL = 'http://portal.example.cn:3000';
const PREFLIGHT = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };

describe('the door of the gateway', () => {
  let at: HttpFixture;
  before(async () => (at = await startHttp({ config: { origins: [PORTAL], limits: { failuresPerMinute: 10_000 } } })));
  after(() => at.close());
  const read = (headers: { [name: string]: string }): Promise<Response> => at.post('/api/view', reports, headers);
  const code = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

  it('lets in a program with a token, and an allowed page', async () => {
    expect((await read({})).status).to.equal(200);
    const page = await read({ origin: PORTAL });
    expect(page.status).to.equal(200);
    expect(page.headers.get('access-control-allow-origin')).to.equal(PORTAL);
    expect(page.headers.get('vary')).to.equal('Origin');
    expect((await read({ origin: at.url })).status).to.equal(200);
  });

  for (const origin of [
    'http://evil.example',
    `${PORTAL}.evil.example`,
    'null',
    'http://portal.example.cn',
    PORTAL.toUpperCase(),
  ])
    it(`refuses pages of ${origin}, token or not`, async () => {
      const answer = await read({ origin });
      expect(answer.status).to.equal(403);
      expect(answer.headers.get('access-control-allow-origin')).to.equal(null);
      expect(await code(answer)).to.equal('foreign-origin');
    });

  for (const authorization of ['', 'Bearer ', 'Bearer nothing', 'Basic bGk6bGk=', `Bearer ${'x'.repeat(4_000)}`])
    it(`refuses the credential "${authorization.slice(0, 20)}"`, async () => {
      const answer = await read({ authorization });
      expect(answer.status).to.equal(401);
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer');
      expect(await code(answer)).to.match(/^token-(missing|unknown)$/);
    });

  it('takes a token no more once its entry is gone, and takes it again once it is back', async () => {
    const file = JSON.parse(readFileSync(at.tokensFile, 'utf8')) as { tokens: unknown[] };
    writeFileSync(at.tokensFile, JSON.stringify({ ...file, tokens: [] }));
    expect((await read({})).status).to.equal(401);
    writeFileSync(at.tokensFile, JSON.stringify(file));
    expect((await read({})).status).to.equal(200);
  });

  it('answers a preflight to allowed origins alone', async () => {
    const ask = (origin: string): Promise<Response> =>
      fetch(`${at.url}/api/stream`, { method: 'OPTIONS', headers: { origin, ...PREFLIGHT } });
    const good = await ask(PORTAL);
    expect(good.status).to.equal(204);
    expect(good.headers.get('access-control-allow-headers')).to.equal('Authorization, Content-Type');
    expect(good.headers.get('access-control-allow-credentials')).to.equal(null);
    expect((await ask('http://evil.example')).status).to.equal(403);
  });

  for (const host of ['evil.example', 'evil.example:80', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example:8080'])
    it(`refuses the Host ${host}, as a page with its DNS turned on us would send it`, async () => {
      const answer = await raw(at.url, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(statusOf(answer)).to.equal(421);
    });

  it('takes the names of this machine as Host', async () => {
    const { port } = new URL(at.url);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `LOCALHOST:${port}`]) {
      const answer = await raw(at.url, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(statusOf(answer), host).to.equal(200);
    }
  });

  it('refuses a request without Host, and an absolute one for another', async () => {
    expect(statusOf(await raw(at.url, 'GET /healthz HTTP/1.1\r\n\r\n'))).to.equal(400);
    expect(
      statusOf(await raw(at.url, 'GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n')),
    ).to.equal(421);
  });

  it('says nothing about itself but what it must', async () => {
    const answer = await fetch(`${at.url}/healthz`);
    expect(await answer.json()).to.have.keys(['live', 'ready']);
    expect(answer.headers.get('server')).to.equal(null);
    expect(answer.headers.get('x-powered-by')).to.equal(null);
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(answer.headers.get('content-security-policy')).to.equal("default-src 'none'; frame-ancestors 'none'");
  });
});

describe('the door without tokens', () => {
  let at: HttpFixture;
  before(async () => (at = await startHttp({ withTokens: false })));
  after(() => at.close());
  const bare = (path: string, headers: { [name: string]: string }): Promise<Response> =>
    fetch(`${at.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(path === '/api/view' ? reports : { v: 1, id: 'decision-1', input: {} }),
    });

  it('lets its own pages read', async () => {
    expect((await bare('/api/view', { origin: at.url })).status).to.equal(200);
  });

  it('lets no program read, and nobody decide', async () => {
    expect((await bare('/api/view', {})).status).to.equal(401);
    expect((await bare('/api/commands/acknowledge-alarm', { origin: at.url })).status).to.equal(403);
    expect(at.sent).to.deep.equal([]);
  });
});

describe('an address that is refused too often', () => {
  it('is told to wait, while a good token still comes in', async () => {
    const at = await startHttp({ config: { limits: { failuresPerMinute: 5 } } });
    try {
      const tries = [];
      for (let i = 0; i < 8; i += 1)
        tries.push((await at.post('/api/view', reports, { authorization: 'Bearer wrong' })).status);
      expect(tries).to.deep.equal([401, 401, 401, 401, 401, 429, 429, 429]);
      expect((await at.post('/api/view', reports)).status).to.equal(200);
    } finally {
      await at.close();
    }
  });
});
