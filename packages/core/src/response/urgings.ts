import type { Urging } from '../model/urging.js';
import { factsOf, together, type Fact, type KindFact } from '../resilience/fact.js';

/**
 * How often somebody pressed for a task or a finding: 催办 `urged`, 督办 `supervised`. Of a drill's only what that drill pressed.
 * `referring` are the rows that name it: an urging names no other task or finding than the one it is of.
 */
export function urgingsOf(
  of: Pick<Fact<unknown>, 'id' | 'exercise'>,
  referring: readonly KindFact[],
): { readonly urged: number; readonly supervised: number } {
  const told = together(of, factsOf<Urging>(referring, 'urging'));
  const supervised = told.filter(({ value }) => value.sort === 'supervise').length;
  return { urged: told.length - supervised, supervised };
}
