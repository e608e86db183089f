import type { FormAct } from './form.js';
import { MODES, type Mode } from './mode.js';

export type Move = 'up' | 'down' | 'first' | 'last' | 'page-up' | 'page-down';

const ACTS: { readonly [key: string]: FormAct | 'sign' } = {
  i: 'sign',
  h: 'hand-over',
  c: 'call',
  a: 'answer',
  v: 'reveal',
};
const MOVES: { readonly [key: string]: Move } = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  PageUp: 'page-up',
  PageDown: 'page-down',
};

export type Pressed =
  | { readonly does: 'act'; readonly act: FormAct | 'sign' }
  | { readonly does: 'move'; readonly to: Move }
  | { readonly does: 'mode'; readonly mode: Mode }
  | { readonly does: 'find' | 'keys' | 'close' };

/** What a key asks for; `undefined` for keys that are not ours. In a field only Esc is. */
export function pressed(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>,
  inField: boolean,
): Pressed | undefined {
  const { key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return undefined;
  if (key === 'Escape') return { does: 'close' };
  if (inField) return undefined;
  if (key === '/') return { does: 'find' };
  if (key === '?') return { does: 'keys' };
  const mode = MODES[Number(key) - 1];
  if (mode) return { does: 'mode', mode };
  const act = ACTS[key.toLowerCase()];
  if (act) return { does: 'act', act };
  const to = MOVES[key];
  return to && { does: 'move', to };
}
