import { writeFileSync } from 'node:fs';

/** Prints failures readably; writes counts where `YINGJI_COUNTS` says, for the one line at the end of `npm test`. */
export function countingReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { passed: 0, failed: 0, skipped: [] };
      const failures = [];
      for (const session of sessions) {
        const file = session.testFile;
        for (const error of session.errors ?? []) {
          counts.failed += 1;
          failures.push(`${file}\n    ${error.message}\n${error.stack ?? ''}`);
        }
        if (session.testResults) walk(session.testResults, [], { counts, failures, file });
        if (!session.testResults && (session.errors ?? []).length === 0) {
          counts.failed += 1;
          failures.push(`${file}\n    did not finish`);
        }
              }
      for (const failure of failures) process.stdout.write(`✖ ${failure}\n`);
      process.stdout.write(`browser: ${counts.passed} passed, ${counts.failed} failed in ${[...sessions].length} files\n`);
      if (process.env.YINGJI_COUNTS) writeFileSync(process.env.YINGJI_COUNTS, JSON.stringify(counts));
    },
  };
}

function walk(suite, path, { counts, failures, file }) {
  for (const test of suite.tests ?? []) {
    const name = [...path, test.name].join(' › ');
    if (test.skipped) counts.skipped.push(name);
    else if (test.passed) counts.passed += 1;
    else {
      counts.failed += 1;
      failures.push(`${file}\n    ${name}\n    ${test.error?.message ?? ''}\n${test.error?.stack ?? ''}`);
    }
  }
  for (const inner of suite.suites ?? []) walk(inner, [...path, inner.name], { counts, failures, file });
}
