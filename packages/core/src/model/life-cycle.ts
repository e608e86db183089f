import type { Kind } from './kind.js';

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
