// Core's tests again in a real browser, and the elements' tests. `npx web-test-runner --files FILE` runs one file.
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findChromium, profile } from './tools/lib/chromium.mjs';
import { countingReporter } from './tools/lib/wtr-reporter.mjs';

const { executablePath, args, env } = await findChromium();
Object.assign(process.env, env);

export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  groups: [
    { name: 'core', files: 'packages/core/src/**/*.test.ts' },
    { name: 'elements', files: 'packages/components/src/**/*.test.ts' },
  ],
  nodeResolve: { exportConditions: ['@yingji/source', 'browser', 'import', 'default'] },
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('packages/components/tsconfig.json', import.meta.url)),
    }),
  ],
  browsers: [chromeLauncher({ launchOptions: { executablePath, args, userDataDir: profile() } })],
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 20_000 } },
  reporters: [countingReporter()],
};
