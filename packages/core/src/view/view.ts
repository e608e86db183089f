import type { Observable } from 'rxjs';
import type { CommandRequest, CommandResult } from '../command/command.js';
import type { JsonObject } from '../json.js';
import type { Basis, Entry, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import type { Stated } from '../model/schemas.js';
import type { Instant } from '../model/time.js';
import type { Unread } from '../ports/store.js';
import type { Query, Scalar } from './query.js';

/** live: heard within its contract. stale: silent for longer. unknown: never heard, or no contract to judge by. */
export interface Freshness {
  readonly state: 'live' | 'stale' | 'unknown';
  /** When it was last heard. */
  readonly since?: Instant;
}

/** One entity as a reader sees it: the stated value, what the view derived, and how fresh it is. */
export interface Row<V = JsonObject> {
  readonly id: EntityId;
  readonly kind: string;
  readonly value: V;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly basis: Basis;
  readonly source: string;
  readonly exercise?: string;
  /** The actor or analyst who stated it, where the city did. */
  readonly by?: string;
  readonly position: Position;
  /** What follows from it and from others; `fault` alone where that could not be told. */
  readonly derived: JsonObject;
  readonly fresh: Freshness;
  /** Rows that a joined query shows with this one, by the name of the join. */
  readonly joined?: { readonly [as: string]: readonly Row[] };
}

/** How many rows share the values of the fields a query groups by. */
export interface Group {
  /** The values, in the order of `group.by`; null where a row has none. */
  readonly key: readonly Scalar[];
  readonly count: number;
  /** The least value of `group.worst` among them. */
  readonly worst?: number;
}

/** The value of each kind. A host that defines kinds of its own adds theirs by declaration merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an alias could not be added to
export interface Values extends Stated {}

/** What rows of a kind carry; of one that is not known by name, any JSON object. */
export type ValueOf<K extends string> = K extends keyof Values ? Values[K] & JsonObject : JsonObject;

/** What changed in one query's result since the last Delta. */
export interface Delta<V = JsonObject> {
  /** The result starts anew: forget everything before. */
  readonly reset: boolean;
  /** Something may have come and gone unseen before this reset. */
  readonly gap: boolean;
  readonly put: readonly Row<V>[];
  readonly removed: readonly EntityId[];
  /** Of a grouping query, in place of rows: the groups that changed; a count of 0 means there is none left. */
  readonly groups?: readonly Group[];
  readonly at: Position;
  readonly now: Instant;
}

/** Why a view takes no Commands: nobody who acts was given to it, who reads it may only read, or it is a picture of the past. */
export type ReadOnly = 'no-actor' | 'no-right' | 'past';

/** Who acts through a view, as far as it is known before anything is sent. It is what a reader is told; whoever takes a Command looks anew. */
export interface Acting {
  /** By the name that others may see, e.g. `李*`. Absent: nobody, or the host does not say. */
  readonly actor?: string;
  /** Why nobody may send anything. Absent: somebody may, or the host does not say. */
  readonly readOnly?: ReadOnly;
}

/** How the way to the data stands, and who acts by it. */
export interface Health extends Acting {
  readonly link: Freshness;
  /**
   * What the failure is called, when the link is failing. While it is not: `derivation-failed` when a row has `derived.fault`,
   * else `analyst-failed` when a rule threw since the start, or concluded what could not be kept, else `lines-aside` when the log
   * holds what cannot be read here: rows may be missing, or be older than what is known.
   */
  readonly code?: string;
  /** The host's time now, as well as it is known: what ages are counted from, never the reader's own wall clock. */
  readonly now?: Instant;
}

/** A Command that was given on this device and could not be sent at once. */
export interface WaitingCommand {
  readonly command: CommandRequest;
  /** When it was given, by the host's time as well as it was known then. */
  readonly since?: Instant;
  /** `sent`: the host has decided for it; such a one is listed for a minute. `refused` stays until somebody has seen it. */
  readonly fate: 'waits' | 'sent' | 'refused';
  /** Why it was refused. */
  readonly code?: string;
}

/** Where Commands wait while the host is out of reach. */
export interface Outbox {
  /** First those that wait now, the oldest first, then each change. */
  readonly commands$: Observable<readonly WaitingCommand[]>;
  /** Whether this one would wait, rather than be lost. */
  mayWait(command: CommandRequest): boolean;
  /** Takes one that was refused from the list: somebody has seen it. */
  seen(id: string): void;
}

/** Live answers to Queries. A local and a remote View pass one contract suite. */
export interface View {
  /** First a reset Delta with the whole result, then what changes. Unsubscribing stops all work for it. */
  select<K extends string>(query: Query<K>): Observable<Delta<ValueOf<K>>>;
  readonly health$: Observable<Health>;
  /** What came of it; of one that waits in `outbox`, once that is known. */
  send(command: CommandRequest): Promise<CommandResult>;
  /** Where Commands wait while the host is out of reach; absent: nowhere, nothing is kept. */
  readonly outbox?: Outbox;
}

/** Reading at once, where the data is local: what analysts and decide get. */
export interface Reader {
  get(id: EntityId): Row | undefined;
  /** The rows a query asks for, in its order. */
  find<K extends string>(query: Query<K>): readonly Row<ValueOf<K>>[];
  /** The whole result as of now, as a subscriber would get it first. */
  answer<K extends string>(query: Query<K>): Delta<ValueOf<K>>;
  /** Rows whose `refs` fields name this id. */
  referring(id: EntityId): readonly Row[];
  /** Rows known under another name: `code:<division>`, `zone:<place or source>|<zone>`, `hears:<source>`. */
  known(alias: string): readonly Row[];
  readonly at: Position;
  readonly now: Instant;
  /** Why nothing new can come in, where that is so: the picture is older than `now`, however calm it looks. */
  readonly trouble?: string | undefined;
  /** What stands in the log and is not in this picture, since nobody here can read it. Absent or empty: nothing. */
  readonly lacking?: readonly Unread[];
  /** Tells that rows show less since an erasure: whoever keeps what they showed before lets go of it. */
  readonly erased$?: Observable<void>;
}

/** Does what one query costs after a change: works out its part, and tells the subscriber. Whoever bounds that work measures it. */
export type Around = (job: () => void) => void;

/** The view beside the writer. `apply` takes committed Entries in order of position. */
export interface LocalView extends View, Reader {
  /** As {@link View.select}; `around` is called with all that a change costs this subscriber, once it has had the first Delta. */
  select<K extends string>(query: Query<K>, around?: Around): Observable<Delta<ValueOf<K>>>;
  apply(batch: readonly Entry[], now: Instant): void;
  /**
   * Lets time pass: recomputes freshness, expiry and age that fall due by `now`. `trouble` says why nothing new can come in:
   * the picture is stale from the last time it was not said, however calm it looks.
   */
  advance(now: Instant, trouble?: string): void;
  readonly erased$: Observable<void>;
  /** Says so, once all rows that show less have been told. */
  erased(): void;
  /** What stands in a slot, for merging before a commit. */
  standing(slot: string): Entry | undefined;
  close(): void;
}
