import { toInstant, type Draft, type FeedDefinition, type Instant, type Json, type JsonObject } from '@yingji/core';

/** What one input must come to; written from the norm by somebody who has not read the code. */
export interface FeedVector {
  readonly name: string;
  /** Where it comes from: a clause of the norm, a capture with its device, or "derived". */
  readonly source: string;
  /** `checksum`: damaged on the way; where the protocol has no checksum, so that its own form shows it. */
  readonly sort: 'good' | 'truncated' | 'checksum' | 'hostile';
  /** Pairs of 0–9, a–f. */
  readonly frame?: string;
  readonly text?: string;
  /** What every draft must hold, in order; members that are not named here may be anything. */
  readonly drafts?: readonly Json[];
  /** Codes of the Issues, in order; with the path where that matters. */
  readonly issues?: readonly (string | { readonly code: string; readonly path: string })[];
  /** Options that this input is read with, beside those of `check.json`; it is decoded, not sent over a line. */
  readonly config?: JsonObject;
  /** Said where it is an answer to an order of ours: whole and read, but no message that the feed delivers. */
  readonly delivered?: false;
  /** What the codec beneath the feed reads: for the feed's own tests, no check looks at it. */
  readonly codec?: Json;
  /** Bytes that must come back once it is stored, as pairs of 0–9, a–f; `..` is a byte that may be anything, as a time of ours. */
  readonly answer?: string;
}

/** `tcp-client`: it dials and sends a stream of bytes. `http-push`: it posts each message, signed as `httpPush` asks. */
export type LineKind = 'tcp-client' | 'http-push';

/** A feed with all that is needed to check it. */
export interface FeedSubject {
  readonly definition: FeedDefinition;
  /** A configuration that it can be opened with here: port 0, a folder of its own. */
  readonly config: Json;
  /** The instant at which its vectors are received. */
  readonly receivedAt: Instant;
  readonly vectors: readonly FeedVector[];
  readonly readme: string;
  /** How its source speaks; absent: nobody can play it, and the checks that need that must be skipped with a reason. */
  readonly line?: LineKind;
  /** How many damaged inputs are tried; default 2000, or what the environment says in YINGJI_FUZZ. */
  readonly fuzz?: number;
  /** How long it may take to close, in milliseconds; default 5,000. */
  readonly closesWithinMs?: number;
  /** Checks that cannot be, by id, with the reason. */
  readonly skip: { readonly [check: string]: string };
}

/** One claim about a feed. `run` gives what speaks against it; nothing is a pass. */
export interface FeedCheck {
  readonly id: string;
  readonly about: string;
  /** Only with a source that can be played. */
  readonly needsLine?: true;
  /** Only of feeds whose source speaks so. */
  readonly of?: LineKind;
  run(subject: FeedSubject): Promise<readonly string[]> | readonly string[];
}

/** The instant at which vectors are received where `check.json` names none. */
export const RECEIVED_AT: Instant = toInstant(Date.parse('2026-06-12T16:00:00+08:00'));
/** The source that ids carry. */
export const SOURCE = 'checked';

export function bytesOf({ frame, text }: FeedVector): Uint8Array {
  return text === undefined ? Uint8Array.from(Buffer.from(frame ?? '', 'hex')) : new TextEncoder().encode(text);
}

/** The configuration that a vector is read with. */
const configOf = ({ config }: FeedSubject, own: JsonObject | undefined): Json =>
  own === undefined ? config : { ...(config as JsonObject), ...own };

export const decodeIt = (
  subject: FeedSubject,
  bytes: Uint8Array,
  own?: JsonObject,
): ReturnType<FeedDefinition['decode']> =>
  subject.definition.decode(bytes, {
    source: SOURCE,
    receivedAt: subject.receivedAt,
    config: configOf(subject, own),
  });

export const decodeVector = (subject: FeedSubject, vector: FeedVector): ReturnType<FeedDefinition['decode']> =>
  decodeIt(subject, bytesOf(vector), vector.config);

export const goodOf = ({ vectors }: FeedSubject): readonly FeedVector[] =>
  vectors.filter(({ sort }) => sort === 'good');

/** Good messages that the feed delivers by the configuration of the subject itself: a line has no other. */
export const sentOf = (subject: FeedSubject): readonly FeedVector[] =>
  goodOf(subject).filter(({ config, delivered }) => config === undefined && delivered === undefined);

/** Every draft of the good vectors, with the name of its vector. */
export const goodDrafts = (subject: FeedSubject): { readonly vector: string; readonly draft: Draft }[] =>
  goodOf(subject).flatMap((vector) =>
    decodeVector(subject, vector).drafts.map((draft) => ({ vector: vector.name, draft })),
  );
