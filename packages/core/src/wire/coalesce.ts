import type { Kind } from '../model/kind.js';
import { kinds as allKinds } from '../model/kinds.js';
import type { Query } from '../view/query.js';

/**
 * Whether intermediate values of a query's result may be left out on a slow way: only where that holds for its kind and for
 * every kind it joins. A kind that is not known here may be somebody's alarm.
 */
export function coalesces(query: Query, kinds: { readonly [name: string]: Kind } = allKinds): boolean {
  const kind = Object.hasOwn(kinds, query.kind) ? kinds[query.kind] : undefined;
  return (
    kind?.coalesce === true &&
    (query.join ?? []).every(({ via, query: other }) => !('link' in via) && coalesces(other, kinds))
  );
}
