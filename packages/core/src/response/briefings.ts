import type { BriefingRule } from '../codes/briefing-rules.js';
import type { Briefing } from '../model/briefing.js';
import type { EntityId } from '../model/id.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { compareTold, together, type Fact } from '../resilience/fact.js';

/** One briefing that a rule asks for, and whether it was sent. */
export interface BriefingOwed {
  readonly rule: BriefingRule;
  readonly due: Instant;
  /** The first of its stage and way that was sent. */
  readonly sent?: EntityId;
  /** Sent in time, sent after it was due, still owed, owed and late. */
  readonly state: 'in-time' | 'late' | 'owed' | 'overdue';
}

/**
 * 首报 续报 终报 by rule: what is owed of something that the desk was told of at `since` (接报时间), the earliest due first. `briefings`
 * may hold those of other things; of a drill's only that drill's count.
 */
export function briefingsOwed(
  of: Pick<Fact<unknown>, 'id' | 'exercise'> & { readonly since: Instant },
  briefings: readonly Fact<Briefing>[],
  { rules, now }: { readonly rules: readonly BriefingRule[]; readonly now: Instant },
): BriefingOwed[] {
  const told = together(of, briefings)
    .filter(({ value }) => value.about.includes(of.id))
    .sort(compareTold);
  return rules
    .map((rule): BriefingOwed => {
      const due = toInstant(millis(of.since) + 1000 * rule.withinS);
      const sent = told.find(({ value }) => value.stage === rule.stage && value.by === rule.by);
      if (sent) return { rule, due, sent: sent.id, state: millis(sent.at) <= millis(due) ? 'in-time' : 'late' };
      return { rule, due, state: millis(due) <= millis(now) ? 'overdue' : 'owed' };
    })
    .sort((a, b) => millis(a.due) - millis(b.due));
}

/** A briefing: `late`, sent after it was due; absent where nothing says when it was due. */
export const isLate = ({ at, value: { due } }: Fact<Briefing>): boolean | undefined =>
  due === undefined ? undefined : millis(at) > millis(due as Instant);

/** The version that takes the place of this one (a briefing, a count of losses), the last where several do. */
export function replacedBy(
  of: Pick<Fact<unknown>, 'id' | 'exercise'>,
  versions: readonly Fact<{ readonly replaces?: string | undefined }>[],
): EntityId | undefined {
  const naming = together(of, versions).filter(({ id, value }) => value.replaces === of.id && id !== of.id);
  return naming.sort(compareTold).at(-1)?.id;
}
