import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request as rawRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { decodeTable } from '../../packages/adapters/src/table/index.js';
import type { Instant } from '@yingji/core';
import { MODULES } from './lib/pages.js';
import { createSessions } from './lib/sessions.js';
import { readOptions, startPortal } from './server.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe('xinzhu-portal', () => {
  let folder = '';
  let portal: { readonly url: string; close(): Promise<void> };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portal-'));
    await mkdir(join(folder, 'bundle'));
    await writeFile(join(folder, 'bundle', 'yingji.js'), 'export {};');
    await writeFile(join(folder, 'bundle', '.hidden.js'), 'secret');
    await writeFile(join(folder, 'outside.js'), 'secret');
    await writeFile(join(folder, 'token'), 'first-token\n');
    portal = await startPortal({
      gateway: 'http://127.0.0.1:8110/some/path',
      tokenFile: join(folder, 'token'),
      bundle: join(folder, 'bundle'),
      mapApproval: '桂S<演示>号',
    });
  });
  after(async () => {
    await portal.close();
    await rm(folder, { recursive: true });
  });

  const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const askToken = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${portal.url}/api/yingji-token`, { method: 'POST', headers });

  it('serves five modules in Chinese, each marked in the menu', async () => {
    expect(MODULES.map(({ title }) => title)).deep.equal(['社区概况', '党建引领', '城市文明', '城市安全', '医疗健康']);
    for (const { path, title } of MODULES) {
      const response = await fetch(portal.url + path);
      const html = await response.text();
      expect(response.status).equal(200);
      expect(html).include('<html lang="zh-CN">').and.include(`<h1>${title}</h1>`);
      expect(html).include(`<a href="${path}" aria-current="page">${title}</a>`);
      expect(html.match(/aria-current/g)).length(1);
      expect(html).not.include('{{');
    }
    expect((await fetch(`${portal.url}/nowhere`)).status).equal(404);
  });

  it('has the warnings above each module and its own elements in it, with the origin of the gateway', async () => {
    const elements = new Map([
      ['/', ['all-clear']],
      ['/party', ['roster']],
      ['/civility', ['warning-card']],
      ['/safety', ['alert-map', 'feed-status']],
      ['/medical', ['supply-panel']],
    ]);
    for (const { path } of MODULES) {
      const html = await (await fetch(portal.url + path)).text();
      expect(html).include('<yj-provider gateway="http://127.0.0.1:8110">');
      expect(html).include('<script type="module" src="/yingji/yingji.js"></script>');
      const tags = [...html.matchAll(/<yj-([a-z-]+)/g)].map(([, tag]) => tag);
      expect(tags, path).deep.equal(['provider', 'warning-banner', ...elements.get(path)!]);
    }
    for (const path of ['/goodbye', '/nowhere']) {
      const html = await (await fetch(portal.url + path)).text();
      expect(html).include('<main id="main"');
      expect(html).not.include('yj-');
    }
  });

  it('has a strict policy and nothing inline', async () => {
    const response = await fetch(`${portal.url}/safety`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).include.members([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self' http://127.0.0.1:8110",
      "frame-ancestors 'none'",
    ]);
    expect(policy).not.include('unsafe');
    for (const name of await readdir(here('./pages'))) {
      const html = await readFile(here(`./pages/${name}`), 'utf8');
      expect(html, name).not.match(/\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|javascript:|https?:\/\//);
    }
    expect(await readFile(here('./public/portal.js'), 'utf8')).not.match(/innerHTML|eval|https?:/);
  });

  it('shows the map approval number, escaped, or that there is none', async () => {
    expect(await (await fetch(portal.url)).text()).include('审图号：桂S&lt;演示&gt;号');
    const other = await startPortal({ gateway: 'http://127.0.0.1:1', token: 't' });
    expect(await (await fetch(other.url)).text()).include('审图号：未填写');
    await other.close();
  });

  it('hands the token over to its own page with its own session only, and never keeps it', async () => {
    const visit = await fetch(`${portal.url}/safety`);
    expect(visit.headers.get('set-cookie')).match(/HttpOnly; SameSite=Strict/);
    const cookie = cookieOf(visit);
    const own = { origin: portal.url };
    expect((await askToken(own)).status).equal(401);
    expect((await askToken({ ...own, cookie: 'xinzhu_session=guess' })).status).equal(401);
    expect((await askToken({ cookie, origin: 'http://evil.example' })).status).equal(403);
    expect((await askToken({ cookie })).status).equal(403);
    expect((await fetch(`${portal.url}/api/yingji-token`, { headers: { cookie } })).status).equal(404);
    const given = await askToken({ ...own, cookie });
    expect(given.headers.get('cache-control')).equal('no-store');
    expect(await given.json()).deep.equal({ token: 'first-token' });
    await writeFile(join(folder, 'token'), 'second-token');
    expect(await (await askToken({ ...own, cookie })).json()).deep.equal({ token: 'second-token' });
    for (const { path } of MODULES)
      expect(await (await fetch(portal.url + path)).text()).not.match(/-token"|first-token|second-token/);
    await rm(join(folder, 'token'));
    const without = await askToken({ ...own, cookie });
    expect([without.status, await without.json()]).deep.equal([503, { error: 'no-token' }]);

    const goodbye = await fetch(`${portal.url}/logout`, {
      method: 'POST',
      headers: { ...own, cookie },
      redirect: 'manual',
    });
    expect([goodbye.status, goodbye.headers.get('location')]).deep.equal([303, '/goodbye']);
    expect((await askToken({ ...own, cookie })).status).equal(401);
    expect((await fetch(`${portal.url}/goodbye`)).headers.get('set-cookie')).equal(null);
  });

  it('refuses another host name, another method and a broken address', async () => {
    const raw = (options: object): Promise<number> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(portal.url);
        rawRequest({ hostname, port, ...options }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    expect(await raw({ path: '/', headers: { host: 'rebound.example' } })).equal(421);
    expect(await raw({ path: '/', method: 'PUT' })).equal(405);
    expect(await raw({ path: '//' })).equal(400);
    expect(await raw({ path: '/', method: 'HEAD' })).equal(200);
  });

  it('serves the bundle and its own files, and nothing outside', async () => {
    const script = await fetch(`${portal.url}/yingji/yingji.js`);
    expect([script.status, script.headers.get('content-type')]).deep.equal([200, 'text/javascript; charset=utf-8']);
    expect((await fetch(`${portal.url}/static/portal.css`)).headers.get('content-type')).match(/^text\/css/);
    for (const path of [
      '/yingji/',
      '/yingji/..%2foutside.js',
      '/yingji/%2e%2e/outside.js',
      '/yingji/.hidden.js',
      '/yingji/none.js',
      '/yingji/%',
      '/yingji/a%00.js',
      '/static/..%2fserver.js',
      `/yingji/${encodeURIComponent(join(folder, 'outside.js'))}`,
    ]) {
      expect((await fetch(portal.url + path)).status, path).equal(404);
    }
  });

  it('forgets sessions after eight hours', () => {
    let now = 0;
    const sessions = createSessions(() => now);
    const request = { headers: { cookie: `a=b; ${sessions.begin().split(';')[0]}` } };
    expect(sessions.of(request)).equal(true);
    now = 8 * 3600 * 1000;
    expect(sessions.of(request)).equal(false);
  });

  it('reads its options from the command line, then the environment', () => {
    expect(readOptions([], {})).deep.equal({ port: 8120, gateway: 'http://127.0.0.1:8110' });
    expect(
      readOptions(['--port', '9', '--token-file', 'f'], { PORTAL_PORT: '8', PORTAL_GATEWAY: 'http://g' }),
    ).deep.equal({ port: 9, gateway: 'http://g', tokenFile: 'f' });
    expect(() => readOptions(['--port', 'x'], {})).throw('--port');
  });

  it('starts from the command line, prints its address and stops on SIGTERM', async function () {
    // Windows ends a program at once, whatever it would do on a signal.
    if (process.platform === 'win32') this.skip();
    this.timeout(60_000);
    const child = spawn(process.execPath, [here('./server.js'), '--port', '0'], { env: { PATH: process.env['PATH'] } });
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk))),
    );
    const url = /http:\S+/.exec(line)?.[0] ?? expect.fail(line);
    expect((await fetch(url)).status).equal(200);
    const code = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await code).equal(0);
  });

  it('has outlines that the table feed reads without an Issue', async () => {
    const bytes = await readFile(here('./data/nanning-districts.geojson'));
    const decoded = decodeTable({
      bytes,
      reading: { kind: 'place' },
      source: 'divisions',
      receivedAt: '2026-06-12T08:00:00Z' as Instant,
    });
    expect([
      decoded.issues,
      decoded.drafts.length,
      decoded.complete?.ids.includes('place/divisions/450103' as never),
    ]).deep.equal([[], 12, true]);
  });
});
