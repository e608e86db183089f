import { issue, type Issue } from '../error.js';
import type { Change } from './change.js';
import type { Kind } from './kind.js';
import { valueOf } from './slot.js';

/** States in which a life of this kind may begin; none where it has no life cycle. */
export function beginsIn({ begins, states = {} }: Pick<Kind, 'begins' | 'states'>): readonly string[] {
  return begins ?? Object.keys(states).slice(0, 1);
}

/**
 * Whether the table of this kind lets what is in state `from` (absent: is not there yet) come into state `to`. To stay in a
 * state is no step. A kind without a table refuses nothing.
 */
export function canBecome(kind: Pick<Kind, 'begins' | 'states'>, from: string | undefined, to: string): boolean {
  if (!kind.states || from === to) return true;
  return (from === undefined ? beginsIn(kind) : (kind.states[from] ?? [])).includes(to);
}

/** The Issue of a fact that jumps a step of its life cycle. A feed's fact is kept all the same: facts cannot be refused. */
export function unexpectedStep(kind: Kind, have: Change, next: Change): Issue | undefined {
  if (!kind.states || kind.law === 'event' || have.exercise !== next.exercise) return undefined;
  const [from, to] = [valueOf(have)?.['state'], valueOf(next)?.['state']];
  if (typeof from !== 'string' || typeof to !== 'string' || canBecome(kind, from, to)) return undefined;
  return issue(
    'unexpected-transition',
    `${next.id} went from ${from} to ${to}, which its life cycle does not know; it is kept as told. Ask its source what happened in between.`,
    { path: '/body/value/state', level: 'warning' },
  );
}
