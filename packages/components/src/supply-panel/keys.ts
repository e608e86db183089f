import type { Act } from './acts.js';

const ACT_KEYS: { readonly [key: string]: Act } = { r: 'receive', o: 'issue', b: 'return', t: 'transfer', k: 'count' };
const MOVES: { readonly [key: string]: 'up' | 'down' | 'first' | 'last' } = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

export type Pressed =
  | { readonly does: 'act'; readonly act: Act }
  | { readonly does: 'move'; readonly to: 'up' | 'down' | 'first' | 'last' }
  | { readonly does: 'scan' | 'keys' | 'close' };

/** What a key asks for; `undefined` for keys that are not ours. In a field only Esc is. */
export function pressed(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>,
  inField: boolean,
): Pressed | undefined {
  const { key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return undefined;
  if (key === 'Escape') return { does: 'close' };
  if (inField) return undefined;
  if (key === '/') return { does: 'scan' };
  if (key === '?') return { does: 'keys' };
  const act = ACT_KEYS[key.toLowerCase()];
  if (act) return { does: 'act', act };
  const to = MOVES[key];
  return to && { does: 'move', to };
}
