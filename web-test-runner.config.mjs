// Core's tests again in a real browser, and the elements' tests. `npx web-test-runner --files FILE …` runs those files alone.
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findChromium } from './tools/lib/chromium.mjs';
import { countingReporter } from './tools/lib/wtr-reporter.mjs';

const { executablePath, args, env } = await findChromium();
const chosen = process.argv.some((word) => word === '--files' || word.startsWith('--files='));

export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  groups: chosen
    ? []
    : [
        { name: 'core', files: 'packages/core/src/**/*.test.ts' },
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
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 10_000 } },
  staticLogging: true,
  reporters: [countingReporter()],
};
