import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createMemoryLogger } from '@yingji/core/testing';
import { startHttp, type HttpFixture } from '../../test/http-fixture.js';
import { raw } from '../../test/raw.js';
import { installedElements, readElements } from './elements.js';

const PORTAL = 'http://portal.example.cn';
const sha384 = (bytes: Uint8Array): string => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

describe('the elements that a gateway serves', () => {
  let folder: string;
  let at: HttpFixture;
  let bare: HttpFixture;
  const logger = createMemoryLogger();
  const get = (name: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${at.url}/elements/v1/${name}`, { headers });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-elements-'));
    cpSync(installedElements()!, folder, { recursive: true });
    writeFileSync(join(folder, 'not-listed.js'), 'export {};');
    const whole = await readElements(folder, { logger });
    at = await startHttp({
      config: { origins: [PORTAL], limits: { failuresPerMinute: 10_000 } },
      elements: whole,
    });
    bare = await startHttp();
  });
  after(async () => {
    await at?.close();
    await bare?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are those that were built, each as the list of integrity says', async () => {
    const listed = await get('integrity.json');
    expect(listed.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    const { v, version, files } = (await listed.json()) as {
      v: number;
      version: string;
      files: Record<string, string>;
    };
    expect([v, version]).to.deep.equal([1, '0.1.0']);
    expect(files).to.include.keys('yingji.js', 'yingji-alert-map.js', 'yingji-maplibre.js', 'maplibre-gl-worker.js');
    for (const [name, integrity] of Object.entries(files)) {
      const answer = await get(name);
      expect(answer.status, name).to.equal(200);
      expect(sha384(new Uint8Array(await answer.arrayBuffer())), name).to.equal(integrity);
      const type = name.endsWith('.txt') ? 'text/plain' : 'text/javascript';
      expect(answer.headers.get('content-type'), name).to.equal(`${type}; charset=utf-8`);
    }
    expect(logger.lines).to.deep.equal([]);
  });

  it('come compressed to who takes that, and are asked for again in a line', async () => {
    const host = new URL(at.url).host;
    const asking = (coding: string): Promise<string> =>
      raw(
        at.url,
        `GET /elements/v1/yingji-base.js HTTP/1.1\r\nHost: ${host}\r\nAccept-Encoding: ${coding}\r\nConnection: close\r\n\r\n`,
      );
    for (const coding of ['identity', 'gzip;q=0', 'br', 'gzip; q=0.0'])
      expect(await asking(coding), coding).to.not.match(/content-encoding/i);
    for (const coding of ['gzip', 'br, gzip', '*', 'gzip;q=0.5'])
      expect(await asking(coding), coding).to.match(/content-encoding: gzip/i);
    const first = await get('yingji-base.js');
    expect(first.headers.get('cache-control')).to.equal('no-cache');
    expect(first.headers.get('vary')).to.equal('Origin, Accept-Encoding');
    const etag = first.headers.get('etag')!;
    for (const given of [etag, etag.slice(2), `"other", ${etag}`]) {
      const again = await get('yingji-base.js', { 'if-none-match': given });
      expect([again.status, await again.text()], given).to.deep.equal([304, '']);
      expect(again.headers.get('etag')).to.equal(etag);
    }
    expect((await get('yingji-base.js', { 'if-none-match': 'W/"other"' })).status).to.equal(200);
    expect((await fetch(`${at.url}/elements/v1/yingji.js?v=2`)).status).to.equal(200);
  });

  it('are less by gzip, of the same bytes', async () => {
    const elements = (await readElements(folder, { logger }))!;
    for (const [name, { plain, packed }] of elements) {
      expect(gunzipSync(packed).equals(plain), name).to.equal(true);
      if (name === 'yingji-maplibre.js') expect(packed.length).to.be.below(plain.length / 3);
    }
  });

  it('may be loaded by an allowed portal and put beside what is isolated, not by a stranger; the worker may fetch a base map', async () => {
    const allowed = await get('yingji.js', { origin: PORTAL });
    expect(allowed.headers.get('access-control-allow-origin')).to.equal(PORTAL);
    expect(allowed.headers.get('cross-origin-resource-policy')).to.equal('cross-origin');
    expect(allowed.headers.get('x-content-type-options')).to.equal('nosniff');
    expect((await get('yingji.js', { origin: 'http://evil.example' })).status).to.equal(403);
    const policy = (await get('maplibre-gl-worker.js')).headers.get('content-security-policy');
    expect(policy).to.include("script-src 'self'; connect-src *").and.not.include('unsafe');
  });

  it('are what the list names and nothing else', async () => {
    const host = new URL(at.url).host;
    for (const path of [
      'not-listed.js',
      '',
      '..%2fpackage.json',
      '%2e%2e/',
      'yingji.js/',
      '__proto__',
      'constructor',
      '.env',
    ]) {
      const asked = `GET /elements/v1/${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      expect(await raw(at.url, asked), path).to.match(/^HTTP\/1\.1 40[04] /);
    }
  });

  it('a file that is not what the list says is left out and told; without a list there are none, and it is said what to do', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'yingji-elements-'));
    try {
      cpSync(folder, broken, { recursive: true });
      writeFileSync(join(broken, 'yingji-alert-map.js'), readFileSync(join(folder, 'yingji-alert-map.js')).subarray(1));
      rmSync(join(broken, 'yingji-supply-panel.js'));
      const told = createMemoryLogger();
      const left = (await readElements(broken, { logger: told }))!;
      expect(left.has('yingji.js')).to.equal(true);
      expect([left.has('yingji-alert-map.js'), left.has('yingji-supply-panel.js')]).to.deep.equal([false, false]);
      expect(told.lines.map(({ level, code, data }) => [level, code, data])).to.deep.equal([
        ['error', 'elements-damaged', { file: 'yingji-alert-map.js' }],
        ['error', 'elements-damaged', { file: 'yingji-supply-panel.js' }],
      ]);
      for (const list of ['{', '{"v":1}', '{"files":{"../secret.js":"sha384-x"}}']) {
        writeFileSync(join(broken, 'integrity.json'), list);
        expect(await readElements(broken, { logger: told }), list).to.equal(undefined);
      }
    } finally {
      rmSync(broken, { recursive: true });
    }
    expect(await readElements(join(folder, 'nowhere'), { logger })).to.equal(undefined);
    const answer = await fetch(`${bare.url}/elements/v1/yingji.js`);
    expect([answer.status, await answer.json()]).to.deep.equal([
      404,
      {
        code: 'elements-missing',
        message:
          'This gateway has no elements: install @yingji/components beside it, or build them, and start it again.',
      },
    ]);
  });
});
