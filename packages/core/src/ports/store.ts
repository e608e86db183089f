import type { Issue } from '../error.js';
import type { Json } from '../json.js';
import type { Change, Entry, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import type { CommandResult } from '../command/command.js';

/** A sensitive value on its way into the vault. `key` is what the log holds in its place. */
export interface VaultRow {
  readonly key: string;
  /** `<kind><pointer>`, e.g. `report/caller`: tells an auditor what sort of secret it is. */
  readonly field: string;
  /** Whose it is: erasing an entity erases all its rows, those of its earlier versions among them. */
  readonly entity: EntityId;
  /** From {@link Vault.pseudonym}: rows of one text in one field have one. */
  readonly pseudonym: string;
  readonly secret: string;
}

/** One logged Change. */
export interface LogRow {
  readonly change: Change;
  /** The place in live state that this Change now fills; absent when it changes nothing that stands. */
  readonly slot?: string;
  /** Position of the Entry that filled the slot before; walking it gives the state as of any position. */
  readonly prev?: Position;
}

/** Raw bytes of a message that could not be used, sealed with the vault's key. */
export interface QuarantineRow {
  readonly feed: string;
  readonly key: string;
  readonly sealed: Uint8Array;
  readonly issues: readonly Issue[];
  readonly until: Instant;
  /** Entities that the message tells of, as far as it could be read: erasing one of them deletes it before it runs out. */
  readonly about?: readonly EntityId[];
  /** When it was received; absent in rows that were kept before this was noted. */
  readonly receivedAt?: Instant;
  /** Position of the last thing that was told up to and with this message. */
  readonly position?: Position;
  /** Not the bytes of the source but the drafts of a feed that hands over none, as JSON: it cannot be decoded again. */
  readonly drafts?: true;
}

/** What may be known of a message in quarantine by whoever may not read it. */
export interface Held extends Required<
  Pick<QuarantineRow, 'feed' | 'key' | 'issues' | 'until' | 'receivedAt' | 'position'>
> {
  /** Grows in the order in which they came. */
  readonly id: number;
  /** Size of the message, sealed. */
  readonly bytes: number;
  readonly drafts: boolean;
}

/** Looks into what was set aside; rows come and go through a Store commit alone. */
export interface Quarantine {
  /** In the order in which they came, after `after`, at most `limit`; of one feed or of all. */
  list(asked: { readonly feed?: string; readonly after?: number; readonly limit: number }): Promise<readonly Held[]>;
  /** Those of these ids that are there, with what they hold. */
  read(ids: readonly number[]): Promise<readonly (Held & { readonly sealed: Uint8Array })[]>;
}

/** What became of a message in quarantine that was decoded again: without Issues it leaves. */
export interface Retried {
  readonly id: number;
  readonly stays?: { readonly issues: readonly Issue[]; readonly about: readonly EntityId[] };
}

/** A message key that was taken; a retry within `until` is recognised after a restart too. */
export interface SeenRow {
  readonly feed: string;
  readonly key: string;
  readonly until: Instant;
}

/** How far one counter has come; opaque to the Store. */
export interface Stamp {
  readonly epoch: number;
  readonly last: number;
  readonly at?: Instant;
  /** Numbers below `last` that have not arrived: a late one fills a gap, anything else that goes back is a reboot. */
  readonly missing?: readonly number[];
  /** When the latest readings of one quantity were true, milliseconds: what its beat is learned from. */
  readonly heard?: readonly number[];
}

/** Everything that must stand or fall together. */
export interface Commit {
  /** From {@link Store.lease}; a stale one is refused with `fenced`. */
  readonly fence: number;
  /** The head this commit builds on; rows get positions after + 1, after + 2, … */
  readonly after: Position;
  readonly recordedAt: Instant;
  readonly rows: readonly LogRow[];
  readonly vault: readonly VaultRow[];
  readonly quarantine: readonly QuarantineRow[];
  readonly retried?: readonly Retried[];
  readonly seen: readonly SeenRow[];
  readonly cursors: { readonly [analyst: string]: Position };
  readonly commands: readonly { readonly id: string; readonly result: CommandResult; readonly until: Instant }[];
  readonly stamps: { readonly [counter: string]: Stamp };
}

/** What a writer needs to go on where the last one stopped. */
export interface Resume {
  readonly head: Position;
  readonly cursors: { readonly [analyst: string]: Position };
  readonly stamps: { readonly [counter: string]: Stamp };
  /** The newest version of a line that this Store reads. Default: that of this package. */
  readonly version?: number;
  /** Where the log was cut, and when that was recorded: of what was before, only what stood there is left. Absent: whole. */
  readonly cut?: { readonly at: Position; readonly recordedAt: Instant };
}

/** What a Store remembers of the messages and Commands it was asked about. */
export interface Known {
  /** Whether this message was taken within its time. */
  seen(feed: string, key: string): boolean;
  result(command: string): CommandResult | undefined;
}

/**
 * A line of the log that this program cannot read: of a newer version, or of one there is no way from. It stays in the log as it
 * is, byte by byte, for the program that can.
 */
export interface Unread {
  readonly position: Position;
  readonly recordedAt: Instant;
  /** The version it is of; null where it tells none. */
  readonly v: Json;
  /** What it tells of, where that is written as it is now; nothing else of it is believed. */
  readonly kind?: string;
  readonly id?: EntityId;
  /** The place in live state that it fills; absent where it fills none. */
  readonly slot?: string;
}

/** Hears of lines that cannot be read, in their place among the others. */
export type HearUnread = (line: Unread) => void;

/**
 * The append-only log and what stands by it. One commit is all or nothing, and durable when its promise resolves.
 * Errors: `fenced` (another writer took over), `store-failed` (disk), `version-mismatch` (written by another version).
 */
export interface Store {
  /** Makes the caller the one writer for `ms`; renewed by calling again with the same holder. */
  lease(holder: string, ms: number): Promise<{ readonly fence: number } | { readonly heldUntil: Instant }>;
  commit(commit: Commit): Promise<void>;
  /**
   * Entries after `after`, in order, at most `limit`. Positions of old observations may be missing, where they were thinned out.
   * Lines that cannot be read go to `unread`, and count; without it they are the error `version-mismatch`. Error `log-cut` before
   * the place where the log was cut.
   */
  read(after: Position, limit: number, unread?: HearUnread): AsyncIterable<Entry>;
  /**
   * What stands in every slot, as of `at` (default: now); in place of a line that cannot be read, which `unread` hears of (without
   * it: error `version-mismatch`), the last before it in its slot that can. Error `log-cut` before the place where the log was cut.
   */
  snapshot(
    at?: Position,
    unread?: HearUnread,
  ): Promise<{ readonly at: Position; readonly entries: AsyncIterable<Entry> }>;
  resume(): Promise<Resume>;
  /** Looks up message keys and Command ids, many in one call, in what is committed. */
  known(asked: {
    readonly keys: readonly { readonly feed: string; readonly key: string }[];
    readonly commands: readonly string[];
  }): Promise<Known>;
  close(): Promise<void>;
}
