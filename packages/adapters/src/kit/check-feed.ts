import { codecChecks } from './codec-checks.js';
import { describeChecks } from './describe-checks.js';
import { factChecks } from './fact-checks.js';
import { profileChecks } from './profile-checks.js';
import { codecOf, type ProfileSubject } from './profile-subject.js';
import { sessionChecks } from './session-checks.js';
import { signedChecks } from './signed-checks.js';
import type { FeedCheck, FeedSubject } from './subject.js';

/** Every check that `yingji check` runs, in order; each feed has those of the way its source speaks. */
export const feedChecks: readonly FeedCheck[] = [
  ...describeChecks,
  ...codecChecks,
  ...factChecks,
  ...sessionChecks,
  ...signedChecks,
];

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

export interface CheckOptions {
  /** Ids of the checks to run; absent: all. */
  readonly only?: readonly string[];
}

/** Runs the checks on one feed, all or those named, one after the other; a check that itself breaks has failed. */
export const checkFeed = (subject: FeedSubject, { only }: CheckOptions = {}): Promise<FeedReport> =>
  report(
    subject,
    feedChecks.filter(({ of }) => of === undefined || of === subject.line),
    only,
  );

/** Runs the checks on one device profile: those of a feed that need neither options nor a line, and those of its own. */
export function checkProfile(subject: ProfileSubject, { only }: CheckOptions = {}): Promise<FeedReport> {
  const checks = [
    ...describeChecks.filter(({ id }) => id !== 'config'),
    ...codecChecks,
    // Its ids are made by `readingsOf`, of a message that its vectors all call the same.
    ...factChecks.filter(({ id }) => id !== 'events'),
    ...profileChecks.map((check) => ({ ...check, run: () => check.run(subject) })),
  ];
  return report({ ...subject, definition: codecOf(subject.profile), config: {} }, checks, only);
}

async function report(
  subject: FeedSubject,
  all: readonly FeedCheck[],
  only: readonly string[] | undefined,
): Promise<FeedReport> {
  const checks: CheckResult[] = [];
  for (const check of all) if (!only || only.includes(check.id)) checks.push(await resultOf(check, subject));
  const known = new Set(all.map(({ id }) => id));
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
  if (check.needsLine && subject.line === undefined)
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
