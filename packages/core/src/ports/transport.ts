import type { Instant } from '../model/time.js';
import type { FeedContext, Verdict } from './feed.js';

/** Bytes as they came: a chunk of a stream, a datagram, the body of a request, a file. */
export interface Packet {
  /** The line they came over; what a framing left of one is continued by the next of the same line. */
  readonly line: string;
  readonly bytes: Uint8Array;
  readonly receivedAt: Instant;
  /** Nothing more comes over this line. */
  readonly last?: boolean;
  /** What marks this very sending, where the way to us has such: the signature of a request with its nonce. See `Delivery.sending`. */
  readonly sending?: string;
  /** Sends an answer of the protocol back; nothing happens when the line is gone. */
  answer(bytes: Uint8Array): void;
  /**
   * Told once, when every message that ended in the packet is settled, with the worst that became of them; at once, when none
   * did: `stored` for a chunk of a stream, which goes on, `refused` for what should have held one. Not told when the session ends before.
   */
  settled(verdict: Verdict): void;
}

/** A transport that is open. */
export interface OpenTransport {
  /** Not read means not taken: a transport stops reading its sockets while nobody asks for the next packet. */
  readonly packets: AsyncIterable<Packet>;
  /**
   * Sends to an address of the transport's own, a topic, worth nothing after `withinMs`. False: it surely did not go out; it rejects
   * where nobody knows. Absent: only answers go back.
   */
  send?(to: string, bytes: Uint8Array, options: { readonly withinMs: number }): Promise<boolean>;
  /** Resolves when every socket and file is closed. */
  readonly closed: Promise<void>;
  /** Where it listens, if it does. */
  readonly port?: number;
}

/** How bytes come in: sockets, requests, files. Knows nothing of what they say. */
export interface Transport {
  /** Whether packets are chunks of a stream, whose bounds mean nothing. */
  readonly stream: boolean;
  /** Aborting `stop` closes everything. Error `port-in-use`, when an address cannot be bound. */
  open(context: FeedContext, stop: AbortSignal): Promise<OpenTransport>;
}
