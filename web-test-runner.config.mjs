// Core's tests again in a real browser, and the elements' tests. `npx web-test-runner --files FILE …` runs those files alone.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findChromium } from './tools/lib/chromium.mjs';
import { cache } from './tools/lib/run.mjs';
import { countingReporter } from './tools/lib/wtr-reporter.mjs';

const { executablePath, args, env } = await findChromium();
const chosen = process.argv.some((word) => word === '--files' || word.startsWith('--files='));

/** @type {string[]} */
const tilesAsked = [];
const TILE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const rootDir = fileURLToPath(new URL('.', import.meta.url));

/**
 * One page for each folder of core: its tests need none of their own, and each page loads all of core anew, module by module.
 * @returns {string} where the scripts of these pages are
 */
function corePages() {
  const source = 'packages/core/src';
  const tests = readdirSync(join(rootDir, source), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.ts'))
    .sort();
  const pages = join(cache, 'core-pages');
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages, { recursive: true });
  for (const folder of new Set(tests.map((path) => path.split('/')[0])))
    writeFileSync(
      join(pages, `${folder.replace(/\.test\.ts$/, '')}.js`),
      tests
        .filter((path) => path.split('/')[0] === folder)
        .map((path) => `import '/${source}/${path}';\n`)
        .join(''),
    );
  return join(pages, '*.js');
}

export default {
  rootDir,
  groups: chosen
    ? []
    : [
        { name: 'core', files: corePages() },
        { name: 'elements', files: 'packages/components/src/**/*.test.ts' },
        { name: 'house', files: 'tools/browser/*.test.ts' },
        { name: 'examples', files: 'examples/*/*.page.ts' },
      ],
  nodeResolve: { exportConditions: ['@yingji/source', 'browser', 'import', 'default'] },
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('packages/components/tsconfig.json', import.meta.url)),
    }),
  ],
  browsers: [chromeLauncher({ launchOptions: { executablePath, args, env: { ...process.env, ...env } } })],
  // Built, it lies beside the map; here it is where npm put it.
  middleware: [
    (context, next) => {
      if (context.path === '/packages/components/src/map/maplibre-gl-worker.js')
        context.url = '/node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs';
      return next();
    },
    // A server of tiles beside the page, each of one pixel; it tells what it was asked for, since the map asks from its worker.
    (context, next) => {
      if (!context.path.startsWith('/testing-tiles/')) return next();
      if (context.path === '/testing-tiles/asked') context.body = tilesAsked;
      else {
        tilesAsked.push(context.url);
        context.type = 'image/png';
        context.body = Buffer.from(TILE, 'base64');
      }
      return undefined;
    },
  ],
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 30_000 } },
  staticLogging: true,
  reporters: [countingReporter()],
};
