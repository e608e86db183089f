// npm run coverage: which branches of core its own tests reach, in Node; below 95 % it fails. V8 counts, and c8 lays the counts over
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

// A test that holds a ratio of times may fail while V8 counts; that is for `npm test` to say.
await run(process.execPath, mocha, { env: { NODE_V8_COVERAGE: counts }, show: true });
const { code } = await run(process.execPath, c8, { show: true });
rmSync(counts, { recursive: true, force: true });
process.exitCode = code;
