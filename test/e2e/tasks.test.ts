// Tasks over a real gateway, in a real browser: an alarm that nobody checked in time is late, and a person takes its next step by keys.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { createPushFeed, entityId, stated, systemClock, toInstant, type Clock } from '@yingji/core';
import { createGateway, type Gateway } from '@yingji/gateway';
import { makeHouse, type House } from '../../packages/gateway/test/house.js';
import { openBrowser } from '../open-browser.js';

const MINUTES = 33;

describe('tasks in a page, over a gateway', function () {
  this.timeout(60_000);
  let house: House;
  let portal: Server;
  let gateway: Gateway;
  let browser: Browser;
  const fire = createPushFeed({ id: 'fire', title: { zh: '消防物联', en: 'Fire detectors' } });

  const open = (feed: ReturnType<typeof createPushFeed>, clock: Clock): Promise<Gateway> => {
    const { id, title } = feed.feed;
    const feeds = { fire: { id, title, configure: () => ({ feed: feed.feed }) } };
    return createGateway(house.config, { clock, feeds: feeds as never, logger: { write: () => undefined } });
  };

  before(async () => {
    portal = createServer((_, response) => {
      const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>门户</title><link rel="icon" href="data:,">
        <yj-provider gateway="${gateway.url}"><yj-alert-map style="block-size: 640px"></yj-alert-map></yj-provider>
        <script>document.querySelector('yj-provider').token = '${house.token}'</script>
        <script type="module" src="${gateway.url}/elements/v1/yingji.js"></script>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    });
    await once(portal.listen(0, '127.0.0.1'), 'listening');
    const origin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    house = makeHouse({ origins: [origin], feeds: [{ use: 'fire', source: 'fire' }] });
    // A host that ran behind: the alarm came half an hour ago, and the city gave the order to check it.
    const clock: Clock = {
      ...systemClock,
      now: () => toInstant(Date.parse(systemClock.now()) - MINUTES * 60_000),
    };
    const before = createPushFeed({ id: 'fire', title: { zh: '消防物联', en: 'Fire detectors' } });
    gateway = await open(before, clock);
    const at = clock.now();
    const alarm = { channel: 'device', needs: ['fire'], eventType: '12G00', title: '一号楼火警' };
    await before.push({ key: 'a', receivedAt: at, drafts: [stated(entityId('report', 'fire', '1'), alarm, at)] });
    await gateway.close();
    gateway = await open(fire, systemClock);
    const now = systemClock.now();
    const team = entityId('team', 'fire', '2');
    const order = {
      ...{ sort: 'order', state: 'moving', title: '拉水带', about: [], assignee: team },
      arriveBy: toInstant(Date.now() + 20 * 60_000),
    };
    await fire.push({
      ...{ key: 'b', receivedAt: now },
      drafts: [
        stated(team, { name: '消防 2 分队', sort: 'squad' }, now),
        stated(entityId('task', 'fire', '1'), order, now),
      ],
    });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await gateway?.close();
    house?.remove();
    portal?.closeAllConnections();
    portal?.close();
  });

  it('says what is late, and the next step is in the log when it says so', async () => {
    const tab = await browser.newPage({ viewport: { width: 1100, height: 760 } });
    tab.setDefaultTimeout(15_000);
    await tab.goto(`http://127.0.0.1:${(portal.address() as AddressInfo).port}/`);
    await tab.getByText('任务超时 1').waitFor();
    const row = tab.getByRole('option', { name: /一号楼火警/ });
    expect(await row.textContent()).to.match(/办结超时 \d+ 分/);
    const list = tab.getByRole('listbox', { name: /态势列表/ });
    await list.focus();
    await tab.keyboard.press('Home');
    await tab.keyboard.press('Enter');
    const popup = tab.getByRole('dialog', { name: /一号楼火警/ });
    const task = popup.getByRole('listitem').filter({ hasText: '现场核实单点火警' });
    expect(await task.textContent()).to.include('待签收');
    const sign = task.getByRole('button', { name: '签收任务' });
    for (let i = 0; i < 12 && !(await sign.evaluate((each) => each.matches(':focus'))); i += 1)
      await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await task.getByText('已签收').waitFor();
    await task.getByRole('button', { name: '登记出发' }).waitFor();
    const [kept] = gateway.city.view.find({ kind: 'task' }).filter(({ id }) => id.startsWith('task/city/'));
    expect(kept!.value['state']).to.equal('signed');

    await tab.getByText(/^任务 2$/).click();
    const other = tab.getByRole('listitem').filter({ hasText: '拉水带' });
    expect(await other.textContent())
      .to.include('在途，消防 2 分队，要求')
      .and.include('由其他系统下达，在该系统办理');
    await tab.close();
  });
});
