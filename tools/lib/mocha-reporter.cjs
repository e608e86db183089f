'use strict';
// Prints failures and skips readably; writes counts where `YINGJI_COUNTS` says, for the one line at the end of `npm test`.
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { Base } = require('mocha').reporters;
const inOneLine = require('./in-one-line.cjs');

/** How long after the last test something may still be open, in milliseconds. */
const TO_CLOSE = 15_000;

module.exports = class CountingReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    const counts = { passed: 0, failed: [], skipped: [] };
    const say = (text) => process.stdout.write(`${text}\n`);
    const where = (test) => (test.file ? relative(process.cwd(), test.file) : '?');
    const write = () => {
      if (process.env.YINGJI_COUNTS) writeFileSync(process.env.YINGJI_COUNTS, JSON.stringify(counts));
    };
    runner.on('pass', (test) => {
      counts.passed += 1;
      if (process.env.YINGJI_VERBOSE) say(`  ✔ ${test.fullTitle()} (${test.duration} ms)`);
    });
    runner.on('pending', (test) => counts.skipped.push(`${where(test)}: ${test.fullTitle()}`));
    runner.on('fail', (test, error) => {
      const why = inOneLine(error, { root: process.cwd(), file: where(test) });
      counts.failed.push(`${where(test)}: ${test.fullTitle()}: ${why}`);
      say(`✖ ${where(test)}`);
      Base.list([test]);
    });
    runner.once('end', () => {
      say(`node: ${counts.passed} passed, ${counts.failed.length} failed, ${counts.skipped.length} skipped`);
      write();
      // What owns a socket or a file can be awaited, so nothing is left once all tests have cleaned up. The timer itself holds
      // nothing open: it fires only when something else does.
      setTimeout(() => {
        const left = `left open ${TO_CLOSE / 1000} s after the last test: ${process.getActiveResourcesInfo().join(', ')}`;
        counts.failed.push(left);
        say(`✖ ${left}`);
        write();
        process.exit(1);
      }, TO_CLOSE).unref();
    });
  }
};
