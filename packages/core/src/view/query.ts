import type { Instant } from '../model/time.js';

export type Scalar = string | number | boolean | null;

/**
 * One condition on a row. `field` is a dotted path, first looked up in the value, then in `derived` (`derived.state`) and
 * the row itself (`at`, `source`, `exercise`). A missing field passes only `ne`.
 */
export type Test =
  | { readonly field: string; readonly op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'prefix'; readonly value: Scalar }
  | { readonly field: string; readonly op: 'in'; readonly value: readonly Scalar[] };

/** A question to the view, as data: it crosses workers, tabs and networks unchanged. */
export interface Query {
  readonly kind: string;
  readonly where?: readonly Test[];
  /** Rows whose `at` is not before this. */
  readonly since?: Instant;
  readonly sort?: readonly { readonly field: string; readonly dir: 'asc' | 'desc' }[];
  /** Only the first n by `sort`. */
  readonly top?: number;
}
