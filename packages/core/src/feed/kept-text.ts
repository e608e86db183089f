import { ITEMS_MOST, keysOf, MEMBERS_MOST } from './door-text.js';

/** What each value costs beside its characters, so that a list of nothing ends too. */
const COST = 64;
const CUT = '"…"';

/** A list or an object that is being written. */
interface Open {
  readonly from: Readonly<Record<PropertyKey, unknown>>;
  /** Undefined of a list. */
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  /** It has more than `length`. */
  readonly cut: boolean;
  at: number;
  empty: boolean;
}

/**
 * The JSON text of whatever a mapping handed over, for people to look at: JSON itself as it is, however deep it is nested. What
 * JSON has no word for is named in its place: `NaN`, `(circle)`, `(unreadable)`. `most` bounds its length, in characters, with
 * 64 counted for each value, and each object and list is written as far as a draft may hold members and items: what goes beyond
 * is left out, and `…` stands for it. Never throws.
 */
export function keptText(given: unknown, most: number): string {
  const parts: string[] = [];
  const open: Open[] = [];
  const within = new Set<unknown>();
  let left = most;
  const write = (part: string): void => {
    parts.push(part);
    left -= part.length;
  };
  const begin = (value: unknown, head: string): void => {
    left -= COST;
    if (typeof value !== 'object' || value === null || value instanceof Date) return write(head + plain(value, left));
    if (within.has(value)) return write(`${head}"(circle)"`);
    const keys = Array.isArray(value) ? undefined : keysOf(value);
    const all = (keys ?? (value as unknown[])).length;
    const length = Math.min(all, keys ? MEMBERS_MOST : ITEMS_MOST);
    open.push({ from: value as Open['from'], keys, length, cut: length < all, at: 0, empty: true });
    within.add(value);
    write(head + (keys ? '{' : '['));
  };
  const next = (name: string, read: () => unknown): void => {
    const value = attempt(read);
    if (value === undefined && name !== '') return;
    const top = open.at(-1);
    const head = `${comma(top)}${name}`;
    if (top) top.empty = false;
    try {
      begin(value, head);
    } catch {
      write(`${head}${plain(UNREADABLE, left)}`);
    }
  };

  next('', () => given);
  for (let top = open.at(-1); top && left > 0; top = open.at(-1)) {
    const { from, keys, length, cut } = top;
    const at = keys ? keys[top.at]! : top.at;
    top.at += 1;
    if (top.at <= length) next(keys ? `${JSON.stringify(at)}:` : '', () => from[at]);
    else {
      write(`${cut ? cutIn(top) : ''}${keys ? '}' : ']'}`);
      within.delete(open.pop()!.from);
    }
  }
  for (let top = open.pop(), cut = CUT; top; top = open.pop(), cut = '')
    write(`${cut && cutIn(top)}${top.keys ? '}' : ']'}`);
  return parts.join('');
}

/** What stands for the rest of an object or a list. */
const cutIn = (top: Open): string => `${comma(top)}${top.keys ? `${CUT}:` : ''}${CUT}`;

const comma = (of: Open | undefined): string => (!of || of.empty ? '' : ',');

/** What stands for a member that throws when it is read. */
const UNREADABLE = Symbol('unreadable');

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return UNREADABLE;
  }
}

function plain(value: unknown, left: number): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > left ? `${value.slice(0, Math.max(0, left))}…` : value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (value === undefined) return 'null';
  if (value === UNREADABLE) return '"(unreadable)"';
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
  if (typeof value === 'bigint') return `"${value}"`;
  return value instanceof Date ? `"${value.toISOString()}"` : `"(${typeof value})"`;
}
