/** Any JSON value. Everything that crosses a process boundary is one of these. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/**
 * The canonical text of a JSON value by RFC 8785: keys sorted by UTF-16 code units, no white space.
 * ECMAScript's own number and string serialization is the one the RFC prescribes. `undefined` members are left out.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** How deep a JSON value may be nested: far more than any message means, far less than breaks whoever reads it later. */
export const DEEPEST = 64;

/** Whether a value is JSON as it would come back from text: finite numbers, plain objects, at most 64 deep. */
export function isJson(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth >= DEEPEST) return false;
  if (Array.isArray(value)) return value.every((each) => isJson(each, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) &&
    Object.values(value).every((each) => isJson(each, depth + 1))
  );
}

/** A value that a schema has checked, as the JSON it is; zod's optional members are absent, never `undefined`. */
export function asJson(checked: object): Json {
  return checked as Json;
}

/** Whether two JSON values are equal; the order of members does not count. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  // No list of names is made: most of what is compared is the same.
  let apart = 0;
  for (const key in a)
    if (sameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) apart += 1;
    else return false;
  for (const _ in b) apart -= 1;
  return apart === 0;
}
