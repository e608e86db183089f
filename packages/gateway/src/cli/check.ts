import { checkFeed, checkProfile, loadSubjects, type CheckResult, type FeedReport } from '@yingji/adapters/kit';
import { need, readArgs } from './args.js';
import type { CliCommand } from './io.js';

const SIGNS: { readonly [result in CheckResult['result']]: string } = { passed: '✔', failed: '✖', skipped: '–' };
/** Findings of one check that are printed; `--json` has all. */
const MOST_FINDINGS = 10;

/** Tells whether a feed, or each device profile of a folder, keeps the contract; it runs for real on sockets of this machine, nothing is stored. */
export const check: CliCommand = {
  usage: 'check <FOLDER | package> [--json]',
  about: 'check that a feed or the device profiles of a folder, or of an installed package, keep their contract',
  async run(args, io) {
    const { values, positionals } = readArgs(args, { json: { type: 'boolean' } }, { most: 1 });
    const reports: (FeedReport & { readonly norm: string })[] = [];
    for (const subject of await loadSubjects(need(positionals[0], 'The folder')))
      reports.push(
        'profile' in subject
          ? { ...(await checkProfile(subject)), norm: subject.profile.norm }
          : { ...(await checkFeed(subject)), norm: subject.definition.norm },
      );
    const [first, ...others] = reports;
    if (values.json) io.out(`${JSON.stringify(others.length === 0 ? first : reports, null, 2)}\n`);
    else io.out(reports.map(({ feed, norm, checks }) => asText(feed, norm, checks)).join('\n'));
    return reports.every(({ passed }) => passed) ? 0 : 1;
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
