import { toInstant, type Draft, type FeedDefinition, type Instant, type Json } from '@yingji/core';

/** What one input must come to; written from the norm by somebody who has not read the code. */
export interface FeedVector {
  readonly name: string;
  /** Where it comes from: a clause of the norm, a capture with its device, or "derived". */
  readonly source: string;
  readonly sort: 'good' | 'truncated' | 'checksum' | 'hostile';
  /** Pairs of 0–9, a–f. */
  readonly frame?: string;
  readonly text?: string;
  /** What every draft must hold, in order; members that are not named here may be anything. */
  readonly drafts?: readonly Json[];
  /** Codes of the Issues, in order. */
  readonly issues?: readonly string[];
  /** Bytes that must come back once it is stored, as pairs of 0–9, a–f. */
  readonly answer?: string;
}

/** A feed with all that is needed to check it. */
export interface FeedSubject {
  readonly definition: FeedDefinition;
  /** A configuration that it can be opened with here: port 0, a folder of its own. */
  readonly config: Json;
  readonly vectors: readonly FeedVector[];
  readonly readme: string;
  /** How its source speaks; absent: nobody can play it, and the checks that need that must be skipped with a reason. */
  readonly line?: 'tcp-client';
  /** Checks that cannot be, by id, with the reason. */
  readonly skip: { readonly [check: string]: string };
}

/** One claim about a feed. `run` gives what speaks against it; nothing is a pass. */
export interface FeedCheck {
  readonly id: string;
  readonly about: string;
  run(subject: FeedSubject): Promise<readonly string[]> | readonly string[];
}

/** The instant at which vectors are received, and the source that ids carry. */
export const RECEIVED_AT: Instant = toInstant(Date.parse('2026-06-12T16:00:00+08:00'));
export const SOURCE = 'checked';

export function bytesOf({ frame, text }: FeedVector): Uint8Array {
  return text === undefined ? Uint8Array.from(Buffer.from(frame ?? '', 'hex')) : new TextEncoder().encode(text);
}

export const decodeIt = (
  { definition, config }: FeedSubject,
  bytes: Uint8Array,
): ReturnType<FeedDefinition['decode']> =>
  definition.decode(bytes, { source: SOURCE, receivedAt: RECEIVED_AT, config });

export const goodOf = ({ vectors }: FeedSubject): readonly FeedVector[] =>
  vectors.filter(({ sort }) => sort === 'good');

/** Every draft of the good vectors, with the name of its vector. */
export const goodDrafts = (subject: FeedSubject): { readonly vector: string; readonly draft: Draft }[] =>
  goodOf(subject).flatMap((vector) =>
    decodeIt(subject, bytesOf(vector)).drafts.map((draft) => ({ vector: vector.name, draft })),
  );
