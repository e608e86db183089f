import type * as z from 'zod';
import type { Issue } from '../error.js';
import type { Layout } from '../frame/layout.js';
import type { Json } from '../json.js';
import type { Draft } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import type { Command } from '../command/command.js';
import type { Clock } from './clock.js';
import type { Ids } from './ids.js';
import type { Logger } from './logger.js';
import type { Transport } from './transport.js';

/**
 * How a feed's Changes of one id are ordered: by the device's own counter (with its modulus), by the time the source
 * states, or by arrival where the transport itself keeps order.
 */
export type Ordering =
  { readonly by: 'sequence'; readonly modulus: number } | { readonly by: 'source-time' } | { readonly by: 'arrival' };

/**
 * One message of the source, decoded and mapped: plain data. What is not as these types say is left out with an Issue and the
 * rest is kept. One message is one commit, whole: of more than 200,000 drafts the first so many are kept.
 */
export interface Delivery {
  /** Handed back to `settle`; unique within a Session. */
  readonly token: number;
  /** The source's own identity of this message; a retry repeats it, another message never does. */
  readonly key: string;
  /**
   * What marks the very sending, where the transport has such: the same again is a replay, not taken for 48 h whatever its key, also over
   * a restart. A source that sends its message anew marks it anew.
   */
  readonly sending?: string;
  readonly receivedAt: Instant;
  readonly drafts: readonly Draft[];
  readonly issues: readonly Issue[];
  /** The bytes as received, kept in quarantine unless the outcome is good. */
  readonly raw?: Uint8Array;
  /** Marks a full list: entities of `kind` whose id starts with `within`, of this source, and is not in `ids` are gone. */
  readonly complete?: { readonly kind: string; readonly within: string; readonly ids: readonly EntityId[] };
  readonly outcome: 'good' | 'undecodable' | 'unmapped';
}

/** stored: committed, confirm it. refused: kept in quarantine, deny it. retry: not kept, say nothing, let the source send again. */
export type Verdict = 'stored' | 'refused' | 'retry';

/**
 * One opened way to a source: what it delivers, and what is answered. Errors while it reads: end `deliveries` with a
 * YingjiError.
 */
export interface Session {
  readonly deliveries: AsyncIterable<Delivery>;
  /** Called once for each delivery, only after what it says is true. */
  settle(token: number, verdict: Verdict): void;
  /**
   * Acts on a device of the source (clock sync, post check): `input.native` is its address. Resolves without Issues once the device
   * confirmed it. Codes with a meaning: `device-not-connected`, not here; `device-silent` and `feed-stopped`, it may have obeyed.
   */
  execute?(command: Command): Promise<readonly Issue[]>;
  /** Resolves when every socket and file of this session is closed. */
  readonly closed: Promise<void>;
  /** Where it listens, if it does. */
  readonly port?: number;
}

/** Bytes as they came in over one line of one session. */
export interface Heard {
  readonly line: string;
  readonly bytes: Uint8Array;
  readonly receivedAt: Instant;
  /** Nothing more came over this line. */
  readonly last?: boolean;
}

/** What a feed gets from its host at each opening; everything of the outside world comes through it. */
export interface FeedContext {
  /** The source part of every id this feed mints. */
  readonly source: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ids: Ids;
  /** Present while somebody records: told of every packet before it is cut into messages. A feed that is no recipe need not. */
  heard?(packet: Heard): void;
  /** Tells the runner how the connection stands; the runner turns transitions into facts. */
  status(state: 'open' | 'reconnecting' | 'failed', why?: Issue): void;
}

/** A configured feed. `contract` is the version of this interface it was written for. */
export interface Feed {
  readonly id: string;
  readonly contract: 1;
  readonly title: { readonly zh: string; readonly en: string };
  readonly ordering: Ordering;
  /** The longest silence that still counts as live; absent: a feed of events, silent by nature. */
  readonly expectEveryMs?: number;
  /** Sources whose devices this feed would carry word of: an event-only device is as fresh as the feed that hears it. */
  readonly hears?: readonly string[];
  /** Names of the Commands that its sessions execute on the source itself. */
  readonly commands?: readonly string[];
  /** Whether the protocol can refuse a message; without it an undecodable one is confirmed after quarantine. */
  readonly canRefuse: boolean;
  /** Aborting `stop` ends the session: `deliveries` finishes and `closed` resolves. */
  open(context: FeedContext, stop: AbortSignal): Promise<Session>;
}

/** What an input came to. */
export interface Decoded {
  readonly ok: boolean;
  readonly drafts: readonly Draft[];
  readonly issues: readonly Issue[];
}

/** What an input is decoded with. */
export interface DecodeContext {
  readonly source: string;
  readonly receivedAt: Instant;
  readonly config?: Json;
}

/** Decodes without a connection, for `yingji decode`, vectors, checks, and what is in quarantine. */
export interface FeedCodec {
  decode(bytes: Uint8Array, context: DecodeContext): Decoded;
  /** The `raw` of one of its deliveries, where that is not an input as it stands: a line without its end. Absent: `decode` can. */
  decodeRaw?(raw: Uint8Array, context: DecodeContext): Decoded & Pick<Delivery, 'outcome'>;
}

/** How messages come in: over a socket that is listened on, asked for, pushed to us, from a broker, a database or files. */
export type FeedTransport = 'tcp' | 'udp' | 'http-poll' | 'http-push' | 'mqtt' | 'sql' | 'files';

/** What a feed package exports: descriptor, codec, and a maker that checks its configuration. */
export interface FeedDefinition extends FeedCodec {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly norm: string;
  readonly contract: 1;
  /** Every way by which it can be spoken to; for the docs table of feeds. */
  readonly transports?: readonly FeedTransport[];
  /** Names of the Commands that its sessions execute on the source itself. */
  readonly commands?: readonly string[];
  /** Its configuration, every option with a description. */
  readonly schema?: z.ZodType;
  /** Its frames as data; the first is that of a whole message. */
  readonly layouts?: readonly Layout[];
  /** Checks the configuration and makes the feed; wrong configuration gives Issues. */
  configure(config: Json): { readonly feed: Feed } | { readonly issues: readonly Issue[] };
  /** The same with packets from elsewhere, a recording. Absent: what it delivers is told by its messages alone. */
  over?(config: Json, transport: Transport): { readonly feed: Feed } | { readonly issues: readonly Issue[] };
}
