import { millis, type Instant } from '../model/time.js';
import type { Query, Scalar, Test } from './query.js';
import type { Row } from './view.js';

const INSTANT = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/;

/** The value of a dotted path: `derived.…` and `fresh.…` first, then the row's own members, then the stated value. */
function fieldOf(row: Row, path: string): unknown {
  const [head = '', ...rest] = path.split('.');
  const start: unknown =
    head === 'derived' || head === 'fresh' || head === 'at' || head === 'source' || head === 'exercise' || head === 'id'
      ? row[head]
      : row.value[head];
  return rest.reduce<unknown>(
    (at, key) => (at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[key] : undefined),
    start,
  );
}

/** Whether a row answers a query, `top` aside. */
export function matches(query: Query, row: Row): boolean {
  if (row.kind !== query.kind) return false;
  if (query.since !== undefined && millis(row.at) < millis(query.since)) return false;
  return (query.where ?? []).every((test) => passes(test, fieldOf(row, test.field)));
}

function passes(test: Test, have: unknown): boolean {
  if (test.op === 'in') return test.value.includes(have as Scalar);
  if (test.op === 'ne') return have !== test.value;
  if (have === undefined || have === null) return test.op === 'eq' && test.value === null;
  if (test.op === 'eq') return have === test.value;
  if (test.op === 'prefix') return typeof have === 'string' && have.startsWith(String(test.value));
  const order = compare(have, test.value);
  if (Number.isNaN(order)) return false;
  return { lt: order < 0, le: order <= 0, gt: order > 0, ge: order >= 0 }[test.op];
}

/** Orders two field values; instants by value, not as text. NaN when they cannot be ordered. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') {
    if (INSTANT.test(a) && INSTANT.test(b)) return millis(a as Instant) - millis(b as Instant);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return NaN;
}

/** The order a query asks for; rows without the field come last, equal rows by id so that every reader sees one order. */
export function orderOf(query: Query): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { field, dir } of query.sort ?? []) {
      const [x, y] = [fieldOf(a, field), fieldOf(b, field)];
      if (x === undefined || y === undefined) {
        if (x !== y) return x === undefined ? 1 : -1;
        continue;
      }
      const order = compare(x, y);
      if (order) return dir === 'asc' ? order : -order;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}
