import {
  issue,
  saidBy,
  type DecodeContext,
  type Decoded,
  type Delivery,
  type FeedCodec,
  type FeedDefinition,
  type Instant,
  type Json,
} from '@yingji/core/feed';

/** What a message of quarantine comes to now. */
export type DecodedRaw = Decoded & Pick<Delivery, 'outcome'>;

/** A message as it was received. */
export interface RawMessage {
  readonly bytes: Uint8Array;
  readonly receivedAt: Instant;
}

/** Decodes messages with a feed as it is configured now; one that its code cannot bear is an Issue, like any other. */
export type Decoder = (messages: readonly RawMessage[], source: string) => Promise<readonly DecodedRaw[]>;

/** A feed of ours, in this thread. */
export const decoderOf =
  (definition: FeedDefinition, config: Json): Decoder =>
  (messages, source) =>
    Promise.resolve(
      messages.map(({ bytes, receivedAt }) => decodeRaw(definition, bytes, { source, receivedAt, config })),
    );

/** Never throws. Without a word of its own, what comes to Issues alone is whole, but of a sort nobody mapped. */
export function decodeRaw(codec: FeedCodec, bytes: Uint8Array, context: DecodeContext): DecodedRaw {
  try {
    if (codec.decodeRaw) return codec.decodeRaw(bytes, context);
    const decoded = codec.decode(bytes, context);
    const { ok, drafts, issues } = decoded;
    return {
      ...decoded,
      outcome: !ok ? 'undecodable' : drafts.length === 0 && issues.length > 0 ? 'unmapped' : 'good',
    };
  } catch (error) {
    return undecoded(`The feed threw ${saidBy(error)}; mend its decode.`);
  }
}

export const undecoded = (message: string, code = 'read-failed'): DecodedRaw => ({
  outcome: 'undecodable',
  ok: false,
  drafts: [],
  issues: [issue(code, message)],
});
