// The elements in portals that are not ours, in a real browser, over real sockets: what they show comes over the wire, what is
// decided goes back, and the page around them stays as it was.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { openBrowser } from '../open-browser.js';
import { buildPages } from './build.js';
import { differences, looksOf, type Looks } from './looks.js';
import { startPortals, type Portals } from './portals.js';
import { openTown, type Town } from './town.js';

const STRICT = "default-src 'self'; object-src 'none'; base-uri 'none'";

const TRUSTED = `${STRICT}; require-trusted-types-for 'script'; trusted-types lit-html yingji`;
const BANNERS = 'yj-warning-banner, next-warning-banner';
const NO_MAP = '地图未能显示';
/** Removing one banner that is still held by something leaves about 70 nodes behind. */
const FEW_NODES = 20;
const LET_GO_MS = 3_000;
const TURNS = 6;
/** Lit of itself, in a page that bundles it, tells the window which of it were loaded. Our own bundle has no need to. */
const NAMES_OF_LIT = ['litElementVersions', 'litHtmlVersions', 'litPropertyMetadata', 'reactiveElementVersions'];

interface Host {
  readonly name: string;
  /** The folder of its page. */
  readonly page: string;
  /** Where it is served, if the same page stands under another policy too. */
  readonly at?: string;
  readonly policy?: string;
  /** It has the elements from npm in a bundle of its own. */
  readonly bundlesLit?: boolean;
  /** The elements stand in a frame. */
  readonly framed?: boolean;
}

const HOSTS: readonly Host[] = [
  { name: 'plain HTML', page: 'plain' },
  { name: 'React', page: 'react', policy: STRICT, bundlesLit: true },
  { name: 'Vue and Element Plus', page: 'vue', policy: STRICT, bundlesLit: true },
  { name: 'jQuery and Bootstrap', page: 'jquery', policy: `${STRICT}; img-src 'self' data:` },
  { name: 'a frame of another origin', page: 'frame', policy: `${STRICT}; frame-src http://localhost:*`, framed: true },
  { name: 'another shadow root', page: 'shadow', policy: STRICT },
  { name: 'a page that unsets everything', page: 'plain', at: 'hostile', policy: STRICT },
  { name: 'a strict policy', page: 'plain', at: 'strict', policy: STRICT },
  { name: 'trusted types', page: 'plain', at: 'trusted', policy: TRUSTED },
  { name: 'two versions', page: 'twice', policy: STRICT, bundlesLit: true },
];

