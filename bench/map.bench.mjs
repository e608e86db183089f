// `<yj-alert-map>` with a real View beside a plain MapLibre GeoJSON source of the same scene, in a real browser without a graphics
// card. Each run opens a page of its own; both must show the same before times count.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../tools/lib/chromium.mjs';
import { ALARMS, BOX, INCIDENTS } from './map/scene.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const maplibre = dirname(fileURLToPath(import.meta.resolve('maplibre-gl')));

const SIZES = [22_700, 58_700, 100_000];
const MILLION = 1_000_000;
const PAN = { ms: 3000, radius: 60 };
const CHANGES = { share: 0.01, seconds: 5 };
const STREAM = { rate: 10_000, everyMs: 10 };
const STREAM_SIZE = 22_700;
/** So that the whole box is in the frame. */
const VIEW = { center: [(BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2], zoom: 10.4 };
const KEYS = ['n', 'n', 'p', 'Escape', '+', '-'];
/** A screen shows 60 frames a second at most; who could make more would be told as no faster than it. */
const UNLIMITED = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];
const VISIBLE_MS = { 22_700: 150, 58_700: 150, 100_000: 300 };

const n = (size) => size.toLocaleString('en');
const ours = (size) => `pan at ${n(size)} points, yj-alert-map`;
const plain = (size) => `pan at ${n(size)} points, plain source`;
const IDLE = 'first idle at 100,000 points, part of that of the plain source';
const visibleOf = (size) => `1 % of ${n(size)} points a second: visible after, ms (median of the changes)`;
const syncOf = (size) => `1 % of ${n(size)} points a second: our own sync, ms (median of the changes)`;
const longOf = (size) => `1 % of ${n(size)} points a second: long tasks more than the plain source`;
const UNSEEN = '1,000,000 points: alarms and incidents not on the map';
const INP = '10,000 updates a second: INP, ms';

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const tenth = (number) => Math.round(number * 10) / 10;

