// The whole way, over real sockets and files, in a real browser, inside a portal that is not ours: an alarm and a warning come
// in, the alarm is acknowledged by keyboard, the gateway is killed and started again, the warning is lifted.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { createToken } from '@yingji/gateway';
import { systemClock } from '@yingji/core';
import { connectTransmitter, publishCap, sendAlarm, warningMessage } from '../../examples/field/index.js';
import { startPortal } from '../../examples/xinzhu-portal/server.js';
import { freePort } from '../../packages/adapters/test/free-port.js';
import { openBrowser } from '../open-browser.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const REGISTRY = [
  '编码,名称,类型,经度,纬度,坐标系,防火分区',
  '5001-1-1-65537,3 栋 1 层走廊感烟,点型光电感烟火灾探测器,108.351,22.821,WGS84,3-1',
  '',
].join('\n');
const area = { name: '青秀区', code: '450103' };

let folder: string;
let port: number;
let firePort: number;
let drillPort: number;
let gateway: ChildProcess | undefined;
let portal: { readonly url: string; close(): Promise<void> };
let browser: Browser;
let page: Page;
const consoleErrors: string[] = [];

/** The built command, as an operator runs it. */
async function startGateway(): Promise<void> {
  gateway = spawn(
    process.execPath,
    ['packages/gateway/bin/yingji.js', 'serve', '--config', join(folder, 'gateway.json')],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  await new Promise<void>((resolve, reject) => {
    gateway!.stdout!.on('data', (text: Buffer) => String(text).includes('ready ') && resolve());
    gateway!.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
}

async function killGateway(): Promise<void> {
  const gone = new Promise((resolve) => gateway!.once('exit', resolve));
  gateway!.removeAllListeners('exit');
  const ended = new Promise((resolve) => gateway!.once('exit', resolve));
  gateway!.kill('SIGKILL');
  await Promise.race([gone, ended]);
}

/** The words of whatever has the focus, looked up through shadow roots. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return (active?.textContent ?? '').trim();
  });

const row = (text: RegExp) => page.getByRole('option', { name: text });

describe('the portal, end to end', function () {
  this.timeout(120_000);

  before(async () => {
    expect(existsSync(join(root, 'packages/components/dist/bundle/yingji.js')), 'npm run build comes first').to.equal(
      true,
    );
    folder = mkdtempSync(join(tmpdir(), 'yingji-e2e-'));
    mkdirSync(join(folder, 'cap'));
    writeFileSync(join(folder, 'devices.csv'), REGISTRY);
    const token = createToken(
      join(folder, 'tokens.json'),
      { id: 'duty', masked: '李*', roles: [], scope: [] },
      systemClock,
    );
    [port, firePort, drillPort] = [await freePort(), await freePort(), await freePort()];
    portal = await startPortal({ gateway: `http://127.0.0.1:${port}`, token });
    writeFileSync(
      join(folder, 'gateway.json'),
      JSON.stringify({
        city: { name: '新竹社区' },
        listen: { port },
        store: { file: join(folder, 'data/city.db'), keyFile: join(folder, 'data/vault.key') },
        origins: [portal.url],
        auth: { tokens: join(folder, 'tokens.json') },
        feeds: [
          {
            use: 'table',
            source: 'divisions',
            config: {
              kind: 'place',
              file: join(root, 'examples/xinzhu-portal/data/nanning-districts.geojson'),
              scheme: 'division',
            },
          },
          { use: 'table', source: 'registry', config: { kind: 'device', file: join(folder, 'devices.csv') } },
          { use: 'gbt26875', source: 'fire', config: { port: firePort } },
          { use: 'gbt26875', source: 'fire-drill', exercise: '2026-06', config: { port: drillPort } },
          { use: 'cap', source: 'cap', config: { folder: join(folder, 'cap') } },
        ],
      }),
    );
    await startGateway();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()));
    page.on('pageerror', (error) => consoleErrors.push(error.message));
    await page.goto(`${portal.url}/safety`);
  });

  after(async () => {
    await browser?.close();
    await portal?.close();
    if (gateway?.exitCode === null) await killGateway();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('shows a warning that came as a CAP file, with its colour in words', async () => {
    await publishCap(join(folder, 'cap'), warning('发布', Date.now() - 60_000));
    await row(/橙色.*暴雨橙色预警/).waitFor();
  });

  it('shows an alarm that came as a frame over TCP, where its register says, and one nobody has registered first', async () => {
    const device = await connectTransmitter({ host: '127.0.0.1', port: firePort, address: 5001 });
    const [known, unknown] = await Promise.all([
      sendAlarm(device, { address: 65_537, text: '3栋1层走廊' }),
      sendAlarm(device, { address: 9, text: '<b>4栋</b>' }),
    ]);
    expect([known.outcome, unknown.outcome]).to.deep.equal(['confirmed', 'confirmed']);
    await row(/感烟.*火警/)
      .first()
      .waitFor();
    await row(/<b>4栋<\/b>.*位置未知|位置未知.*<b>4栋<\/b>/).waitFor();
    expect(await page.getByRole('option').first().textContent()).to.match(/位置未知/);
    expect(await page.getByText('位置未知').first().isVisible()).to.equal(true);
    // Markup in what a feed says is text.
    expect(await row(/<b>4栋<\/b>/).count()).to.equal(1);
    await device.close();
  });

  it('is acknowledged by keyboard alone, and says by whom', async () => {
    await page.getByRole('listbox').focus();
    const selected = page.locator('[role="option"][aria-selected="true"]');
    for (let tries = 0; tries < 10; tries += 1) {
      await page.keyboard.press('ArrowDown');
      if (/3 ?栋 ?1 ?层走廊/.test((await selected.textContent({ timeout: 1000 }).catch(() => '')) ?? '')) break;
    }
    expect(await selected.textContent()).to.match(/3 ?栋 ?1 ?层走廊[^]*未确认/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '确认收到' }).first().waitFor();
    for (let tries = 0; tries < 8 && (await focused()) !== '确认收到'; tries += 1) await page.keyboard.press('Tab');
    expect(await focused()).to.equal('确认收到');
    await page.keyboard.press('Enter');
    await row(/3 ?栋 ?1 ?层走廊.*李\*/).waitFor();
  });

  it('killed and started again, it stands as it stood, and goes on', async () => {
    await killGateway();
    // Two heartbeats at most: then the page says how old it is, and keeps what it knew.
    await page.getByText(/停于/).first().waitFor({ timeout: 15_000 });
    expect(await row(/3 ?栋 ?1 ?层走廊.*李\*/).count()).to.equal(1);
    await startGateway();
    await page.getByText(/实时/).first().waitFor({ timeout: 60_000 });
    await row(/3 ?栋 ?1 ?层走廊.*李\*/).waitFor();
    await row(/橙色.*暴雨橙色预警/).waitFor();
  });

  it('a lifted warning ends as lifted', async () => {
    const sent = warned;
    const lift = warning('解除', Date.now() - 1000, [sent]);
    await publishCap(join(folder, 'cap'), lift);
    await row(/暴雨橙色预警.*已解除/).waitFor({ timeout: 20_000 });
  });

  it('an alarm that a drill plays on a device in real alarm is told beside it, and never among what is real', async () => {
    const legend = page.locator('yj-alert-map [part="legend"]');
    const real = page.locator('yj-alert-map [part="header"] [part="counts"]');
    await legend.getByText(/^报警 1$/).waitFor();
    const before = await real.textContent();
    const device = await connectTransmitter({ host: '127.0.0.1', port: drillPort, address: 5001 });
    expect((await sendAlarm(device, { address: 65_537, text: '3栋1层走廊' })).outcome).to.equal('confirmed');
    await device.close();
    await row(/演练 .*火警/).waitFor();
    await legend.getByText(/^演练 报警 1$/).waitFor();
    expect(await legend.getByText(/^报警 1$/).count()).to.equal(1);
    expect(await real.textContent()).to.equal(before);
  });

  it('under the portal’s strict policy nothing was refused, and nothing was asked of anybody else', async () => {
    const own = new Set([new URL(portal.url).origin, `http://127.0.0.1:${port}`]);
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(
      asked.filter((url) => !url.startsWith('blob:') && !url.startsWith('data:') && !own.has(new URL(url).origin)),
    ).to.deep.equal([]);
    // What the browser says of the gateway while it was down is right to be said.
    const others = consoleErrors.filter(
      (text) =>
        !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|Failed to fetch|Failed to load resource/.test(
          text,
        ),
    );
    expect(others).to.deep.equal([]);
  });
});

let warned: { sender: string; identifier: string; sent: number };

function warning(verb: string, sent: number, references: { sender: string; identifier: string; sent: number }[] = []) {
  const message = {
    ...warningMessage({
      event: '暴雨',
      sent,
      verb,
      colour: 'Orange',
      areas: [area],
      text: '预计未来三小时降雨五十毫米以上。',
      references,
      tag: verb === '解除' ? 'L' : 'A',
    }),
    status: 'Actual' as const,
  };
  if (references.length === 0) warned = { sender: message.sender, identifier: message.identifier, sent: message.sent };
  return message;
}
