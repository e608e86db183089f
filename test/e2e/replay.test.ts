// 回放 over a real gateway with a log of two hours, in a real browser: what was then, playing on, what comes live meanwhile, and back.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { createPushFeed, entityId, stated, systemClock, toInstant, type Clock } from '@yingji/core';
import { createGateway, type Gateway } from '@yingji/gateway';
import { createToken } from '../../packages/gateway/src/auth/tokens.js';
import { makeHouse, type House } from '../../packages/gateway/test/house.js';
import { openBrowser } from '../open-browser.js';

const MINUTE_MS = 60_000;
/** A clock that is so many minutes behind. */
const behind = (minutes: number): Clock => ({
  ...systemClock,
  now: () => toInstant(Date.parse(systemClock.now()) - minutes * MINUTE_MS),
});

describe('replay in a page, over a gateway', function () {
  this.timeout(90_000);
  let house: House;
  let portal: Server;
  let gateway: Gateway;
  let browser: Browser;
  let origin = '';
  let token = '';
  let fire: ReturnType<typeof createPushFeed>;
  let n = 0;

  const open = async (clock: Clock): Promise<Gateway> => {
    fire = createPushFeed({ id: 'fire', title: { zh: '消防物联', en: 'Fire detectors' } });
    const { id, title } = fire.feed;
    const feeds = { fire: { id, title, configure: () => ({ feed: fire.feed }) } };
    return createGateway(house.config, { clock, feeds: feeds as never, logger: { write: () => undefined } });
  };
  const tell = (title: string, { red = false, clock = systemClock }: { red?: boolean; clock?: Clock } = {}) => {
    const at = clock.now();
    const id = red ? entityId('warning', 'fire', title) : entityId('report', 'fire', title);
    const warning = {
      ...{ scheme: 'signal-colour', grade: 'red', title, verb: 'issue', issuer: 'test@example.org', native: title },
      ...{ sent: at, references: [], tellings: [] },
    };
    const value = red ? warning : { channel: 'device', needs: ['fire'], eventType: '12G00', title };
    return fire.push({ key: `k${(n += 1)}`, receivedAt: at, drafts: [stated(id, value, at)] });
  };

  before(async () => {
    portal = createServer(({ url }, response) => {
      const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title>
        <link rel="icon" href="data:,"><script type="module" src="${gateway.url}/elements/v1/yingji.js"></script>
        <script>addEventListener('DOMContentLoaded', () => (document.querySelector('yj-provider').token = new URLSearchParams(location.search).get('as')))</script>
        <yj-provider gateway="${gateway.url}"><yj-alert-map style="block-size: 640px"></yj-alert-map></yj-provider>`;
      response.writeHead(url?.startsWith('/?') ? 200 : 404, { 'content-type': 'text/html' }).end(page);
    });
    await once(portal.listen(0, '127.0.0.1'), 'listening');
    origin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    house = makeHouse({ origins: [origin], feeds: [{ use: 'fire', source: 'fire' }] });
    const file = house.config.auth!.tokens!;
    token = createToken(file, { id: 'wang', masked: '王*', roles: ['commander'], scope: [] }, systemClock);
    // Two hours of a log: each time a host that runs behind.
    for (const [minutes, title] of [
      [120, '一号楼火警'],
      [60, '二号楼火警'],
    ] as const) {
      const clock = behind(minutes);
      gateway = await open(clock);
      await tell(title, { clock });
      await gateway.close();
    }
    gateway = await open(systemClock);
    await tell('三号楼火警');
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await gateway?.close();
    house?.remove();
    portal?.closeAllConnections();
    portal?.close();
  });

  async function shown(as = token): Promise<{ tab: Page; row: (title: string) => Locator; bar: Locator }> {
    const tab = await browser.newPage({ viewport: { width: 1100, height: 760 } });
    tab.setDefaultTimeout(15_000);
    await tab.goto(`${origin}/?as=${as}`);
    const row = (title: string): Locator => tab.getByRole('option', { name: title });
    await row('三号楼火警').waitFor();
    await tab.getByRole('button', { name: '回放', exact: true }).click();
    return { tab, row, bar: tab.getByRole('group', { name: '回放' }) };
  }
  const back = (bar: Locator, minutes: number): Promise<void> => bar.getByRole('slider').fill(`${-minutes}`);

  it('shows what was then and nothing that came later, plays on, and goes back to live', async () => {
    const { tab, row, bar } = await shown();
    await back(bar, 90);
    await bar.getByText(/^回放 .*，非实时$/).waitFor();
    await row('一号楼火警').waitFor();
    await row('三号楼火警').waitFor({ state: 'detached' });
    expect(await tab.locator('.row').count(), 'of then alone').to.equal(1);
    expect(await row('一号楼火警').textContent()).to.match(/(29|30|31) 分/);
    await row('一号楼火警').click();
    await tab.getByRole('dialog').waitFor();
    expect(await tab.getByRole('button', { name: '确认收到' }).count(), 'in the past nothing is confirmed').to.equal(0);
    await tab.keyboard.press('Escape');

    // Half an hour in three seconds.
    await bar.getByRole('combobox').selectOption('600');
    await row('二号楼火警').waitFor();
    expect(await row('三号楼火警').count()).to.equal(0);

    await tell('全市暴雨红色预警', { red: true });
    await bar.getByText('实时新增红色 1').waitFor();
    expect(await row('全市暴雨红色预警').count(), 'which is not shown as of then').to.equal(0);
    await bar.getByRole('button', { name: '返回实时' }).click();
    for (const title of ['全市暴雨红色预警', '三号楼火警']) await row(title).waitFor();
    expect(await tab.locator('.row').count()).to.equal(4);
    expect(await tab.getByText('非实时').count()).to.equal(0);
    await tab.close();
  });

  it('by keys alone: ten minutes a page, a minute an arrow, End is live', async () => {
    const { tab, row, bar } = await shown();
    const slider = bar.getByRole('slider');
    expect(await slider.evaluate((each) => each.matches(':focus')), 'the bar takes the focus').to.equal(true);
    for (let i = 0; i < 7; i += 1) await tab.keyboard.press('PageDown');
    await tab.keyboard.press('ArrowLeft');
    await row('一号楼火警').waitFor();
    await row('三号楼火警').waitFor({ state: 'detached' });
    expect(await slider.evaluate((each) => (each as HTMLInputElement).value)).to.be.oneOf(['-71', '-70']);
    await tab.keyboard.press('End');
    await row('三号楼火警').waitFor();
    await tab.close();
  });

  it('a time before the log began is said not to be on record; what is shown begins with the log', async () => {
    const { tab, row, bar } = await shown();
    await back(bar, 600);
    await bar.getByText(/^更早没有记录，自 .+ 放起$/).waitFor();
    await row('三号楼火警').waitFor({ state: 'detached' });
    expect(Number(await bar.getByRole('slider').inputValue())).to.be.within(-125, -119);
    await tab.close();
  });

  it('a second who looks back is not refused, a third is told to try again', async () => {
    const first = await shown();
    await back(first.bar, 90);
    await first.row('一号楼火警').waitFor();
    const second = await shown(house.token);
    await back(second.bar, 90);
    await second.row('一号楼火警').waitFor();
    await second.row('三号楼火警').waitFor({ state: 'detached' });
    const other = createToken(
      house.config.auth!.tokens!,
      { id: 'lin', masked: '林*', roles: ['commander'], scope: [] },
      systemClock,
    );
    const third = await shown(other);
    await back(third.bar, 90);
    await third.bar.getByText('他人正在回看，稍后再试').waitFor();
    await third.row('三号楼火警').waitFor();
    for (const { tab } of [first, second, third]) await tab.close();
  });
});
