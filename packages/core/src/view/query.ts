import type { Instant } from '../model/time.js';

/** 无异常核验, asked of a View as if it were a kind: derived when it is asked for, never logged, never taken from a feed. */
export const ALL_CLEAR = 'all-clear';

/** What a field is compared with, and what groups are told apart by. */
export type Scalar = string | number | boolean | null;

/** `[lon, lat]`, WGS 84 degrees. */
export type LonLat = readonly [lon: number, lat: number];

/**
 * A piece of the ground. `bbox` is `[west, south, east, north]`; where west is greater than east it crosses the antimeridian.
 * `polygon` is a list of rings as in GeoJSON: the outline, then holes.
 */
export type Area =
  | { readonly bbox: readonly [west: number, south: number, east: number, north: number] }
  | { readonly polygon: readonly (readonly LonLat[])[] };

/**
 * One condition on a row. `field` is a dotted path, first looked up in the value, then in `derived` (`derived.state`) and
 * the row itself (`at`, `source`, `exercise`); `at.hour` is the hour of `at` as a number, counted from 1970. A missing field passes only `ne`. `within` asks where a row stands; one
 * without a position stands nowhere.
 */
export type Test =
  | { readonly field: string; readonly op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'prefix'; readonly value: Scalar }
  | { readonly field: string; readonly op: 'in'; readonly value: readonly Scalar[] }
  | { readonly within: Area };

/**
 * How joined rows are found from a row: by ids in one of its own fields; by a field of theirs that names it; or by standing
 * links of a role, in which the row stands at `at` and they at the other end.
 */
export type Via =
  | { readonly field: string }
  | { readonly namedBy: string }
  | { readonly link: 'tells' | 'same-as' | 'part-of' | 'caused-by'; readonly at: 'from' | 'to' };

/** Rows to be shown with each row of a result, under a name. */
export interface Join {
  /** Under which name of `joined` they stand in the result. */
  readonly as: string;
  readonly via: Via;
  /** Which of them; may join further. */
  readonly query: Query;
}

/** A question to the view, as data: it crosses workers, tabs and networks unchanged. */
export interface Query<K extends string = string> {
  readonly kind: K;
  readonly where?: readonly Test[];
  /** Division code or the beginning of one: rows that stand in it, and warnings that are in force for it. */
  readonly division?: string;
  /** Rows whose `at` is not before this. */
  readonly since?: Instant;
  /** Rows whose `at` is before this. */
  readonly until?: Instant;
  readonly sort?: readonly { readonly field: string; readonly dir: 'asc' | 'desc' }[];
  /** Only the first n by `sort`. */
  readonly top?: number;
  /** The k rows nearest to a point, great circle; in place of `sort` and `top`. */
  readonly nearest?: { readonly to: LonLat; readonly k: number };
  /** Counts instead of rows, one for each combination of these fields' values; `worst` is the least of a number field. */
  readonly group?: { readonly by: readonly string[]; readonly worst?: string };
  /** Rows to be shown with each row. */
  readonly join?: readonly Join[];
}
