// The Xinzhu portal with its five modules filled, as its own server serves them, under its own policy and style sheet, over a real gateway.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { entityId } from '@yingji/core';
import type { Browser, Page } from 'playwright-core';
import { startPortal } from '../../examples/xinzhu-portal/server.js';
import { freePort } from '../../packages/adapters/test/free-port.js';
import { openBrowser } from '../open-browser.js';
import { openTown, type Town } from './town.js';

const data = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'examples/xinzhu-portal/data');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HOUR = 3_600_000;

/** A module, and what the duty officer reads in its elements. */
interface Module {
  readonly path: string;
  readonly reads: { readonly [element: string]: readonly RegExp[] };
}

const MODULES: readonly Module[] = [
  { path: '/', reads: { 'yj-all-clear': [/有未了结事项/] } },
  { path: '/party', reads: { 'yj-roster': [/应到 1/, /第 1 网格/, /巡查/] } },
  { path: '/civility', reads: { 'yj-warning-card': [/历次/, /只读/] } },
  {
    path: '/safety',
    reads: { 'yj-alert-map': [/暴雨橙色预警覆盖青秀区/, /3 栋烟感/], 'yj-feed-status': [/^实时 8$/, /消防远程监控/] },
  },
  { path: '/medical', reads: { 'yj-supply-panel': [/沙袋/, /新竹社区应急服务站/, /缺 ?160/, /126 人 3 天/] } },
];

describe('the Xinzhu portal, its modules filled', function () {
  this.timeout(120_000);
  let town: Town;
  let portal: { readonly url: string; close(): Promise<void> };
  let browser: Browser;
  let page: Page;
  let token = '';
  const errors: string[] = [];

  before(async () => {
    // Each must know where the other is: the portal's address comes first, its token last.
    const port = await freePort();
    const table = (source: string, kind: string, file: string, more: object = {}) => ({
      use: 'table',
      source,
      config: { kind, file: join(data, file), ...more },
    });
    town = await openTown(
      [`http://127.0.0.1:${port}`],
      [
        table('grids', 'place', 'grids.csv', { places: 'divisions' }),
        table('people', 'responder', 'people.csv', { places: 'grids' }),
        table('facilities', 'facility', 'facilities.csv', { places: 'divisions' }),
        table('stock', 'stock', 'stock.csv', {
          sources: { facility: 'facilities' },
          openingAt: '2026-01-01T08:00:00+08:00',
        }),
      ],
    );
    ({ token } = town);
    portal = await startPortal({ port, gateway: town.url, token });
    await town.warn();
    await town.alarm('3 栋烟感');
    const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
    const duty = { role: 'patrol', place: 'place/grids/xz-grid-1', from: at(-HOUR), to: at(8 * HOUR) };
    await town.knows(entityId('responder', 'people', 'xz-1'));
    await town.send('plan-shift', { ...duty, responder: 'responder/people/xz-1' });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
  });
  after(async () => {
    await browser?.close();
    await portal?.close();
    await town?.close();
  });

  for (const { path, reads } of MODULES)
    it(`${path} shows the warning above it and ${Object.keys(reads).join(', ')}: axe finds nothing, and a phone is wide enough`, async () => {
      await page.setViewportSize({ width: 1280, height: 1000 });
      await page.goto(portal.url + path);
      await page.locator('yj-warning-banner').getByRole('heading', { name: '暴雨橙色预警' }).waitFor();
      for (const [element, texts] of Object.entries(reads))
        for (const text of texts) await page.locator(element).getByText(text).first().waitFor();
      expect(await violations(page)).to.deep.equal([]);
      await page.setViewportSize({ width: 320, height: 900 });
      await page.locator('yj-warning-banner').getByRole('button', { name: '查看内容' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(320);
    });

  it('a lifted warning is shown as lifted', async () => {
    await page.goto(`${portal.url}/civility`);
    await page.locator('yj-warning-banner').getByText('生效中').waitFor();
    await town.lift();
    await page.locator('yj-warning-banner').getByText('已解除').waitFor();
  });

  it('breaks no rule of the portal’s policy, and asks nobody else', async () => {
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const own = [portal.url, new URL(town.url).origin];
    expect(asked.filter((url) => !own.some((each) => url.startsWith(each)))).to.deep.equal([]);
    expect(errors).to.deep.equal([]);
  });
});

/** What axe finds in the page, shadow trees included. It is handed over by the debugger: the portal's policy lets in no such script. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
