import type { Json } from '@yingji/core';

/** RFC 6901: empty for the whole, else `/a/b`, where `~1` stands for `/` and `~0` for `~`. */
export const POINTER = /^(\/([^~/]|~[01])*)*$/;

/** What stands at a pointer; undefined where there is nothing. */
export function at(value: Json | undefined, pointer: string): Json | undefined {
  let found: Json | undefined = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as { readonly [name: string]: Json })[name];
  }
  return found;
}

/** A word, a number, a yes or no as text without the blanks around it; undefined for all else and for an empty one. */
export function textAt(value: Json, pointer: string): string | undefined {
  const found = at(value, pointer);
  if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean') return undefined;
  const text = String(found).trim();
  // Half a character is none, and nothing can be named by it.
  return text === '' || /\p{Surrogate}/u.test(text) ? undefined : text;
}
