import type { Entry } from './entry.js';

/** What lacks by now, and which real lines of that did not at the last look. */
export function newlyBelow(
  entries: readonly Entry[],
  before: ReadonlySet<string> | undefined,
): { readonly below: ReadonlySet<string>; readonly fresh: readonly Entry[] } {
  const lacking = entries.filter((entry) => entry.lacking > 0 && entry.exercise === undefined);
  return {
    below: new Set(lacking.map(({ key }) => key)),
    fresh: before ? lacking.filter(({ key }) => !before.has(key)) : [],
  };
}
