'use strict';
// Prints failures and skips readably; writes counts where `YINGJI_COUNTS` says, for the one line at the end of `npm test`.
const { writeFileSync } = require('node:fs');

module.exports = class CountingReporter {
  constructor(runner) {
    const counts = { passed: 0, failed: 0, skipped: [] };
    runner.on('pass', (test) => {
      counts.passed += 1;
      if (process.env.YINGJI_VERBOSE) process.stdout.write(`  ✔ ${test.fullTitle()} (${test.duration} ms)\n`);
    });
    runner.on('pending', (test) => counts.skipped.push(test.fullTitle()));
    runner.on('fail', (test, error) => {
      counts.failed += 1;
      process.stdout.write(`✖ ${test.file ?? ''}\n    ${test.fullTitle()}\n${error.stack ?? error.message}\n`);
    });
    runner.once('end', () => {
      process.stdout.write(`node: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped\n`);
      if (process.env.YINGJI_COUNTS) writeFileSync(process.env.YINGJI_COUNTS, JSON.stringify(counts));
    });
  }
};
