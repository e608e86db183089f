// Pictures of the map in every theme, width and state, for a person to look at:
//   node packages/components/test/shots/shots.mjs FOLDER [NAME…]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDevServer } from '@web/dev-server';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../../../../tools/lib/chromium.mjs';

const rootDir = fileURLToPath(new URL('../../../../', import.meta.url));
const [folder, ...only] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('node shots.mjs FOLDER [NAME…]\n');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const DESK = { width: 1100, height: 640 };
const PHONE = { width: 320, height: 720 };
const SHOTS = {
  light: { scene: 'every', size: DESK },
  dark: { scene: 'every', theme: 'dark', size: DESK },
  contrast: { scene: 'every', theme: 'contrast', size: DESK },
  'contrast-dark': { scene: 'every', theme: 'contrast', dark: '', size: DESK },
  forced: { scene: 'every', size: DESK, media: { forcedColors: 'active' } },
  evening: { scene: 'evening', size: DESK },
  'evening-dark': { scene: 'evening', theme: 'dark', size: DESK },
  'evening-480': { scene: 'evening', size: { width: 560, height: 640 } },
  narrow: { scene: 'evening', size: PHONE },
  'narrow-popup': { scene: 'popup', size: PHONE },
  'narrow-en': { scene: 'evening', lang: 'en', size: PHONE },
  wall: { scene: 'flood', density: 'wall', theme: 'dark', size: { width: 3840, height: 2160 } },
  en: { scene: 'evening', lang: 'en', size: DESK },
  popup: { scene: 'popup', size: DESK },
  done: { scene: 'done', size: DESK },
  warning: { scene: 'warning', size: DESK },
  ended: { scene: 'ended', size: DESK },
  drill: { scene: 'drill', size: DESK },
  'drill-dark': { scene: 'drill', theme: 'dark', size: DESK },
  played: { scene: 'played', size: DESK },
  'played-dark': { scene: 'played', theme: 'dark', size: DESK },
  flood: { scene: 'flood', size: DESK },
  devices: { scene: 'devices', size: DESK },
  loading: { scene: 'loading', size: DESK },
  empty: { scene: 'empty', size: DESK },
  stale: { scene: 'stale', size: DESK },
  'stale-en': { scene: 'stale', lang: 'en', size: DESK },
  'empty-stale': { scene: 'empty-stale', size: DESK },
  partial: { scene: 'partial', size: DESK },
  unjudged: { scene: 'unjudged', size: DESK },
  'unjudged-dark': { scene: 'unjudged', theme: 'dark', size: DESK },
  'unjudged-narrow': { scene: 'unjudged-one', size: PHONE },
  'unjudged-narrow-en': { scene: 'unjudged', lang: 'en', size: PHONE },
  'unjudged-en': { scene: 'unjudged', lang: 'en', size: DESK },
  'unjudged-popup': { scene: 'unjudged-popup', size: DESK },
  'unjudged-calm': { scene: 'unjudged-calm', size: DESK },
  closed: { scene: 'closed', size: DESK },
  failed: { scene: 'failed', size: DESK },
  list: { scene: 'list', size: DESK },
  layers: { scene: 'layers', size: DESK },
  registers: { scene: 'registers', size: DESK },
  'registers-dark': { scene: 'registers', theme: 'dark', size: DESK },
  'registers-contrast': { scene: 'registers', theme: 'contrast', size: DESK },
  'registers-forced': { scene: 'registers', size: DESK, media: { forcedColors: 'active' } },
  'registers-en': { scene: 'registers', lang: 'en', size: DESK },
  'registers-narrow': { scene: 'registers', size: PHONE },
  'registers-wall': {
    scene: 'registers',
    density: 'wall',
    theme: 'dark',
    size: { width: 3840, height: 2160 },
  },
  tasks: { scene: 'tasks', size: DESK },
  'tasks-dark': { scene: 'tasks', theme: 'dark', size: DESK },
  'tasks-en': { scene: 'tasks', lang: 'en', size: DESK },
  'tasks-narrow': { scene: 'tasks', size: PHONE },
  'tasks-forced': { scene: 'tasks', size: DESK, media: { forcedColors: 'active' } },
  'tasks-all': { scene: 'tasks-all', size: DESK },
  controls: { scene: 'controls', size: DESK },
  replay: { scene: 'replay', size: DESK },
  'replay-dark': { scene: 'replay', theme: 'dark', size: DESK },
  'replay-narrow': { scene: 'replay', size: PHONE },
  'replay-en': { scene: 'replay', lang: 'en', size: DESK },

  camera: { scene: 'camera', size: DESK },
  'same-area': { scene: 'same-area', size: DESK },
  'same-area-dark': { scene: 'same-area', theme: 'dark', size: DESK },
  'same-area-phone': { scene: 'same-area', size: { width: 390, height: 844 } },
  long: { scene: 'long', size: DESK },
  'long-narrow': { scene: 'long', size: PHONE },
  'one-spot': { scene: 'one-spot', size: DESK },
  'read-only': { scene: 'read-only', size: DESK },
  filtered: { scene: 'filtered', size: { width: 600, height: 640 } },
  print: { scene: 'evening', size: { width: 794, height: 1123 }, media: { media: 'print' } },
};

const server = await startDevServer({
  readCliArgs: false,
  readFileConfig: false,
  logStartMessage: false,
  config: {
    rootDir,
    port: 0,
    nodeResolve: { exportConditions: ['@yingji/source', 'browser', 'import', 'default'] },
    // Built, it lies beside the map; here it is where npm put it.
    middleware: [
      (context, next) => {
        if (context.path === '/packages/components/src/map/maplibre-gl-worker.js')
          context.url = '/node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs';
        return next();
      },
    ],
    plugins: [
      esbuildPlugin({ ts: true, target: 'es2022', tsconfig: join(rootDir, 'packages/components/tsconfig.json') }),
    ],
  },
});
const { port } = server.server.address();
const { executablePath, args, env } = await findChromium();
const browser = await chromium.launch({ executablePath, args, env: { ...process.env, ...env } });
try {
  for (const [name, { size, media, ...query }] of Object.entries(SHOTS)) {
    if (only.length > 0 && !only.includes(name)) continue;
    const page = await browser.newPage({ viewport: size });
    page.on('pageerror', (error) => process.stdout.write(`${name}: ${error.message}\n`));
    page.on('console', (message) => message.type() === 'error' && process.stdout.write(`${name}: ${message.text()}\n`));
    if (media) await page.emulateMedia(media);
    await page.goto(`http://localhost:${port}/packages/components/test/shots/page.html?${new URLSearchParams(query)}`);
    await page.waitForSelector('body[data-ready]', { timeout: 30_000 });
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
