import type { Feedback } from '../model/feedback.js';
import type { Finding } from '../model/finding.js';
import { isOf } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import type { Urging } from '../model/urging.js';
import { factsOf, together, type Fact, type KindFact } from '../resilience/fact.js';

/** Who waits for an answer to what they pressed for, and when that changes by time alone, milliseconds. */
export interface Wanted {
  readonly derived: {
    /** The earliest time that is wanted of what nobody answered yet; absent where nobody waits for an answer. */
    readonly answerBy?: Instant;
    /** How many of these times have passed; absent: none. */
    readonly unanswered?: number;
  };
  readonly due: number;
}

const OVER: ReadonlySet<unknown> = new Set(['done', 'checked', 'returned', 'declined', 'closed']);

/**
 * What of the urgings of a task or a finding is still to be answered; of a drill's only what that drill pressed. An answer is what was
 * told back later, a step of a finding or of a task of the city, and that it is over: that the system of others tells a task again
 * answers nothing. `referring` are the rows that name it: an urging names no other task or finding.
 */
export function answersWanted(of: KindFact, referring: readonly KindFact[], now: number): Wanted {
  const last = answeredAt(of, together(of, factsOf<Feedback>(referring, 'feedback')));
  const waiting = together(of, factsOf<Urging>(referring, 'urging'))
    .filter(({ at, value }) => value.answerBy !== undefined && millis(at) >= last)
    .map(({ value }) => value.answerBy as Instant)
    .sort((a, b) => millis(a) - millis(b));
  const unanswered = waiting.filter((by) => millis(by) <= now).length;
  const next = waiting[unanswered];
  return {
    derived: { ...(waiting.length > 0 && { answerBy: waiting[0]! }), ...(unanswered > 0 && { unanswered }) },
    due: next === undefined ? Infinity : millis(next),
  };
}

/** When something was last answered, milliseconds. */
function answeredAt(of: KindFact, feedbacks: readonly Fact<Feedback>[]): number {
  const { state, steps = [] } = of.value as Partial<Pick<Finding, 'steps'>> & { readonly state: unknown };
  if (OVER.has(state)) return Infinity;
  const moved = isOf(of.id, 'task', 'city') ? [of.at] : steps.map(({ at }) => at as Instant);
  return Math.max(-Infinity, ...[...moved, ...feedbacks.map(({ at }) => at)].map(millis));
}
