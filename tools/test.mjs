// npm test: everything CI runs. Works from a fresh clone with Node and npm alone; the last line is "N passed, N failed".
// `npm test -- --only PART` runs one part; YINGJI_VERBOSE=1 names every test as it passes.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, built } from './build.mjs';
import { bin, install, installed, root, run, tooOld } from './lib/run.mjs';

/** Two lists that take about as long, for the two processors that CI has; they run side by side. */
const NODE_TESTS = [
  ['packages/{core,adapters}/{src,test}/**/*.test.ts'],
  [
    'packages/gateway/{src,test}/**/*.test.ts',
    'tools/{,districts/,divisions/}*.test.ts',
    'examples/*/{*,src/**/*}.test.{js,ts}',
  ],
];
/** They hold the product to a time within which it answers, which says something only where nothing else runs: they come last. */
const ALONE = [
  'packages/adapters/src/cap/http.test.ts',
  'packages/adapters/src/cap/session.test.ts',
  'packages/adapters/src/gbt26875/codec.test.ts',
  'packages/adapters/src/transports/tcp-server.test.ts',
  'packages/adapters/test/cap-hostile.test.ts',
  'packages/adapters/test/cap-mutated.test.ts',
  'packages/core/src/view/derivations.test.ts',
  'packages/gateway/src/auth/authenticator.test.ts',
  'packages/gateway/src/config/parse.test.ts',
  'packages/gateway/src/http/hostile.test.ts',
  'packages/gateway/src/http/rates.test.ts',
  'packages/gateway/src/http/stream-security.test.ts',
  'packages/gateway/src/http/view.test.ts',
  'packages/gateway/test/attack.test.ts',
  'packages/gateway/test/black-hole.test.ts',
  'packages/gateway/test/hungry.test.ts',
  'packages/gateway/test/start-time.test.ts',
];
/** Also run against what was built and is measured by bench: without the condition, our names lead there. */
const BUILT = ['packages/adapters/test/cap-hostile.test.ts', 'packages/adapters/test/cap-mutated.test.ts'];
const E2E = ['test/e2e', 'test/hosts'];

const total = { passed: 0, failed: [], skipped: [] };
const say = (text) => process.stdout.write(`${text}\n`);
const scratch = mkdtempSync(join(tmpdir(), 'yingji-test-'));

function fail(name, output) {
  total.failed.push(`${name}: ${output.trim().split('\n')[0]}`);
  say(`✖ ${name}\n${output}`);
}

/** Programs that together are one test, side by side: all of them hold, or it fails and says why for each. */
async function whole(name, ...commands) {
  const results = await Promise.all(commands.map((args) => run(process.execPath, args)));
  const bad = results.filter(({ code }) => code !== 0);
  if (bad.length > 0) fail(name, bad.map(({ output }) => output).join('\n'));
  else total.passed += 1;
}

/**
 * A runner that counts its own tests. One that dies without counting, or counts none, has failed. Of several side by side none
 * is shown before its end, so that what they say does not mix.
 */
async function counted(name, args, { beside = false } = {}) {
  const file = join(scratch, `${name}.json`);
  const { code, output } = await run(process.execPath, args, { env: { YINGJI_COUNTS: file }, show: !beside });
  if (beside) say(output.trimEnd());
  const { passed, failed, skipped } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { passed: 0, failed: [], skipped: [] };
  total.passed += passed;
  total.failed.push(...failed);
  total.skipped.push(...skipped);
  if (failed.length === 0 && (code !== 0 || passed === 0))
    fail(name, `the runner ended with ${code} after ${passed} tests`);
}

// By arguments and not by NODE_OPTIONS: programs that a test starts run as they would anywhere.
const mocha = (name, files, { not = [], beside = false, source = true } = {}) =>
  counted(
    name,
    [
      ...[
        ...(source ? ['--conditions=@yingji/source'] : []),
        `--import=${pathToFileURL(join(root, 'tools/lib/source.mjs'))}`,
        bin('mocha/bin/mocha.js'),
      ],
      ...['--reporter', 'tools/lib/mocha-reporter.cjs', '--timeout', '60000', ...files],
      ...not.flatMap((file) => ['--ignore', file]),
    ],
    { beside },
  );

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
  node: async () => {
    await Promise.all(NODE_TESTS.map((files, i) => mocha(`node-${i}`, files, { not: ALONE, beside: true })));
    for (const file of ALONE) if (!existsSync(join(root, file))) fail('node', `there is no ${file}`);
    await mocha('node-alone', ALONE);
    await mocha('node-built', BUILT, { source: false });
  },
  browser: () => counted('browser', [bin('@web/test-runner/dist/bin.js')]),
  e2e: () => {
    const files = E2E.flatMap((folder) => {
      const tests = readdirSync(join(root, folder)).filter((name) => name.endsWith('.test.ts'));
      if (tests.length === 0) fail('e2e', `${folder} holds no test`);
      return tests.sort().map((name) => `${folder}/${name}`);
    });
    return mocha('e2e', files);
  },
  docs: () => whole('docs', ['node_modules/typedoc/bin/typedoc', '--emit', 'none']),
  pack: () => whole('pack', ['tools/check-pack.mjs']),
};

/** One after the other, and side by side those of which none is held to a time. */
const STAGES = [['types', 'lint'], ['node'], ['browser'], ['e2e'], ['docs', 'pack']];

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
  const timed = async (name) => {
    const from = performance.now();
    await parts[name]();
    say(`— ${name}: ${seconds(from)}`);
  };
  for (const stage of STAGES) await Promise.all(stage.filter((name) => values.only.includes(name)).map(timed));
} catch (error) {
  fail('npm test itself', error.stack);
}
rmSync(scratch, { recursive: true, force: true });

for (const name of total.skipped) say(`skipped: ${name}`);
// Once more at the end: of a long log the end is what is kept.
for (const name of total.failed) say(`failed: ${name}`);
say(`all in ${seconds(began)}, ${total.skipped.length} skipped`);
say(`${total.passed} passed, ${total.failed.length} failed`);
process.exitCode = total.failed.length > 0 ? 1 : 0;
