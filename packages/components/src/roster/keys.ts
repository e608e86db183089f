import type { FormAct } from './form.js';
import { MODES, type Mode } from './mode.js';

const ACTS: { readonly [key: string]: FormAct | 'sign' } = {
  i: 'sign',
  h: 'hand-over',
  c: 'call',
  f: 'fill',
  a: 'answer',
  v: 'reveal',
};

export type OwnKey = { readonly act: FormAct | 'sign' } | { readonly mode: Mode } | { readonly callsAll: true };

/** What a key of the roster's own asks for. */
export function ownKey(key: string): OwnKey | undefined {
  const mode = MODES[Number(key) - 1];
  if (mode) return { mode };
  if (key === 'g') return { callsAll: true };
  const act = ACTS[key];
  return act && { act };
}
