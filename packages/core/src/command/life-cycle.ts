import { issue, type Issue } from '../error.js';
import type { Kind } from '../model/kind.js';
import { lifeOf } from '../model/life-cycle.js';

/** Whether the life cycle of a kind lets a Command take this step; otherwise Issue `not-allowed-now` says what it allows. */
export function stepIssue(kind: Kind, { from, to, id }: { from: string; to: string; id: string }): Issue | undefined {
  const allowed = lifeOf(kind)?.states[from] ?? [];
  if (allowed.includes(to)) return undefined;
  const next = allowed.length > 0 ? allowed.join(' or ') : 'nothing any more';
  return issue('not-allowed-now', `${id} is ${from} and can become ${next}, not ${to}.`, { path: '/input' });
}
