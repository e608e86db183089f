// npm run build: declarations and modules by tsc, then the bundle that one script tag loads. Only what is older than its source.
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bin, newest, root, run } from './lib/run.mjs';

const packages = ['core', 'adapters', 'components', 'gateway'];
const stamp = join(root, 'node_modules', '.cache', 'yingji-built');
const sources = [
  ...packages.flatMap((name) => ['src', 'tsconfig.json', 'package.json', 'rollup.config.js'].map((part) => join(root, 'packages', name, part))),
  join(root, 'tsconfig.base.json'),
  join(root, 'package-lock.json'),
];

/** Whether dist/ is newer than every source. */
export function built() {
  const outputs = packages.map((name) => join(root, 'packages', name, 'dist'));
  return existsSync(stamp) && outputs.every((path) => existsSync(path)) && statSync(stamp).mtimeMs > newest(sources);
}

/** Builds all packages; throws with what the tool said. */
export async function build() {
  const types = await run(process.execPath, [bin('typescript/bin/tsc'), '-b']);
  if (types.code !== 0) throw new Error(`tsc -b failed:\n${types.output}`);
  const bundle = await run(process.execPath, [bin('rollup/dist/bin/rollup'), '-c', 'packages/components/rollup.config.js', '--silent']);
  if (bundle.code !== 0) throw new Error(`rollup failed:\n${bundle.output}`);
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, '');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const began = performance.now();
  try {
    await build();
    process.stdout.write(`built in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
