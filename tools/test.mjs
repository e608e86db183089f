// npm test: everything CI runs. Works from a fresh clone with Node and npm alone; the last line is "N passed, N failed".
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bin, install, installed, root, run } from './lib/run.mjs';

const SOURCE = '--conditions=@yingji/source --import=tsx';
const NODE_FILES = ['packages/{core,adapters,gateway}/{src,test}/**/*.test.ts', 'tools/**/*.test.ts', 'examples/**/*.test.{js,ts}'];

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const total = { passed: 0, failed: 0, skipped: [] };
const counts = (name) => join(mkdtempSync(join(tmpdir(), 'yingji-counts-')), `${name}.json`);

/** A step that is one test by itself: it holds or it does not. */
async function whole(name, command, args, env) {
  const { code, output } = await run(command, args, { env });
  if (code === 0) total.passed += 1;
  else {
    total.failed += 1;
    process.stdout.write(`✖ ${name}\n${output}\n`);
  }
}

/** A runner that counts its own tests. One that dies without counting is a failure. */
async function counted(name, command, args, env = {}) {
  const file = counts(name);
  const { code } = await run(command, args, { env: { ...env, YINGJI_COUNTS: file }, show: true });
  if (!existsSync(file)) {
    total.failed += 1;
    process.stdout.write(`✖ ${name}: the runner ended with ${code} and counted nothing\n`);
    return;
  }
  const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
  total.passed += passed;
  total.failed += failed === 0 && code !== 0 ? 1 : failed;
  total.skipped.push(...skipped);
}

const node = process.execPath;
const mocha = (name, files, env) =>
  counted(name, node, [bin('mocha/bin/mocha.js'), '--reporter', join(root, 'tools/lib/mocha-reporter.cjs'), '--timeout', '60000', '--exit', ...files], {
    NODE_OPTIONS: SOURCE,
    ...env,
  });

const steps = {
  build: () => whole('build', node, ['tools/build.mjs']),
  types: () => whole('types of the tests', node, [bin('typescript/bin/tsc'), '-p', 'tsconfig.tests.json']),
  lint: async () => {
    await whole('eslint', node, [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']);
    await whole('prettier', node, [bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn']);
  },
  node: () => mocha('node', NODE_FILES),
  browser: () => counted('browser', node, [bin('@web/test-runner/dist/bin.js')]),
  e2e: () => mocha('e2e', ['test/e2e/*.test.ts']),
  pack: () => whole('check:pack', node, ['tools/check-pack.mjs']),
};

const only = values.only ?? Object.keys(steps);
const unknown = only.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0) {
  process.stderr.write(`there is no part ${unknown.join(', ')}; there are: ${Object.keys(steps).join(', ')}\n`);
  process.exit(2);
}
const began = performance.now();
if (!installed()) {
  process.stdout.write('npm ci …\n');
  await install();
}
for (const name of only) {
  const since = performance.now();
  await steps[name]();
  process.stdout.write(`— ${name}: ${((performance.now() - since) / 1000).toFixed(0)} s\n`);
}
for (const name of total.skipped) process.stdout.write(`skipped: ${name}\n`);
process.stdout.write(`all in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : '';
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