describe('hosts', function () {
  this.timeout(120_000);
  let built: string;
  let portals: Portals;
  let town: Town;
  let browser: Browser;

  before(async () => {
    built = mkdtempSync(join(tmpdir(), 'yingji-pages-'));
    const policies = new Map(HOSTS.flatMap(({ page, at = page, policy }) => (policy ? [[at, policy] as const] : [])));
    const pages = new Map(HOSTS.map(({ page, at = page }) => [at, page]));
    pages.set('mapless', 'plain');
    policies.set('mapless', TRUSTED.replace(' yingji', ''));
    portals = await startPortals({ built, pages, policies, gateway: () => town.url, token: () => town.token });
    const origins = ['127.0.0.1', 'localhost'].map((name) => `http://${name}:${portals.port}`);
    [, town] = await Promise.all([buildPages(built), openTown(origins)]);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await town?.close();
    await portals?.close();
    rmSync(built, { recursive: true, force: true });
  });

  for (const host of HOSTS)
    describe(host.name, () => {
      const key = host.at ?? host.page;
      let page: Page;
      let inside: Page | FrameLocator;
      let untouched: Looks;
      const errors: string[] = [];

      before(async () => {
        page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
        page.setDefaultTimeout(20_000);
        page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
        page.on('pageerror', (error) => errors.push(error.message));
        inside = host.framed ? page.frameLocator('iframe') : page;
        portals.reports.length = 0;
        portals.missing.length = 0;
        const release = portals.hold();
        await page.goto(`http://127.0.0.1:${portals.port}/${key}/`, { waitUntil: 'commit' });
        await page.getByRole('button', { name: '收起' }).waitFor();
        untouched = await looksOf(page);
        release();
      });
      after(async () => {
        await town.lift();
        await page.close();
      });

      const row = (text: RegExp) => inside.getByRole('option').filter({ hasText: text });
      const inForce = /橙色[^]*暴雨橙色预警[^]*生效中/;
      const confirmed = new RegExp(`${key}栋[^]*李\\*`);

      it('shows a warning that comes over the wire: in the banner, in the list, and on a map', async () => {
        await inside.getByRole('application').waitFor();
        expect(await row(inForce).count()).to.equal(0);
        await town.warn();
        await row(inForce).waitFor();
        for (const banner of await inside.locator(BANNERS).all())
          await banner.getByRole('heading', { name: '暴雨橙色预警' }).waitFor();
        expect(await inside.getByText(NO_MAP).count()).to.equal(0);
      });

      it('an alarm is acknowledged by keyboard, and the picture says by whom', async () => {
        await town.alarm(`${key}栋`);
        await row(new RegExp(`${key}栋[^]*未确认`)).click();
        const map = inside.getByRole('region', { name: '态势图' });
        await map.getByRole('button', { name: '确认收到' }).press('Enter');
        await row(confirmed).waitFor();
      });

      it('goes and comes again, and nothing of it is left', async () => {
        const counters = await page.context().newCDPSession(page);
        const button = page.getByRole('button', { name: /收起|展开/ });
        const nodes = async (): Promise<number> => {
          await counters.send('HeapProfiler.collectGarbage');
          return (await counters.send('Memory.getDOMCounters')).nodes;
        };
        // A turn may add what stays for good, as loading does, or the first words about a line that is slow; what is held by
        // something is added by every turn. The first turn lets go of what loading took, and so proves nothing.
        let [before, after] = [Infinity, Infinity];
        for (let turn = 0; turn < 3 || after > before + FEW_NODES; turn += 1) {
          if (turn === TURNS)
            return expect.fail(`each of ${TURNS} turns leaves nodes behind, the last ${after - before}`);
          await button.click();
          await until('streams and workers end', () => portals.streams() + page.workers().length === 0);
          before = after;
          // A frame that is gone is let go of a while after.
          for (const end = Date.now() + LET_GO_MS; (after = await nodes()) > before + FEW_NODES && Date.now() < end;)
            await new Promise((resolve) => setTimeout(resolve, 100));
          await button.click();
          await row(confirmed).waitFor();
          await inside.getByRole('application').waitFor();
        }
      });

      if (host.page === 'twice')
        it('neither version hands its view to elements of the other', async () => {
          const crossed = page.locator('#crossed next-alert-map');
          await crossed.getByText('no-view').waitFor();
          expect(await crossed.getByRole('option').count()).to.equal(0);
        });

      it('leaves the page as it was, and breaks no rule of it', async () => {
        const names = host.bundlesLit ? NAMES_OF_LIT.map((name) => `+ window.${name}`) : [];
        expect({
          changed: differences(untouched, await looksOf(page)).filter((line) => !names.includes(line)),
          errors,
          broken: portals.reports,
          missing: portals.missing,
        }).to.deep.equal({ changed: [], errors: [], broken: [], missing: [] });
      });
    });

  describe('trusted types without the policy of the map', () => {
    let page: Page;
    before(async () => {
      page = await browser.newPage();
      page.setDefaultTimeout(20_000);
      await town.alarm('1栋');
      await page.goto(`http://127.0.0.1:${portals.port}/mapless/`);
    });
    after(() => page.close());

    it('the list stands in for the map, and says so, however often it is shown', async () => {
      for (let turn = 0; turn < 2; turn += 1) {
        await page.getByText(NO_MAP).waitFor();
        await page.getByRole('option').filter({ hasText: '1栋' }).waitFor();
        expect(await page.getByRole('application').count()).to.equal(0);
        for (const name of ['收起', '展开']) await page.getByRole('button', { name }).click();
      }
    });
  });
});

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 20)))
    if (Date.now() > end) throw new Error(`not within 20 s: ${what}`);
}
