// npm test: everything CI runs. Works from a fresh clone with Node and npm alone; the last line is "N passed, N failed".
// `npm test -- --only PART` runs one part; YINGJI_VERBOSE=1 names every test as it passes.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, built } from './build.mjs';
import { bin, install, installed, root, run, tooOld } from './lib/run.mjs';

const NODE_TESTS = [
  'packages/{core,adapters,gateway}/{src,test}/**/*.test.ts',
  'tools/{,districts/,divisions/}*.test.ts',
  'examples/*/{*,src/**/*}.test.{js,ts}',
];
const E2E = 'test/e2e';

const total = { passed: 0, failed: 0, skipped: [] };
const say = (text) => process.stdout.write(`${text}\n`);
const scratch = mkdtempSync(join(tmpdir(), 'yingji-test-'));

function fail(name, output) {
  total.failed += 1;
  say(`✖ ${name}\n${output}`);
}

/** Programs that together are one test: all of them hold, or it fails and says why for each. */
async function whole(name, ...commands) {
  const results = [];
  for (const args of commands) results.push(await run(process.execPath, args));
  const bad = results.filter(({ code }) => code !== 0);
  if (bad.length > 0) fail(name, bad.map(({ output }) => output).join('\n'));
  else total.passed += 1;
}

/** A runner that counts its own tests. One that dies without counting, or counts none, has failed. */
async function counted(name, args) {
  const file = join(scratch, `${name}.json`);
  const { code } = await run(process.execPath, args, { env: { YINGJI_COUNTS: file }, show: true });
  const { passed, failed, skipped } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: 0, skipped: [] };
  total.passed += passed;
  total.failed += failed;
  total.skipped.push(...skipped);
  if (failed === 0 && (code !== 0 || passed === 0)) fail(name, `the runner ended with ${code} after ${passed} tests`);
}

// By arguments and not by NODE_OPTIONS: programs that a test starts run as they would anywhere.
const mocha = (name, files) =>
  counted(name, [
    ...[
      '--conditions=@yingji/source',
      `--import=${pathToFileURL(join(root, 'tools/lib/source.mjs'))}`,
      bin('mocha/bin/mocha.js'),
    ],
    ...['--reporter', 'tools/lib/mocha-reporter.cjs', '--timeout', '60000', ...files],
  ]);

const parts = {
  types: async () => {
    const { code, output } = await run(process.execPath, [bin('typescript/bin/tsc'), '-p', 'tsconfig.tests.json']);
    if (code === 0 && unbuilt === undefined) total.passed += 1;
    else fail('types', [unbuilt, output].filter(Boolean).join('\n'));
  },
  lint: () =>
    whole(
      'lint',
      [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'],
      [bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
    ),
  node: () => mocha('node', NODE_TESTS),
  browser: () => counted('browser', [bin('@web/test-runner/dist/bin.js')]),
  e2e: () => {
    const files = existsSync(join(root, E2E))
      ? readdirSync(join(root, E2E)).filter((name) => name.endsWith('.test.ts'))
      : [];
    if (files.length > 0)
      return mocha(
        'e2e',
        files.sort().map((name) => `${E2E}/${name}`),
      );
    total.skipped.push(`end to end: ${E2E} holds no test`);
  },
  docs: () => whole('docs', ['node_modules/typedoc/bin/typedoc', '--emit', 'none']),
  pack: () => whole('pack', ['tools/check-pack.mjs']),
};

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: Object.keys(parts) } } });
const unknown = values.only.filter((name) => !Object.hasOwn(parts, name));
const old = tooOld();
if (unknown.length > 0 || old) {
  process.stderr.write(
    `${old ?? `there is no part ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`}\n`,
  );
  process.exit(2);
}

const began = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;
/** What the build said against building; the types part counts it, or when that part is not wanted, the build itself. */
let unbuilt;
try {
  if (!installed()) {
    say('npm ci …');
    await install();
    say(`— install: ${seconds(began)}`);
  }
  const since = performance.now();
  if (!built() && values.only.some((name) => name !== 'lint')) {
    await build().catch((error) => (unbuilt = error.message));
    if (unbuilt !== undefined && !values.only.includes('types')) fail('build', unbuilt);
    say(`— build: ${seconds(since)}`);
  }
  for (const name of values.only) {
    const from = performance.now();
    await parts[name]();
    say(`— ${name}: ${seconds(from)}`);
  }
} catch (error) {
  fail('npm test itself', error.stack);
}
rmSync(scratch, { recursive: true, force: true });

for (const name of total.skipped) say(`skipped: ${name}`);
say(`all in ${seconds(began)}, ${total.skipped.length} skipped`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
