// Elements in a portal that is not ours, in a real browser, from a gateway that serves them: examples/02-one-tag.html as a portal team
// uses it, from another origin; and the policies of docs/guides/embed.md, word by word, behind the portal's own origin.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { createGateway, type Gateway } from '@yingji/gateway';
import { makeHouse, type House } from '../../packages/gateway/test/house.js';
import { openBrowser } from '../open-browser.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const guide = read('docs/guides/embed.md');
const blocks = (language: string): string[] =>
  [...guide.matchAll(/^```(\w+)\n(.+?)\n```$/gms)].flatMap(([, name, code]) => (name === language ? [code!] : []));
const [strict, trusted, elsewhere] = blocks('csp') as [string, string, string];

/**
 * Ours beside the page: what its policy refuses, and the token, handed over before the elements come: a provider that has none asks
 * without one at once, and is refused.
 */
const WATCH =
  "addEventListener('securitypolicyviolation', (e) => (window.broken ??= []).push(`${e.violatedDirective} ${e.blockedURI}`));";
const TOKENS = `for (const each of document.querySelectorAll('yj-provider, next-provider')) each.getToken = async () =>
  (await (await fetch('/api/yingji-token', { method: 'POST' })).json()).token;`;
const GATEWAY = 'https://yingji.example.cn';

