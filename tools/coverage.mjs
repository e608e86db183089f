// npm run coverage: which branches of core its own tests reach, in Node; below 95 % it fails, and when a test
// fails, for what a failing test reached is not proved. V8 counts, and c8 lays the counts over
// our TypeScript by the source maps that tools/lib/source.mjs leaves with what it compiles. Files that no test loads count as not reached.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bin, root, run } from './lib/run.mjs';

const LEAST = 95;
const counts = mkdtempSync(join(tmpdir(), 'yingji-coverage-'));

const mocha = [
  ...['--conditions=@yingji/source', `--import=${pathToFileURL(join(root, 'tools/lib/source.mjs'))}`],
  ...[bin('mocha/bin/mocha.js'), '--reporter', 'tools/lib/mocha-reporter.cjs', '--timeout', '120000'],
  'packages/core/{src,test}/**/*.test.ts',
];
const c8 = [
  ...[bin('c8/bin/c8.js'), 'report', '--temp-directory', counts, '--all', '--src', 'packages/core/src'],
  ...['--include', 'packages/core/src/**/*.ts'],
  ...['**/*.test.ts', '**/*.d.ts', 'packages/core/src/testing/**'].flatMap((files) => ['--exclude', files]),
  ...['--reporter', 'text', '--reporter', 'html', '--reports-dir', 'coverage'],
  ...['--check-coverage', '--branches', `${LEAST}`, '--lines', '0', '--functions', '0', '--statements', '0'],
];

const tests = await run(process.execPath, mocha, { env: { NODE_V8_COVERAGE: counts }, show: true });
const { code } = await run(process.execPath, c8, { show: true });
rmSync(counts, { recursive: true, force: true });
if (tests.code !== 0)
  console.error(`Tests failed (exit code ${tests.code}): what they reached proves nothing. Mend them first.`);
process.exitCode = tests.code || code;
