import type { EntityId } from '../model/id.js';
import type { Feedback } from '../model/feedback.js';
import { millis } from '../model/time.js';
import { factsOf, together, type Fact, type KindFact } from '../resilience/fact.js';

/**
 * What a unit told back about an order last, by its id; nothing of a number that was taken back. Of a drill's order only what that
 * drill told. `referring` are the rows that name it: a feedback names no other task than the one it is of.
 */
export function feedbackOf(
  of: Pick<Fact<unknown>, 'id' | 'exercise'>,
  referring: readonly KindFact[],
): { readonly feedback?: EntityId } {
  const told = together(of, factsOf<Feedback>(referring, 'feedback')).sort(
    (a, b) => millis(b.at) - millis(a.at) || (a.id < b.id ? 1 : -1),
  );
  const last = told.find(({ value }) => !told.find((other) => other.value.native === value.native)!.value.withdrawn);
  return last ? { feedback: last.id } : {};
}
