import { millis, type Instant } from '../model/time.js';
import { wholeOf } from './alias.js';
import { inside, positionOf } from './area.js';
import { isFaulty } from './fault.js';
import type { Area, Query, Test } from './query.js';
import type { Row } from './view.js';

const IS_INSTANT = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/;

/** Members of a row that a path may begin with; any other path begins in the stated value. */
const OWN = new Set(['derived', 'fresh', 'at', 'source', 'exercise', 'id']);

/** What a query reads of a row. */
export type Seen = Pick<Row, 'id' | 'kind' | 'value' | 'at' | 'source' | 'derived' | 'fresh'> & {
  readonly exercise?: string | undefined;
};

type Read = (row: Seen) => unknown;

/**
 * One and the same, sixteen times over: for each place in the text an engine remembers where it found the field that is read
 * there. In one place for all fields each is looked up anew, and a batch takes a sixth longer.
 */
const STATED: readonly ((field: string) => Read)[] = [
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
  (field) => (row) => row.value[field],
];

const HOUR_MS = 3_600_000;

/** Reads a dotted path: `derived.…` and `fresh.…` first, then the row's own members, then the stated value. */
export function reader(path: string): Read {
  if (path === 'at.hour') return ({ at }) => Math.floor(millis(at) / HOUR_MS);
  const [head = '', ...rest] = path.split('.');
  const place = [...head].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % STATED.length;
  const start: Read = OWN.has(head) ? (row) => row[head as keyof Seen] : STATED[place]!(head);
  return rest.reduce<Read>(
    (before, key) => (row) => {
      const at = before(row);
      return at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[key] : undefined;
    },
    start,
  );
}

/** Whether a row of the asked kind answers a query, `top` and `nearest` aside; made once, for many rows. */
export function matcher({ where = [], division, since, until, nearest }: Query): (row: Seen) => boolean {
  const tests = where.map(tester);
  if (division !== undefined) tests.push(inDivision(division));
  if (since !== undefined) {
    const from = millis(since);
    // What cannot be compared is shown: unknown is never filtered out.
    tests.push((row) => !(millis(row.at) < from));
  }
  if (until !== undefined) {
    const to = millis(until);
    tests.push((row) => !(millis(row.at) >= to));
  }
  if (nearest) tests.push((row) => positionOf(row) !== undefined);
  const [one, other, ...more] = tests;
  if (!one) return () => true;
  if (!other) return one;
  return more.length === 0 ? (row) => one(row) && other(row) : (row) => tests.every((test) => test(row));
}

/** Where a row stands is derived with it; a warning for all of a city is one for each of its districts. */
function inDivision(division: string): (row: Seen) => boolean {
  const asked = wholeOf(division);
  return ({ kind, derived }) => {
    if (isFaulty({ derived })) return true;
    const codes = derived['divisions'] as readonly string[] | undefined;
    return codes?.some((code) => code.startsWith(asked) || (kind === 'warning' && asked.startsWith(code))) ?? false;
  };
}

function tester(test: Test): (row: Seen) => boolean {
  if ('within' in test) {
    const holds = inside(test.within);
    return (row) => {
      const position = positionOf(row);
      return position !== undefined && holds(...position);
    };
  }
  const [read, holds] = [reader(test.field), comparison(test)];
  return test.field.startsWith('derived.') ? (row) => isFaulty(row) || holds(read(row)) : (row) => holds(read(row));
}

function comparison(test: Exclude<Test, { readonly within: Area }>): (have: unknown) => boolean {
  if (test.op === 'in') {
    const among = new Set<unknown>(test.value);
    return (have) => among.has(have);
  }
  const { op, value } = test;
  if (op === 'ne') return (have) => have !== value;
  if (op === 'eq') return value === null ? (have) => (have ?? null) === null : (have) => have === value;
  if (op === 'prefix') return (have) => typeof have === 'string' && have.startsWith(String(value));
  return (have) => {
    const order = compare(have, value);
    return op === 'lt' ? order < 0 : op === 'le' ? order <= 0 : op === 'gt' ? order > 0 : order >= 0;
  };
}

/** Orders two field values; two instants by value, not as text. NaN when they cannot be ordered. */
function compare(a: unknown, b: unknown): number {
  const [sort, other] = [sortOf(a), sortOf(b)];
  if (sort === INSTANT && other === sort) return millis(a as Instant) - millis(b as Instant);
  // A date alone is no instant: it is compared with one as text.
  if (typeof a !== typeof b || sort >= OTHER) return NaN;
  return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : a === b ? 0 : NaN;
}

/** Sorts of value, in the order in which they stand beside each other. */
const NUMBER = 0;
const BOOLEAN = 1;
const INSTANT = 2;
const TEXT = 3;
const OTHER = 4;
const NONE = 5;

function sortOf(value: unknown): number {
  if (value === undefined || value === null) return NONE;
  if (typeof value === 'number') return Number.isNaN(value) ? OTHER : NUMBER;
  if (typeof value === 'boolean') return BOOLEAN;
  if (typeof value !== 'string') return OTHER;
  return value[4] === '-' && IS_INSTANT.test(value) && !Number.isNaN(millis(value as Instant)) ? INSTANT : TEXT;
}

/**
 * The order a query asks for, and a total one: values of different sorts stand apart, rows without the field come last, and
 * equal rows stand by id, so that every reader sees one order.
 */
export function orderOf({ sort = [] }: Pick<Query, 'sort'>): (a: Seen, b: Seen) => number {
  const keys = sort.map(({ field, dir }) => ({ read: reader(field), sign: dir === 'asc' ? 1 : -1 }));
  return (a, b) => {
    for (const { read, sign } of keys) {
      const x = read(a);
      const y = read(b);
      if (x === y) continue;
      if (typeof x === 'number' && typeof y === 'number') {
        const apart = x - y;
        if (!Number.isNaN(apart)) return sign * apart;
      }
      const one = sortOf(x);
      const other = sortOf(y);
      const order = one - other || compare(x, y);
      if (order) return Math.max(one, other) === NONE ? order : sign * order;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}