describe('elements embedded in a portal', function () {
  this.timeout(60_000);
  let portal: Server;
  let house: House;
  let gateway: Gateway;
  let browser: Browser;
  let integrity = '';
  let origin = '';
  let token: string | undefined;
  let page = '';
  let policy = '';
  let script = '';

  before(async () => {
    portal = createServer((request, response) => {
      const { method = '', url = '', headers } = request;
      const send = (status: number, type: string, body = ''): void =>
        void response
          .writeHead(status, { 'content-type': type, ...(policy && { 'content-security-policy': policy }) })
          .end(body);
      if (url === '/') return send(200, 'text/html', page);
      if (url === '/watch.js') return send(200, 'text/javascript', WATCH);
      if (url === '/page.js') return send(200, 'text/javascript', TOKENS);
      if (url === '/policy.js') return send(200, 'text/javascript', script);
      if (method === 'POST' && url === '/api/yingji-token')
        return send(token === undefined ? 401 : 200, 'application/json', JSON.stringify({ token }));
      if (url.startsWith('/next/'))
        return void next(url.slice('/next/'.length)).then((code) => send(200, 'text/javascript', code));
      if (!/^\/(elements|api)\//.test(url)) return send(204, 'text/plain');
      // As a reverse proxy of the portal passes it on.
      const { host } = new URL(gateway.url);
      const passed = ask(gateway.url + url, { method, headers: { ...headers, host } }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      passed.on('error', () => response.destroy());
      response.on('close', () => passed.destroy());
      return request.pipe(passed);
    });
    await once(portal.listen(0, '127.0.0.1'), 'listening');
    origin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    house = makeHouse({ origins: [origin] });
    house.drop('rain.xml', read('examples/host/warnings/rain.xml'));
    gateway = await createGateway(house.config, { logger: { write: () => undefined } });
    const listed = await (await fetch(`${gateway.url}/elements/v1/integrity.json`)).json();
    integrity = (listed as { files: Record<string, string> }).files['yingji.js']!;
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await gateway?.close();
    house?.remove();
    portal?.closeAllConnections();
    portal?.close();
  });
  beforeEach(() => {
    token = house.token;
    policy = '';
    script = '';
  });

  /** The same files as a later version would have them, of which the wire is another one: what elements are handed is not for those here. */
  async function next(name: string): Promise<string> {
    const code = await (await fetch(`${gateway.url}/elements/v1/${name}`)).text();
    return code.replace(/`yingji:view:\$\{\w+\}`/, '`yingji:view:99`').replace(/this\.wire=\w+/, 'this.wire=99');
  }

  /** The portal's page, and what was refused in it or went wrong. */
  async function open(): Promise<{ tab: Page; broken: () => Promise<string[]> }> {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const errors: string[] = [];
    tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    tab.on('pageerror', ({ message }) => errors.push(message));
    await tab.goto(origin);
    return {
      tab,
      broken: async () => [...errors, ...(await tab.evaluate(() => (window as { broken?: string[] }).broken ?? []))],
    };
  }

  /** Everything is there: a row, a map, and a worker of it that has run. */
  async function drawn(tab: Page): Promise<void> {
    await tab.getByRole('option', { name: /暴雨黄色预警/ }).waitFor();
    await tab.locator('canvas[role="application"]').waitFor();
    const worker = tab.workers()[0] ?? (await tab.waitForEvent('worker'));
    expect(await worker.evaluate(() => typeof self.onmessage)).to.equal('object');
    expect(await tab.getByText('以下为列表').count(), 'that no map can be drawn').to.equal(0);
  }

  describe('as examples/02-one-tag.html says, of another origin', () => {
    const example = read('examples/02-one-tag.html');
    /** With what its comment says to change, and the one line that is ours. */
    const copied = (digest: string): string =>
      example
        .replaceAll(GATEWAY, gateway.url)
        .replace('sha384-of-yingji.js', digest)
        .replace('<script\n', '<script src="/watch.js"></script>\n<script\n');

    it('names the gateway as often as its comment says', () => {
      expect(example.slice(example.indexOf('-->')).split(GATEWAY)).to.have.length(5 + 1);
      expect(example).to.include('in five places').and.include('共五处');
    });

    it('shows the map and the warnings of the gateway under its policy, and nothing is refused', async () => {
      page = copied(integrity);
      const { tab, broken } = await open();
      await drawn(tab);
      expect(await tab.getByText('态势图未能载入').isVisible()).to.equal(false);
      // At night it is as dark as its reader wants the screen to be.
      await tab.locator('.box[data-theme="light"]').waitFor();
      await tab.emulateMedia({ colorScheme: 'dark' });
      await tab.locator('.box[data-theme="dark"]').waitFor();
      expect(await broken()).to.deep.equal([]);
      await tab.close();
    });

    it('says so to who is not logged in', async () => {
      token = undefined;
      page = copied(integrity);
      const { tab } = await open();
      await tab.getByText('token-unavailable').first().waitFor();
      await tab.close();
    });

    it('where the file is not the one that the tag names, its own words stay', async () => {
      page = copied(`sha384-${'A'.repeat(64)}`);
      const { tab, broken } = await open();
      await tab.getByText('态势图未能载入').waitFor();
      expect((await broken()).join()).to.match(/integrity/i);
      await tab.close();
    });

    it('where the worker may not come from the gateway, the list is there and it says that no map can be drawn', async () => {
      page = copied(integrity).replace(`worker-src blob: ${gateway.url}`, 'worker-src blob:');
      const { tab } = await open();
      await tab.getByText('以下为列表').waitFor();
      await tab.getByRole('option', { name: /暴雨黄色预警/ }).waitFor();
      await tab.close();
    });
  });

  it('0 violations under Trusted Types with elements of another origin, as docs/guides/embed.md says', async () => {
    policy = elsewhere.replaceAll(GATEWAY, gateway.url);
    expect(policy).to.include(gateway.url).and.include('require-trusted-types-for').and.not.include(GATEWAY);
    page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title>
      <script src="/watch.js"></script>
      <script type="module" src="/page.js"></script><script type="module" src="${gateway.url}/elements/v1/yingji.js"></script>
      <yj-provider gateway="${gateway.url}"><yj-alert-map></yj-alert-map></yj-provider>`;
    const { tab, broken } = await open();
    await drawn(tab);
    expect(await broken()).to.deep.equal([]);
    // The blob: is passed as that worker; another is not.
    const other = await tab.evaluate(() => {
      try {
        return String(new Worker(URL.createObjectURL(new Blob(['0']))));
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(other).to.equal('TypeError');
    await tab.close();
  });

  describe('as docs/guides/embed.md says, behind its own origin', () => {
    const plain = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title>
      <script src="/watch.js"></script>
      <script type="module" src="/page.js"></script><script type="module" src="/elements/v1/yingji.js"></script>
      <yj-provider gateway="/"><yj-alert-map></yj-alert-map></yj-provider>`;
    beforeEach(() => (page = plain));

    it('0 violations under the strictest policy', async () => {
      policy = strict;
      const { tab, broken } = await open();
      await drawn(tab);
      expect(await broken()).to.deep.equal([]);
      await tab.close();
    });

    it('0 violations under Trusted Types, with the two policies that it names', async () => {
      policy = trusted;
      const { tab, broken } = await open();
      await drawn(tab);
      expect(await broken()).to.deep.equal([]);
      // And it lets nothing else through.
      const other = await tab.evaluate(() => {
        try {
          return String(new Worker('/elements/v1/yingji.js'));
        } catch (error) {
          return (error as Error).name;
        }
      });
      expect(other).to.equal('TypeError');
      await tab.close();
    });

    it('without that policy there is the list, and it says that no map can be drawn', async () => {
      policy = trusted.replace(' yingji', '');
      expect(policy).to.not.equal(trusted);
      const { tab } = await open();
      await tab.getByText('以下为列表').waitFor();
      await tab.getByRole('option', { name: /暴雨黄色预警/ }).waitFor();
      await tab.close();
    });
  });

  describe('two versions on one page', () => {
    it('keep their tags and their pictures apart, whichever is quicker', async () => {
      expect(await next('yingji-base.js'), 'is another version').to.match(/yingji:view:99[^]*this\.wire=99/);
      // The later one comes first with its own prefix, and of itself takes no tag whose provider is not its own.
      script = `import { define } from '/next/yingji.js'; define({ prefix: 'next' });`;
      const of = (prefix: string, inside: string): string =>
        `<${prefix}-provider gateway="/">${inside}</${prefix}-provider>`;
      const [mine, others] = ['<yj-feed-status></yj-feed-status>', '<next-feed-status></next-feed-status>'];
      page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title>
        <script type="module" src="/page.js"></script>
        <script type="module" src="/elements/v1/yingji.js"></script><script type="module" src="/policy.js"></script>
        ${of('yj', mine + others)}${of('next', others)}`;
      const { tab, broken } = await open();
      const live = (selector: string): Promise<void> => tab.locator(selector).getByText('实时').first().waitFor();
      await live('yj-provider > yj-feed-status');
      await live('next-provider > next-feed-status');
      // Within the provider of the other it says that it has none, and shows nothing that might pass for a picture.
      await tab.locator('yj-provider > next-feed-status').getByText('yj-provider').first().waitFor();
      expect(await broken()).to.deep.equal([]);
      await tab.close();
    });
  });
});
