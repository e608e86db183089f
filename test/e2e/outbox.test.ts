// What is confirmed while the gateway is dead: it waits in the browser over a reload, and is in the log once when the gateway is back.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Row } from '@yingji/core';
import { freePort } from '../../packages/adapters/test/free-port.js';
import { report } from '../../packages/gateway/test/alarm-line.js';
import { makeHouse, type House } from '../../packages/gateway/test/house.js';
import { serveProcess, type ServeProcess } from '../../packages/gateway/test/serve-process.js';
import { openBrowser } from '../open-browser.js';

const BUNDLE = new URL('../../packages/components/dist/bundle/', import.meta.url);

describe('确认收到 while the gateway is dead', function () {
  this.timeout(90_000);
  let house: House;
  let portal: Server;
  let gateway: ServeProcess;
  let browser: Browser;
  let context: BrowserContext;
  let fire = 0;

  before(async () => {
    const listen = { port: await freePort() };
    fire = await freePort();
    // The elements come from the portal: a page opens while the gateway is dead.
    portal = createServer(({ url = '/' }, response) => {
      if (url.startsWith('/bundle/'))
        return response
          .writeHead(200, { 'content-type': url.endsWith('.css') ? 'text/css' : 'text/javascript' })
          .end(readFileSync(new URL(basename(url), BUNDLE)));
      const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title><link rel="icon" href="data:,">
        <yj-provider gateway="http://127.0.0.1:${listen.port}" keep-for="li"><yj-alert-map style="block-size: 640px"></yj-alert-map></yj-provider>
        <script>document.querySelector('yj-provider').token = '${house.token}'</script>
        <script type="module" src="/bundle/yingji.js"></script>`;
      return response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    });
    await once(portal.listen(0, '127.0.0.1'), 'listening');
    const origin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    house = makeHouse({
      ...{ listen, origins: [origin] },
      feeds: [{ use: 'gbt26875', source: 'fire', config: { port: fire } }],
    });
    writeFileSync(house.configFile, JSON.stringify(house.config));
    gateway = await serveProcess(house.configFile);
    await report(fire, [7], new Set());
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1100, height: 760 } });
    context.setDefaultTimeout(30_000);
  });
  after(async () => {
    await browser?.close();
    await gateway?.end('SIGKILL');
    house?.remove();
    portal?.closeAllConnections();
    portal?.close();
  });

  async function open(): Promise<Page> {
    const tab = await context.newPage();
    await tab.goto(`http://127.0.0.1:${(portal.address() as AddressInfo).port}/`);
    await tab.getByRole('option').first().waitFor();
    return tab;
  }
  async function rows(kind: string): Promise<readonly Row[]> {
    const answer = await fetch(`${gateway.url}/api/view`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${house.token}` },
      body: JSON.stringify({ queries: { asked: { kind } } }),
    });
    return ((await answer.json()) as { rows: { asked: Row[] } }).rows.asked;
  }

  it('waits on the device, over a reload, and is recorded once, with when it was given', async () => {
    const first = await open();
    await first.getByText(/^实时 /).waitFor();
    await first.getByRole('option').first().click();
    // The last picture is kept as the page leaves, or a while after it was whole.
    await first.waitForTimeout(6_000);
    await gateway.end('SIGKILL');
    await first.getByText(/^已离线。确认收到和任务进展可存于本机/).waitFor();
    await first.getByRole('button', { name: '确认收到' }).click();
    await first.getByRole('button', { name: '待发送' }).waitFor();
    await first.getByText(/^已离线。1 条存于本机（最早 \d\d:\d\d），联网后发送$/).waitFor();
    await first.close();

    const second = await open();
    await second.getByText(/^已离线。1 条存于本机/).waitFor();
    await second.getByRole('option').first().click();
    await second.getByRole('button', { name: '待发送' }).waitFor();
    expect(await second.getByText('✓').count(), 'nothing is confirmed yet').to.equal(0);

    gateway = await serveProcess(house.configFile);
    await second.getByText('存于本机的 1 条已送达').waitFor();
    await second.getByText(/^✓ 李\* \d\d:\d\d 确认$/).waitFor();
    const [given, ...more] = await rows('acknowledgement');
    expect(more).to.deep.equal([]);
    const waited = Date.parse(given!.recordedAt) - Date.parse(given!.at);
    expect(waited).to.be.within(1_000, 60_000);

    await second.reload();
    await second.getByText(/^实时 /).waitFor();
    await second.waitForTimeout(1_000);
    expect(await second.locator('.outgoing .strip').count(), 'nothing waits any more').to.equal(0);
    expect(await rows('acknowledgement')).to.have.length(1);
  });
});
