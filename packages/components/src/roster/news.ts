import type { CallLine, PostLine } from './calls.js';
import { isPost } from './calls.js';
import type { DutyLine } from './duty.js';

/** What asks for somebody by now: posts nobody came to, and chains that were called in vain. Real ones. */
export interface Asking {
  readonly absent: ReadonlyMap<string, DutyLine>;
  readonly vain: ReadonlyMap<string, PostLine>;
}

export function askingOf(duty: readonly DutyLine[], calls: readonly CallLine[]): Asking {
  const real = duty.filter(({ state, exercise }) => state === 'absent' && exercise === undefined);
  const vain = calls.filter(isPost).filter(({ chain, exercise }) => chain === 'exhausted' && exercise === undefined);
  return { absent: new Map(real.map((line) => [line.key, line])), vain: new Map(vain.map((post) => [post.key, post])) };
}

/** Those of a map that were not in it at the last look. */
export const fresh = <T>(now: ReadonlyMap<string, T>, before: ReadonlyMap<string, T>): T[] =>
  [...now].filter(([key]) => !before.has(key)).map(([, each]) => each);
