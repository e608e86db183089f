import type { Json } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';

/** Why nobody can say that there is nothing. */
export type Doubt =
  /** No event type was asked about. */
  | { readonly why: 'nothing-asked' }
  /** No device in the place is stated to tell of this event type. */
  | { readonly why: 'unseen'; readonly eventType: string }
  /** Devices tell of some of the kinds within this event type, and none is stated to tell of all. */
  | { readonly why: 'partly'; readonly eventType: string }
  /** No device that watches reaches any of the ground: without a stated range it reaches nothing. */
  | { readonly why: 'unreached' }
  /** A device that would tell of it, or one of its readings, has fallen silent, or was never heard. */
  | { readonly why: 'silent'; readonly device: EntityId; readonly since?: Instant }
  /** A device that would tell of it states no contract, so that nobody can judge its silence. */
  | { readonly why: 'no-contract'; readonly device: EntityId }
  /** A device that would tell of it is heard, but says that it is broken or shielded (屏蔽), or its reading may not be used. */
  | { readonly why: 'out-of-order'; readonly device: EntityId }
  /** A real source is late, was never reached, was removed or is not in the picture: what it would say is not known. */
  | { readonly why: 'feed'; readonly feed: EntityId; readonly since?: Instant }
  /** Nothing new can come into the picture: its store takes nothing, or it was closed. */
  | { readonly why: 'cut-off'; readonly code: string }
  /** The log holds lines that nobody here can read, of what this rests on, or of nobody knows what: they may tell of anything. */
  | { readonly why: 'unread'; readonly kind?: string; readonly v: Json; readonly lines: number }
  /** Something is open that could be anywhere: nobody knows where it is. */
  | { readonly why: 'unplaced'; readonly of: EntityId }
  /** No such place is in the register; one of a drill is none. */
  | { readonly why: 'place-unknown' };

/** Why one device may be blind. */
export type Blind = Extract<Doubt, { readonly device: EntityId }>;
