import type { EntityId, Freshness, Instant, Row } from '@yingji/core';
import { feedSource } from '../frame/frame.js';
import { isUnjudged, type Rows } from '../controllers/observe.js';

/** One source as it is shown. */
export interface FeedItem {
  readonly id: EntityId;
  readonly row: Row;
  /** Its source, where others bear the same name: two tables are both 表格台账. */
  readonly source?: string;
  /** What is known of it now: nothing is live while the way to the data is silent. */
  readonly state: Freshness['state'];
  /** When it was last heard; of one that is live, when it came to be so. */
  readonly since?: Instant;
  readonly why?: 'failed' | 'removed';
  readonly code?: string;
  readonly message?: string;
  /** What its host counted since it started, as of the last change of its state; absent where it counted nothing. */
  readonly counted?: { readonly issues: number; readonly quarantined: number };
}

/** Real sources, those of drills, and those that are gone for good: three things that are never counted together. */
export interface Feeds {
  readonly real: readonly FeedItem[];
  readonly drill: readonly FeedItem[];
  readonly retired: readonly Row[];
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

function countedOf({ value: { issues, quarantined } }: Row): Pick<FeedItem, 'counted'> {
  if (issues === undefined && quarantined === undefined) return {};
  return { counted: { issues: count(issues), quarantined: count(quarantined) } };
}

/** Its names, in every language it has one in. */
const namesOf = ({ value }: Row): readonly string[] => [...new Set(Object.values(value['title'] ?? {}).map(String))];

function toItem(row: Row, link: Freshness, twins: ReadonlySet<string>): FeedItem {
  const { value, fresh } = row;
  const stated = isUnjudged(row) ? 'unknown' : fresh.state;
  const cut = stated === 'live' && link.state !== 'live';
  const state = cut ? link.state : stated;
  // The last event that is stated of a live feed is as old as its last change of state.
  const since = cut ? link.since : state === 'live' ? row.at : fresh.since;
  const [code, message] = [text(value['code']), text(value['message'])];
  const why = value['state'];
  return {
    id: row.id,
    row,
    ...(namesOf(row).some((name) => twins.has(name)) && { source: feedSource(row) }),
    state,
    ...(since !== undefined && { since }),
    ...((why === 'failed' || why === 'removed') && { why }),
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
    ...countedOf(row),
  };
}

/** What somebody must look at first: failed, silent, never heard, then what is live. */
const rank = ({ state, why }: FeedItem): number =>
  why === 'failed' ? 0 : state === 'stale' ? 1 : state === 'unknown' ? 2 : 3;

export function feedsOf(rows: Rows, link: Freshness): Feeds {
  const all = [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const isRetired = ({ value }: Row): boolean => value['retired'] !== undefined;
  const seen = new Set<string>();
  const twins = new Set<string>();
  for (const name of all.flatMap(namesOf)) (seen.has(name) ? twins : seen).add(name);
  const items = all
    .filter((row) => !isRetired(row))
    .map((row) => toItem(row, link, twins))
    .sort((a, b) => rank(a) - rank(b));
  const isDrill = ({ row }: FeedItem): boolean => row.value['exercise'] !== undefined;
  return {
    real: items.filter((item) => !isDrill(item)),
    drill: items.filter(isDrill),
    retired: all.filter(isRetired),
  };
}

/** Whether there is anything to open: what went wrong, and how to say so to whoever mends it. */
export const hasIssues = ({ code, message, counted }: FeedItem): boolean =>
  code !== undefined || message !== undefined || (counted !== undefined && counted.issues + counted.quarantined > 0);
