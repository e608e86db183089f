// docs/city.md, word by word: its program in Node, and its page in a browser that forbids evaluating text.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { bundle } from '../../tools/lib/bundle.mjs';
import { openBrowser } from '../open-browser.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const text = readFileSync(join(root, 'docs/city.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...text.matchAll(/^```(\w+)\n(.+?)^```$/gms)].flatMap(([, name, code]) => (name === language ? [code!] : []));
const [program, page, jitless] = blocks('js') as [string, string, string];
const POLICY = "default-src 'self'; script-src 'self'";
const linesOf = (code: string): number => code.split('\n').filter((line) => !/^(import .*)?$/.test(line)).length;

/** What the host of the city shows for a depth that is over the limit. */
const REPORT = /积水深度.*0\.31/;

describe('docs/city.md, word by word', function () {
  this.timeout(60_000);
  const files = new Map<string, string>();
  let server: Server;
  let browser: Browser;

  before(async () => {
    server = createServer((request, response) => {
      const file = files.get(request.url ?? '');
      const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html';
      response.writeHead(file === undefined ? 404 : 200, { 'content-type': type, 'content-security-policy': POLICY });
      response.end(file);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  /** A page of this body and this script, and what its policy was broken by. */
  async function open(body: string, code: string): Promise<{ tab: Page; violations: () => Promise<string[]> }> {
    const watch = "addEventListener('securitypolicyviolation', (e) => (window.broken ??= []).push(e.blockedURI));";
    const head =
      '<!doctype html><meta charset="utf-8"><link rel="icon" href="/icon.html"><script src="/watch.js"></script>';
    for (const [name, file] of Object.entries({
      '/': head + body,
      '/page.js': code,
      '/watch.js': watch,
      '/icon.html': '',
    }))
      files.set(name, file);
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on('pageerror', ({ message }) => errors.push(message));
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const broken = (): Promise<string[]> => tab.evaluate(() => (window as { broken?: string[] }).broken ?? []);
    return { tab, violations: async () => [...errors, ...(await broken())] };
  }

  it('each program is at most 20 lines besides its imports', () => {
    expect([program, page].map(linesOf).filter((lines) => lines > 20)).to.deep.equal([]);
  });

  it('in Node: a reading in, a report, a Command, the report acknowledged; and it ends', async () => {
    const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '--eval', program], {
      ...{ cwd: join(root, 'packages/core'), stdio: ['ignore', 'pipe', 'inherit'] },
    });
    let said = '';
    child.stdout!.on('data', (chunk: Buffer) => (said += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    const lines = said.trim().split('\n');
    expect([code, lines.map((line) => line.split(' ').at(-1))]).to.deep.equal([0, ['待确认', '已确认']]);
    expect(lines[0]).to.match(REPORT);
  });

  it('in a page that may evaluate nothing: the same by a press, and no violation', async () => {
    const code = await bundle(page, { built: true, beside: { './jitless.js': jitless } });
    const { tab, violations } = await open(blocks('html')[0]!, code);
    const type = async (depth: string): Promise<void> => {
      await tab.getByLabel('积水深度').fill(depth);
      await tab.getByLabel('积水深度').dispatchEvent('change');
    };
    await type('0.1');
    await type('0.31');
    const row = tab.getByRole('button');
    await row.filter({ hasText: '待确认' }).waitFor();
    expect(await row.allTextContents()).to.have.length(1);
    expect(await row.textContent()).to.match(REPORT);
    await row.click();
    await row.filter({ hasText: '已确认' }).waitFor();
    expect(await violations()).to.deep.equal([]);
    await tab.close();
  });

  const model = `import { Device } from '@yingji/core/schemas/device';
    const made = [{ type: 'smoke-detector', native: '7' }, { type: '' }].map((each) => Device.safeParse(each).success);
    document.title = JSON.stringify(made);`;

  it('one model with zod parses there too, without a violation', async () => {
    const code = await bundle(`import './jitless.js';${model}`, { built: true, beside: { './jitless.js': jitless } });
    const { tab, violations } = await open('<script type="module" src="page.js"></script>', code);
    await tab.waitForFunction(() => document.title !== '');
    expect([await tab.title(), await violations()]).to.deep.equal(['[true,false]', []]);
    await tab.close();
  });

  it('and where the page does not say so, it works and is reported, as the page of docs says', async () => {
    const { tab, violations } = await open(
      '<script type="module" src="page.js"></script>',
      await bundle(model, { built: true }),
    );
    await tab.waitForFunction(() => document.title !== '');
    expect([await tab.title(), await violations()]).to.deep.equal(['[true,false]', ['eval']]);
    await tab.close();
  });
});
