/** Through the lines of a list. */
export type Move = 'up' | 'down' | 'first' | 'last' | 'page-up' | 'page-down';

const MOVES: { readonly [key: string]: Move } = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  PageUp: 'page-up',
  PageDown: 'page-down',
};
const PAGE_LINES = 10;

/** What a key asks for: what every list has, or an act of the element's own. */
export type Pressed<Own> =
  | { readonly does: 'move'; readonly to: Move }
  | { readonly does: 'find' | 'keys' | 'close' }
  | { readonly does: 'own'; readonly what: Own };

/** A key that is ours, and the line that has the focus, however it came there. */
export interface Heard<Own> {
  readonly asked: Pressed<Own>;
  readonly line: string | undefined;
}

/** What a key asks for; `undefined` for keys that are not ours. In a field only Esc is, and arrows only among the lines. */
export function heard<Own>(event: KeyboardEvent, own: (key: string) => Own | undefined): Heard<Own> | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return undefined;
  const [target] = event.composedPath();
  const on = target instanceof HTMLElement ? target : undefined;
  const asked = pressed(event.key, on?.matches('input, select, textarea') === true, own);
  if (!asked || (asked.does === 'move' && on?.matches('.name, .rows') !== true)) return undefined;
  return { asked, line: on?.matches('.name') === true ? on.dataset['key'] : undefined };
}

function pressed<Own>(key: string, inField: boolean, own: (key: string) => Own | undefined): Pressed<Own> | undefined {
  if (key === 'Escape') return { does: 'close' };
  if (inField) return undefined;
  if (key === '/') return { does: 'find' };
  if (key === '?') return { does: 'keys' };
  const what = own(key.toLowerCase());
  if (what !== undefined) return { does: 'own', what };
  const to = MOVES[key];
  return to && { does: 'move', to };
}

/** Which of `count` lines a move from one of them comes to. */
export function moved(to: Move, from: number, count: number): number {
  const at = Math.max(0, from);
  const steps = {
    ...{ up: at - 1, down: at + 1, first: 0, last: count - 1 },
    ...{ 'page-up': at - PAGE_LINES, 'page-down': at + PAGE_LINES },
  };
  return Math.max(0, Math.min(count - 1, steps[to]));
}
