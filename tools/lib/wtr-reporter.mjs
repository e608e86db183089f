import { relative } from 'node:path';
import { writeFileSync } from 'node:fs';
import inOneLine from './in-one-line.cjs';
import { root } from './run.mjs';

/**
 * Prints failures readably; writes counts where `YINGJI_COUNTS` says, for the one line at the end of `npm test`.
 * A file that cannot be loaded or does not finish is one failure.
 */
export function countingReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { passed: 0, failed: [], skipped: [] };
      const failures = [];
      const files = new Set();
      for (const { testFile, errors = [], logs = [], testResults, passed } of sessions) {
        // A group that shares no settings with the others brings a session of its own, which runs nothing.
        if (!testFile) continue;
        const file = relative(root, testFile);
        files.add(file);
        const before = counts.failed.length;
        for (const error of errors) fail(file, '', error);
        if (testResults) walk(testResults, [], { counts, fail, file });
        if (!passed && counts.failed.length === before) fail(file, '', { message: 'did not load or did not finish' });
        if (counts.failed.length > before)
          failures.push(...logs.map((words) => `in the console of ${file}: ${words.join(' ')}`));
      }
      function fail(file, name, error) {
        counts.failed.push([file, name, inOneLine(error, { root, file })].filter(Boolean).join(': '));
        failures.push([`✖ ${file}`, name, error.message, error.stack].filter(Boolean).join('\n    '));
      }
      for (const failure of failures) process.stdout.write(`${failure}\n`);
      const { passed, failed, skipped } = counts;
      process.stdout.write(
        `browser: ${passed} passed, ${failed.length} failed, ${skipped.length} skipped in ${files.size} files\n`,
      );
      if (process.env.YINGJI_COUNTS) writeFileSync(process.env.YINGJI_COUNTS, JSON.stringify(counts));
    },
  };
}

function walk(suite, path, { counts, fail, file }) {
  for (const test of suite.tests ?? []) {
    const name = [...path, test.name].join(' › ');
    if (test.skipped) counts.skipped.push(`${file}: ${name}`);
    else if (test.passed) counts.passed += 1;
    else fail(file, name, test.error ?? { message: 'failed without an error' });
  }
  for (const inner of suite.suites ?? []) walk(inner, [...path, inner.name], { counts, fail, file });
}
