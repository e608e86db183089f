import { matcher, type Seen } from '../view/match.js';
import type { Query } from '../view/query.js';

/** Whether a row answers a query, `top` and `nearest` aside. */
export function matches(query: Query, row: Seen): boolean {
  return row.kind === query.kind && matcher(query)(row);
}
