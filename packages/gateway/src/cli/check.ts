import { checkFeed, loadSubject, type CheckResult } from '@yingji/adapters/kit';
import { need, readArgs } from './args.js';
import type { CliCommand } from './io.js';

const SIGNS: { readonly [result in CheckResult['result']]: string } = { passed: '✔', failed: '✖', skipped: '–' };
/** Findings of one check that are printed; `--json` has all. */
const MOST_FINDINGS = 10;

/** Tells whether a feed keeps the contract; it runs for real on sockets of this machine, nothing is stored. */
export const check: CliCommand = {
  usage: 'check <FOLDER | package> [--json]',
  about: 'check that a feed keeps its contract: a folder, or an installed package',
  async run(args, io) {
    const { values, positionals } = readArgs(args, { json: { type: 'boolean' } }, { most: 1 });
    const subject = await loadSubject(need(positionals[0], 'The folder'));
    const report = await checkFeed(subject);
    const { norm } = subject.definition;
    io.out(
      values.json ? `${JSON.stringify({ ...report, norm }, null, 2)}\n` : asText(report.feed, norm, report.checks),
    );
    return report.passed ? 0 : 1;
  },
};

function asText(feed: string, norm: string, checks: readonly CheckResult[]): string {
  const lines = checks.flatMap(({ id, about, result, findings, reason }) => [
    `  ${SIGNS[result]} ${id.padEnd(14)} ${about}`,
    ...findings.slice(0, MOST_FINDINGS).map((what) => `      ${what}`),
    ...(findings.length > MOST_FINDINGS ? [`      and ${findings.length - MOST_FINDINGS} more; --json has all`] : []),
    ...(reason === undefined ? [] : [`      skipped: ${reason}`]),
  ]);
  const count = (which: CheckResult['result']): number => checks.filter(({ result }) => result === which).length;
  const sums = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  return [`${feed} · ${norm}`, ...lines, sums, ''].join('\n');
}
