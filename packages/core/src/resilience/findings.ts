import type { EntityId } from '../model/id.js';
import type { Finding } from '../model/finding.js';
import { millis, type Instant } from '../model/time.js';
import { together, type Fact } from './fact.js';

/** In these states the one who must put it right still owes it; whoever has submitted waits for others. */
const OWED: ReadonlySet<string> = new Set(['found', 'graded', 'assigned', 'rectifying']);

/** Whether a finding is overdue, and when that changes by time alone. Without a date it is never overdue, and never done either. */
export function findingDue(
  { state, due }: Finding,
  now: Instant,
): { readonly overdue: boolean; readonly due?: Instant } {
  if (due === undefined || !OWED.has(state)) return { overdue: false };
  return millis(due as Instant) <= millis(now) ? { overdue: true } : { overdue: false, due: due as Instant };
}

/** One line of the overdue list. */
export interface OverdueFinding {
  readonly finding: EntityId;
  readonly sort: Finding['sort'];
  readonly assignee: string | undefined;
  /** Whether an authority supervises it by name (挂牌督办). */
  readonly supervised: boolean;
  readonly extensions: number;
  readonly byMs: number;
}

/**
 * The findings that are overdue: major ones first, then what is overdue longest. Only real ones, or those of the drill that is
 * named.
 */
export function overdueFindings(findings: readonly Fact<Finding>[], now: Instant, exercise?: string): OverdueFinding[] {
  return together({ exercise }, findings)
    .filter(({ value }) => findingDue(value, now).overdue)
    .map(({ id, value }) => ({
      finding: id,
      sort: value.sort,
      assignee: value.assignee,
      supervised: value.authority !== undefined,
      extensions: value.extensions?.length ?? 0,
      byMs: millis(now) - millis(value.due as Instant),
    }))
    .sort(
      (a, b) =>
        Number(b.sort === 'major') - Number(a.sort === 'major') || b.byMs - a.byMs || (a.finding < b.finding ? -1 : 1),
    );
}

/** What is open at one risk source or place: of the drill it belongs to, or real. `openMajor` and `overdue` are among `open`. */
export function findingsAt(
  self: Pick<Fact<unknown>, 'id' | 'exercise'>,
  findings: readonly Fact<Finding>[],
  now: Instant,
): { readonly open: number; readonly openMajor: number; readonly overdue: number } {
  const open = together(self, findings).filter(
    ({ value }) => value.state !== 'closed' && (value.source === self.id || value.place === self.id),
  );
  return {
    open: open.length,
    openMajor: open.filter(({ value }) => value.sort === 'major').length,
    overdue: open.filter(({ value }) => findingDue(value, now).overdue).length,
  };
}
