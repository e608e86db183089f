/**
 * register: one owner, highest order wins, tombstone on removal.
 * event: an immutable set, corrected only by another event.
 * A derived value is no Change: the view computes it and the wire carries it.
 */
export type Law = 'register' | 'event';

/**
 * What a kind is about, as far as it matters to who may see it. `open`: what everybody should know, whole city. `site`: things
 * that stand somewhere. `event`: what happens and who deals with it. `people`: who is where, and who needs help.
 */
export type AccessGroup = 'open' | 'site' | 'event' | 'people';

/** How the field `state` of a kind moves. Binds Commands; a feed that jumps a step is kept with an Issue. */
export interface LifeCycle {
  /** From state to allowed states. */
  readonly states: { readonly [from: string]: readonly string[] };
  /** States a life may begin in; the first of the table when none is named. */
  readonly begins?: readonly string[];
}

/**
 * What view, wire and runner must know about a kind: plain data, no validator. The life cycle is part of a host's own kind; ours
 * stand beside theirs, for `lifeOf`, so that a page that only shows does not carry them.
 */
export interface Kind extends Partial<LifeCycle> {
  readonly name: string;
  readonly law: Law;
  /** `source`: whichever feed minted the id. `city`: only our own desk and analysts. */
  readonly owner: 'source' | 'city';
  /** Whether intermediate values may be left out on a slow connection. Never for alarms, incidents, tasks, warnings, links. */
  readonly coalesce: boolean;
  /** RFC 6901 pointers of fields that go to the vault at the door. */
  readonly sensitive: readonly string[];
  /** Fields that hold ids of other entities; the view follows them. */
  readonly refs: readonly string[];
  /** Event kinds only: the field whose latest event is the one the view keeps; without it, events live as long as what they refer to. */
  readonly keepLatestBy?: readonly string[];
  /** A host's own kind: who may see it, as with ours of that group. Without it duty desks and commanders alone do. */
  readonly access?: AccessGroup;
}

/** Left in place of a sensitive value. `masked` (`李*`, `138****1234`) is written at the door; `pseudonym` joins repeats. */
export interface VaultRef {
  readonly $vault: string;
  readonly pseudonym?: string;
  readonly masked?: string;
}
