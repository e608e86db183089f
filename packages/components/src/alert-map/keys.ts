/** What a key asks for. */
export type Action =
  | 'next'
  | 'previous'
  | 'list'
  | 'follow'
  | 'search'
  | 'keys'
  | 'replay'
  | 'measure'
  | 'acknowledge'
  | 'open'
  | 'show'
  | 'close'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'first'
  | 'last'
  | 'in'
  | 'out';

/** Where the focus is: letters work everywhere but in a field, the rest where it makes sense. */
export type Zone = 'map' | 'list' | 'field' | 'other';

const EVERYWHERE: { readonly [key: string]: Action } = {
  n: 'next',
  p: 'previous',
  l: 'list',
  f: 'follow',
  '/': 'search',
  '?': 'keys',
  r: 'replay',
  m: 'measure',
  Escape: 'close',
};
const BOTH: { readonly [key: string]: Action } = {
  ...{ ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' },
  ...{ Enter: 'open', ' ': 'show' },
};
const IN_LIST: { readonly [key: string]: Action } = { ...BOTH, Home: 'first', End: 'last', a: 'acknowledge' };
const ON_MAP: { readonly [key: string]: Action } = {
  ...BOTH,
  '+': 'in',
  '=': 'in',
  '-': 'out',
};

/** The action of a key press, `undefined` for keys that are not ours. */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>,
  zone: Zone,
): Action | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return undefined;
  if (zone === 'field') return event.key === 'Escape' ? 'close' : event.key === 'ArrowDown' ? 'down' : undefined;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (zone === 'list' ? IN_LIST[key] : zone === 'map' ? ON_MAP[key] : undefined) ?? EVERYWHERE[key];
}

/** Where in the element a key was pressed. */
export function zoneOf(event: KeyboardEvent, host: HTMLElement): Zone {
  for (const target of event.composedPath()) {
    if (target === host) break;
    const zone = target instanceof HTMLElement ? target.dataset['zone'] : undefined;
    if (zone === 'map' || zone === 'list' || zone === 'field') return zone;
    if ((target instanceof HTMLInputElement && target.type !== 'range') || target instanceof HTMLTextAreaElement)
      return 'field';
  }
  return 'other';
}

/** From a button to what N and P walk through: the Enter that follows is for what they chose, and presses no button. */
export function offButton(zone: Zone, root: ParentNode): Zone {
  if (!root.querySelector('button:focus:not(.popup *)')) return zone;
  const rows = root.querySelector<HTMLElement>('.list');
  (rows ?? root.querySelector<HTMLElement>('.map:not([hidden]) canvas'))?.focus();
  return rows ? 'list' : 'map';
}
