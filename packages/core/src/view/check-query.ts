import type { Kind } from '../model/kind.js';
import { hostOnly, kinds } from '../model/kinds.js';
import { toEdges } from '../space/polygon.js';
import { allClearAsked } from './all-clear-query.js';
import { ALL_CLEAR } from './query.js';

/** What a question may hold at most, so that no stranger's question can hold up a host. */
export const QUERY_LIMITS = {
  tests: 16,
  values: 200,
  text: 200,
  sorts: 8,
  fields: 4,
  joins: 8,
  depth: 3,
  points: 2000,
  top: 100_000,
  k: 1000,
};

const OPS = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'prefix', 'in']);
const MEMBERS = new Set(['kind', 'where', 'division', 'since', 'until', 'sort', 'top', 'nearest', 'group', 'join']);
const ROLES = new Set(['tells', 'same-as', 'part-of', 'caused-by']);

/** The kinds there are, by name. */
type Known = { readonly [name: string]: Kind };

/** Why this is no {@link Query} that a stranger may ask; `undefined` when it is one. Plain code: pages check without a validator. */
export function queryFault(query: unknown, known: Known = kinds, depth = 1): string | undefined {
  if (!isRecord(query)) return 'a query is an object';
  const { kind, where, division, since, until, sort, top, nearest, group, join } = query;
  if (kind === ALL_CLEAR && depth === 1)
    return allClearAsked(query) ? undefined : 'an all-clear is asked as allClearQuery makes it';
  if (typeof kind !== 'string' || !Object.hasOwn(known, kind) || hostOnly.has(kind))
    return 'kind is none that can be asked for';
  if (where !== undefined && !isList(where, QUERY_LIMITS.tests, isTest)) return 'where is a list of tests';
  if (division !== undefined && !(typeof division === 'string' && /^\d{1,14}$/.test(division)))
    return 'division is a division code or the beginning of one';
  if (since !== undefined && !isInstant(since)) return 'since is an instant';
  if (until !== undefined && !isInstant(until)) return 'until is an instant';
  if (sort !== undefined && !isList(sort, QUERY_LIMITS.sorts, isSort)) return 'sort is a list of {field, dir}';
  if (top !== undefined && !isCount(top, QUERY_LIMITS.top)) return 'top is a whole number above 0';
  if (nearest !== undefined && !isNearest(nearest)) return 'nearest is {to: [lon, lat], k}';
  if (nearest !== undefined && (sort !== undefined || top !== undefined))
    return 'nearest stands in place of sort and top';
  if (group !== undefined && !isGroup(group)) return 'group is {by: fields, worst?: field}';
  if (group !== undefined && [sort, top, nearest, join].some((other) => other !== undefined))
    return 'a query that groups has no sort, top, nearest or join';
  const extra = Object.keys(query).find((key) => !MEMBERS.has(key));
  if (extra !== undefined) return `${extra.slice(0, QUERY_LIMITS.text)} is no part of a query`;
  return join === undefined ? undefined : joinFault(join, known, depth);
}

function joinFault(join: unknown, known: Known, depth: number): string | undefined {
  if (depth > QUERY_LIMITS.depth) return `joins are at most ${QUERY_LIMITS.depth} deep`;
  if (!isList(join, QUERY_LIMITS.joins, isJoin)) return 'join is a list of {as, via, query}';
  const names = (join as { as: string }[]).map(({ as }) => as);
  if (new Set(names).size < names.length) return 'each join has a name of its own';
  for (const { query } of join as { query: Record<string, unknown> }[]) {
    if (query['group'] !== undefined || query['nearest'] !== undefined)
      return 'a joined query neither groups nor asks for the nearest';
    const fault = queryFault(query, known, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasOnly = (value: Record<string, unknown>, ...keys: string[]): boolean =>
  Object.keys(value).every((key) => keys.includes(key));
const isList = (value: unknown, most: number, each: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= most && value.every(each);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= QUERY_LIMITS.text;
const isCount = (value: unknown, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
const isScalar = (value: unknown): boolean =>
  value === null ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  typeof value === 'boolean' ||
  isText(value);
const isInstant = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(value));

function isTest(test: unknown): boolean {
  if (!isRecord(test)) return false;
  if ('within' in test) return hasOnly(test, 'within') && isArea(test['within']);
  if (!isText(test['field']) || !OPS.has(String(test['op'])) || !hasOnly(test, 'field', 'op', 'value')) return false;
  return test['op'] === 'in' ? isList(test['value'], QUERY_LIMITS.values, isScalar) : isScalar(test['value']);
}

const isLon = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) <= 180;
const isLat = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) <= 90;
const isLonLat = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isLon(value[0]) && isLat(value[1]);

function isArea(area: unknown): boolean {
  if (!isRecord(area)) return false;
  const { bbox, polygon } = area;
  if (bbox !== undefined)
    return hasOnly(area, 'bbox') && isList(bbox, 4, Number.isFinite) && isBox(bbox as readonly number[]);
  return hasOnly(area, 'polygon') && isPolygon(polygon);
}

/** Rings of corners, as a polygon is made of. */
export function isPolygon(polygon: unknown): boolean {
  if (!isList(polygon, QUERY_LIMITS.points, (ring) => isList(ring, QUERY_LIMITS.points, isLonLat))) return false;
  const rings = polygon as (readonly number[])[][];
  if (rings.reduce((sum, ring) => sum + ring.length, 0) > QUERY_LIMITS.points) return false;
  try {
    toEdges(rings);
    return true;
  } catch {
    return false;
  }
}

const isBox = ([west, south, east, north, ...more]: readonly unknown[]): boolean =>
  more.length === 0 &&
  isLon(west) &&
  isLon(east) &&
  isLat(south) &&
  isLat(north) &&
  (south as number) <= (north as number);

const isSort = (sort: unknown): boolean =>
  isRecord(sort) &&
  isText(sort['field']) &&
  (sort['dir'] === 'asc' || sort['dir'] === 'desc') &&
  hasOnly(sort, 'field', 'dir');

const isNearest = (nearest: unknown): boolean =>
  isRecord(nearest) && isLonLat(nearest['to']) && isCount(nearest['k'], QUERY_LIMITS.k) && hasOnly(nearest, 'to', 'k');

const isGroup = (group: unknown): boolean =>
  isRecord(group) &&
  isList(group['by'], QUERY_LIMITS.fields, isText) &&
  (group['worst'] === undefined || isText(group['worst'])) &&
  hasOnly(group, 'by', 'worst');

function isJoin(join: unknown): boolean {
  if (!isRecord(join) || !isText(join['as']) || !isRecord(join['query']) || !hasOnly(join, 'as', 'via', 'query'))
    return false;
  const { via } = join;
  if (!isRecord(via)) return false;
  if ('field' in via) return isText(via['field']) && hasOnly(via, 'field');
  if ('namedBy' in via) return isText(via['namedBy']) && hasOnly(via, 'namedBy');
  return ROLES.has(String(via['link'])) && (via['at'] === 'from' || via['at'] === 'to') && hasOnly(via, 'link', 'at');
}
