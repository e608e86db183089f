import type { Draft } from '../model/change.js';
import type { Instant } from '../model/time.js';
import type { Query } from './query.js';
import type { Delta, Reader } from './view.js';

/**
 * A pure rule over the view. It runs after commit N and writes N + 1; its ids are made from analyst, version and inputs,
 * so that running again changes nothing. What it must remember is kept as entities.
 */
export interface Analyst {
  readonly id: string;
  readonly version: number;
  readonly watches: readonly Query[];
  /** `deltas` stand in the order of `watches`. `wakeAt` asks to be called again with empty deltas. */
  step(
    deltas: readonly Delta[],
    context: { readonly view: Reader; readonly now: Instant },
  ): { readonly drafts: readonly Draft[]; readonly wakeAt?: Instant };
}