/** The built public entries and the bench's own page, served as a site would. */
async function serve() {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'map', 'page.mjs')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'chrome109',
    external: ['maplibre-gl'],
    logLevel: 'error',
  });
  const text = {
    '/page.js': outputFiles[0].text,
    '/': `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><link rel="stylesheet" href="/maplibre-gl.css">
      <script type="importmap">{"imports":{"maplibre-gl":"/maplibre-gl.mjs"}}</script><body></body>`,
  };
  const server = createServer((request, response) => {
    const { pathname: url } = new URL(request.url, 'http://localhost');
    const name = url.slice(1);
    // The worker goes by the name that our bundle gives it.
    const file = name.replace(/\.js$/, '.mjs');
    const body =
      text[url] ?? (/^maplibre-gl[\w-]*\.(mjs|css)$/.test(file) ? readFileSync(join(maplibre, file)) : undefined);
    const type = name === '' ? 'text/html' : name.endsWith('css') ? 'text/css' : 'text/javascript';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { address: `http://127.0.0.1:${server.address().port}/`, server };
}

export const bench = {
  name: 'map',
  rounds: 5,
  goals: [
    ...SIZES.map((size) => ({ ours: ours(size), peer: plain(size), atLeast: 3 })),
    { note: IDLE, atMost: 1 / 3 },
    { note: UNSEEN, atMost: 0 },
    ...SIZES.flatMap((size) => [
      { note: visibleOf(size), atMost: VISIBLE_MS[size] },
      { note: syncOf(size), atMost: 16 },
      { note: longOf(size), atMost: 0 },
    ]),
    { note: INP, atMost: 200 },
  ],
  async prepare() {
    const { address, server } = await serve();
    const { executablePath, args, env } = await findChromium();
    const launch = (more = []) =>
      chromium.launch({ executablePath, args: [...args, ...more], env: { ...process.env, ...env } });
    const browsers = { asShown: await launch(), unlimited: await launch(UNLIMITED) };
    /** As large as the map within the element, once that is known. */
    const frame = {};
    /** Opens a page for one contender and shuts it when all is done. */
    async function inPage(who, size, work, browser = 'asShown') {
      const context = await browsers[browser].newContext({ viewport: { width: 1140, height: 680 } });
      try {
        const page = await context.newPage();
        const failed = new Promise((_, reject) => {
          page.on('crash', () => reject(new Error(`${who} at ${size}: the page crashed`)));
          page.on('pageerror', reject);
        });
        await page.goto(address);
        const ask = ([name, input]) => import('/page.js').then((code) => code[name](...input));
        const call = (name, ...input) => Promise.race([failed, page.evaluate(ask, [name, input])]);
        const opened = await call('open', { who, size, frame });
        await call('look', VIEW);
        return await work(call, opened, page);
      } finally {
        await context.close();
      }
    }
    Object.assign(frame, await inPage('ours', 1000, (_, { width, height }) => ({ width, height })));
    const idle = { ours: [], plain: [] };
    const changes = new Map();
    const run = (who, size) => async () => {
      await inPage(who, size, async (call, { idleMs }) => {
        if (size === SIZES.at(-1)) idle[who].push(idleMs);
        const told = changes.get(`${who} ${size}`) ?? { waits: [], syncs: [], long: [] };
        changes.set(`${who} ${size}`, told);
        for (const [name, list] of Object.entries(await call('change', CHANGES))) told[name].push(...list);
      });
      const { frames, ms } = await inPage(who, size, (call) => call('fly', VIEW, PAN), 'unlimited');
      return { ops: frames, ms };
    };
    return {
      once: true,
      cases: Object.fromEntries(
        SIZES.flatMap((size) => [
          [ours(size), run('ours', size)],
          [plain(size), run('plain', size)],
        ]),
      ),
      /** Both must have the same on the screen. */
      async check() {
        for (const size of SIZES) {
          const seen = {};
          for (const who of ['ours', 'plain']) seen[who] = await inPage(who, size, (call) => call('visible'));
          if (JSON.stringify(seen.ours) !== JSON.stringify(seen.plain))
            throw new Error(`${size}: not the same is visible: ${JSON.stringify(seen)}`);
          if (seen.ours.painted !== seen.ours.inFrame || seen.ours.inFrame < size / 2)
            throw new Error(`${size}: not all that is in the frame is drawn: ${JSON.stringify(seen.ours)}`);
        }
      },
      async notes() {
        const notes = {};
        const ratio = idle.ours.slice(1).map((ms, i) => ms / idle.plain[i + 1]);
        notes[IDLE] = Number(median(ratio).toFixed(3));
        for (const who of ['ours', 'plain'])
          notes[`first idle at 100,000 points, ${who}, ms`] = Math.round(median(idle[who].slice(1)));
        for (const size of SIZES) {
          const [own, theirs] = ['ours', 'plain'].map((who) => changes.get(`${who} ${size}`));
          notes[visibleOf(size)] = tenth(median(own.waits));
          notes[`${visibleOf(size)}, plain source`] = tenth(median(theirs.waits));
          notes[syncOf(size)] = tenth(median(own.syncs));
          notes[longOf(size)] = own.long.length - theirs.long.length;
          notes[`long tasks at ${n(size)}`] = `${own.long.length} of ours, ${theirs.long.length} of the plain source`;
        }
        return { ...notes, ...(await million()), ...(await underLoad()) };
      },
      async close() {
        await Promise.all(Object.values(browsers).map((browser) => browser.close()));
        server.close();
      },
    };
    async function million() {
      return inPage('ours', MILLION, async (call, { idleMs }) => {
        const { alarms } = await call('visible');
        const { frames, ms } = await call('fly', VIEW, PAN);
        return {
          [UNSEEN]: ALARMS + INCIDENTS - alarms,
          '1,000,000 points: frames a second': tenth((frames * 1000) / ms),
          '1,000,000 points: first idle, ms': Math.round(idleMs),
        };
      });
    }
    async function underLoad() {
      return inPage('ours', STREAM_SIZE, async (call, _, page) => {
        await page.locator('yj-alert-map').locator('canvas').focus();
        await call('stream', STREAM);
        for (let i = 0; i < 24; i += 1) {
          await page.keyboard.press(KEYS[i % KEYS.length]);
          await page.waitForTimeout(250);
        }
        const { rate, interactions } = await call('streamed');
        return {
          [INP]: Math.max(...interactions),
          '10,000 updates a second: kept, a second': Math.round(rate),
          '10,000 updates a second: interactions measured': interactions.length,
        };
      });
    }
  },
};
