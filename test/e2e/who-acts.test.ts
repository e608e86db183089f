// Who acts, over a real gateway, in a real browser: what can be done is known before anybody presses, and paper names who printed it.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { createPushFeed, entityId, stated, systemClock } from '@yingji/core';
import { createGateway, type Gateway } from '@yingji/gateway';
import { makeHouse, type House } from '../../packages/gateway/test/house.js';
import { createToken } from '../../packages/gateway/src/auth/tokens.js';
import { openBrowser } from '../open-browser.js';

const title = { zh: '消防物联', en: 'Fire detectors' };

describe('who acts in a page, over a gateway', function () {
  this.timeout(60_000);
  const houses: House[] = [];
  const gateways: Gateway[] = [];
  let portal: Server;
  let browser: Browser;

  /** A gateway with one alarm in it; where nobody can sign in, `auth` is none. */
  async function opened(more: Parameters<typeof makeHouse>[0]): Promise<{ house: House; gateway: Gateway }> {
    const { port } = portal.address() as AddressInfo;
    const house = makeHouse({
      origins: [`http://127.0.0.1:${port}`],
      ...more,
      feeds: [{ use: 'fire', source: 'fire' }],
    });
    houses.push(house);
    const fire = createPushFeed({ id: 'fire', title });
    const feeds = { fire: { id: 'fire', title, configure: () => ({ feed: fire.feed }) } };
    const gateway = await createGateway(house.config, { feeds: feeds as never, logger: { write: () => undefined } });
    gateways.push(gateway);
    const at = systemClock.now();
    const alarm = { channel: 'device', needs: ['fire'], eventType: '12G00', title: '一号楼火警' };
    await fire.push({ key: 'a', receivedAt: at, drafts: [stated(entityId('report', 'fire', '1'), alarm, at)] });
    return { house, gateway };
  }

  before(async () => {
    portal = createServer(({ url = '/' }, response) => {
      const { searchParams } = new URL(url, 'http://portal');
      const [gateway, token] = [searchParams.get('gateway') ?? '', searchParams.get('token') ?? ''];
      const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title><link rel="icon" href="data:,">
        <yj-provider gateway="${gateway}"><yj-alert-map style="block-size: 640px"></yj-alert-map><yj-roster></yj-roster></yj-provider>
        ${token && `<script>document.querySelector('yj-provider').token = '${token}'</script>`}
        <script type="module" src="${gateway}/elements/v1/yingji.js"></script>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    });
    await once(portal.listen(0, '127.0.0.1'), 'listening');
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await Promise.all(gateways.map((each) => each.close()));
    for (const house of houses) house.remove();
    portal?.closeAllConnections();
    portal?.close();
  });

  async function page({ url }: Gateway, token = ''): Promise<Page> {
    const tab = await browser.newPage({ viewport: { width: 1100, height: 760 } });
    const { port } = portal.address() as AddressInfo;
    await tab.goto(`http://127.0.0.1:${port}/?${new URLSearchParams({ gateway: url, token }).toString()}`);
    await tab
      .getByText(/^实时 /)
      .first()
      .waitFor();
    return tab;
  }
  /** What each element says of why nothing can be done, and who printed it. */
  const told = async (tab: Page): Promise<readonly unknown[]> => {
    await tab.emulateMedia({ media: 'print' });
    const printed = await tab.locator('p.printed:visible').allTextContents();
    return [await tab.locator('.read-only').allTextContents(), printed.map((text) => text.split('打印人：')[1])];
  };

  it('a person who may decide is offered it, and paper has their name, masked', async () => {
    const { house, gateway } = await opened({});
    const tab = await page(gateway, house.token);
    await tab.getByRole('option').first().click();
    await tab.getByRole('button', { name: '确认收到' }).waitFor();
    expect(await told(tab)).to.deep.equal([[], ['李*', '李*']]);
    await tab.close();
  });

  it('a person who only reads is told so before any press, and is named on paper', async () => {
    const { house, gateway } = await opened({});
    const { tokens } = house.config.auth as { tokens: string };
    const token = createToken(tokens, { id: 'qin', masked: '覃**', roles: ['auditor'], scope: [] }, systemClock);
    const tab = await page(gateway, token);
    const says = '只读：当前账号只能查看';
    expect(await told(tab)).to.deep.equal([
      [says, says],
      ['覃**', '覃**'],
    ]);
    expect(await tab.getByRole('button', { name: '确认收到' }).count()).to.equal(0);
    await tab.close();
  });

  it('where nobody signs in it says so before any press, and paper has a line to sign', async () => {
    const { gateway } = await opened({ auth: undefined });
    const tab = await page(gateway);
    await tab.getByRole('option').first().click();
    await tab.locator('.popup').waitFor();
    expect(await tab.getByRole('button', { name: '确认收到' }).count()).to.equal(0);
    expect(await told(tab)).to.deep.equal([
      ['只读：未提供操作人', '只读：未提供操作人'],
      ['＿＿＿＿＿＿', '＿＿＿＿＿＿'],
    ]);
    await tab.close();
  });
});
