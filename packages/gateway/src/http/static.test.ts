import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { raw } from '../../test/raw.js';

const SECRET = 'secret-of-the-house';

describe('static files', () => {
  let at: HttpFixture;
  let base: string;
  before(async () => {
    base = mkdtempSync(join(tmpdir(), 'yingji-static-'));
    const root = join(base, 'public');
    mkdirSync(join(root, 'sub'), { recursive: true });
    writeFileSync(join(base, 'key'), SECRET);
    writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(root, 'app.js'), 'export {};');
    writeFileSync(join(root, '.env'), SECRET);
    writeFileSync(join(root, 'sub', 'a.css'), 'a{}');
    symlinkSync(join(base, 'key'), join(root, 'link'));
    symlinkSync(base, join(root, 'up'));
    at = await startHttp({
      config: {
        static: [
          { path: '/', folder: root },
          { path: '/more/', folder: join(root, 'sub') },
        ],
        origins: ['http://portal.example.cn'],
        limits: { failuresPerMinute: 10_000 },
      },
    });
  });
  after(async () => {
    await at.close();
    rmSync(base, { recursive: true });
  });

  it('serves pages under a policy that lets own files alone run', async () => {
    const page = await fetch(`${at.url}/`);
    expect(page.status).to.equal(200);
    expect(page.headers.get('content-type')).to.include('text/html');
    expect(page.headers.get('content-security-policy'))
      .to.include("default-src 'none'; script-src 'self'")
      .and.not.include('unsafe');
    expect(page.headers.get('x-content-type-options')).to.equal('nosniff');
    expect((await fetch(`${at.url}/app.js`)).headers.get('content-type')).to.include('javascript');
    expect((await fetch(`${at.url}/more/a.css`)).status).to.equal(200);
    expect((await fetch(`${at.url}/healthz`)).status).to.equal(200);
  });

  it('lets an allowed portal load a module from here, and a stranger not', async () => {
    const load = (origin: string): Promise<Response> => fetch(`${at.url}/app.js`, { headers: { origin } });
    expect((await load('http://portal.example.cn')).headers.get('access-control-allow-origin')).to.equal(
      'http://portal.example.cn',
    );
    expect((await load('http://evil.example')).status).to.equal(403);
  });

  for (const path of [
    '/../key',
    '/../../../../../../etc/passwd',
    '/%2e%2e/key',
    '/..%2fkey',
    '/%2e%2e%2fkey',
    '/..%5ckey',
    '/..\\key',
    '/sub/../../key',
    '/more/../../key',
    '/more/%2e%2e/%2e%2e/key',
    '/link',
    '/up/key',
    '/.env',
    '/%2eenv',
    '/app.js%00.html',
    '/sub',
    '/sub/',
    '/%c0%ae%c0%ae/key',
  ])
    it(`gives nothing for ${path}`, async () => {
      const host = new URL(at.url).host;
      const answer = await raw(at.url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).to.match(/^HTTP\/1\.1 40[034] /);
      expect(answer).to.match(/\{"code":"/);
      expect(answer).to.not.include(SECRET);
    });

  it('refuses to start over a folder that is not there', async () => {
    const error = await startHttp({ config: { static: [{ path: '/', folder: join(base, 'nowhere') }] } }).then(
      async (started) => started.close(),
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', 'folder-missing');
  });
});
