// docs/elements, made as `npm run docs` makes it: each element has its page, and what it shows there is a real picture, under the
// strictest policy and with nobody else asked.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { POLICY, writePages } from '../../tools/elements/pages.mjs';
import { openBrowser } from '../open-browser.js';

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
};

/** What each says of the sample. */
const SAYS: { readonly [tag: string]: readonly [zh: RegExp, en: RegExp] } = {
  'yj-provider': [/暴雨橙色预警/, /orange warning/],
  'yj-alert-map': [/暴雨橙色预警覆盖青秀区/, /orange warning/],
  'yj-warning-banner': [/转移低洼处人员/, /Level II, severe/],
  'yj-warning-card': [/历次/, /History/],
  'yj-feed-status': [/消防物联/, /Fire alarms/],
  'yj-all-clear': [/有未了结事项/, /open/],
  'yj-supply-panel': [/按 126 人 3 天计/, /for 126 people over 3 days/],
  'yj-roster': [/缺岗网格 1/, /1 grid/],
};

describe('the pages of the elements', function () {
  this.timeout(120_000);
  let folder: string;
  let server: Server;
  let browser: Browser;
  let tags: readonly string[];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-elements-'));
    tags = await writePages(folder);
    server = createServer(({ url = '' }, response) => {
      const file = join(folder, new URL(url, 'http://docs.example').pathname);
      const there = existsSync(file) && extname(file) !== '';
      response.writeHead(there ? 200 : 404, {
        'content-type': TYPES[extname(file)] ?? 'text/plain',
        'content-security-policy': POLICY,
      });
      response.end(there ? readFileSync(file) : undefined);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are one for each element of the manifest, with a picture in it, and break no rule', async () => {
    expect(tags).to.have.members(Object.keys(SAYS));
    const { port } = server.address() as AddressInfo;
    const page = await browser.newPage();
    page.setDefaultTimeout(20_000);
    const wrong: string[] = [];
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    page.on('pageerror', ({ message }) => wrong.push(message));
    page.on('request', (request) => {
      if (!/^(blob:|data:)/.test(request.url()) && new URL(request.url()).port !== `${port}`) wrong.push(request.url());
    });
    for (const [tag, [zh, en]] of Object.entries(SAYS)) {
      await page.goto(`http://127.0.0.1:${port}/${tag}.html`);
      const element = page.locator(tag === 'yj-provider' ? 'yj-warning-banner' : tag);
      await element.getByText(zh).first().waitFor();
      await page.getByRole('button', { name: 'English' }).click();
      await element.getByText(en).first().waitFor();
      await page.getByRole('heading', { name: tag }).waitFor();
      await page.getByRole('columnheader', { name: 'attribute' }).waitFor();
      // What is copied from here works elsewhere, and reads as text.
      expect(await page.locator('pre').innerText()).to.include('<yj-provider gateway="https://');
      expect(await page.locator('main').innerText()).to.not.include('`');
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), tag).to.be.at.most(320);
      await page.setViewportSize({ width: 1000, height: 800 });
    }
    expect(wrong).to.deep.equal([]);
  });

  it('are listed on one page, which says of each what it is and is no second copy of any', async () => {
    const { port } = server.address() as AddressInfo;
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/index.html`);
    await page.getByRole('heading', { name: 'Elements' }).waitFor();
    const terms = await page.locator('dt').allInnerTexts();
    expect(terms).to.have.members([...tags]);
    expect((await page.locator('dd').allInnerTexts()).every((said) => said.length > 10)).to.equal(true);
    await page.getByRole('term').getByRole('link', { name: 'yj-roster' }).click();
    await page.getByRole('heading', { name: 'yj-roster' }).waitFor();
  });
});
