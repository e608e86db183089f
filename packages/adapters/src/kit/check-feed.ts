import { codecChecks } from './codec-checks.js';
import { describeChecks } from './describe-checks.js';
import { factChecks } from './fact-checks.js';
import { sessionChecks } from './session-checks.js';
import type { FeedCheck, FeedSubject } from './subject.js';

/** Every check that `yingji check` runs, in order. */
export const feedChecks: readonly FeedCheck[] = [...describeChecks, ...codecChecks, ...factChecks, ...sessionChecks];

export interface CheckResult {
  readonly id: string;
  readonly about: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  /** What speaks against it. */
  readonly findings: readonly string[];
  /** Why it was skipped. */
  readonly reason?: string;
}

export interface FeedReport {
  readonly feed: string;
  readonly passed: boolean;
  readonly checks: readonly CheckResult[];
}

/** Runs the checks on one feed, all or those named, one after the other; a check that itself breaks has failed. */
export async function checkFeed(
  subject: FeedSubject,
  { only }: { readonly only?: readonly string[] } = {},
): Promise<FeedReport> {
  const checks: CheckResult[] = [];
  for (const check of feedChecks) if (!only || only.includes(check.id)) checks.push(await resultOf(check, subject));
  const known = new Set(feedChecks.map(({ id }) => id));
  for (const id of Object.keys(subject.skip))
    if (!known.has(id))
      checks.push(failed({ id, about: 'Only checks that exist are skipped.' }, [`there is no check "${id}"`]));
  return { feed: subject.definition.id, passed: checks.every(({ result }) => result !== 'failed'), checks };
}

async function resultOf(check: FeedCheck, subject: FeedSubject): Promise<CheckResult> {
  const { id, about } = check;
  const reason = subject.skip[id];
  if (reason !== undefined)
    return reason.trim().length >= 10
      ? { id, about, result: 'skipped', findings: [], reason }
      : failed(check, ['it is skipped without a reason that says anything']);
  if (sessionChecks.includes(check) && subject.line === undefined)
    return failed(check, ['nobody can play its source here; name its "line", or skip the check with a reason']);
  try {
    const findings = await check.run(subject);
    return findings.length > 0 ? failed(check, findings) : { id, about, result: 'passed', findings: [] };
  } catch (error) {
    return failed(check, [`the check broke: ${(error as Error).message}`]);
  }
}

const failed = ({ id, about }: Pick<FeedCheck, 'id' | 'about'>, findings: readonly string[]): CheckResult => ({
  id,
  about,
  result: 'failed',
  findings,
});
