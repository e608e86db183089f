import { YingjiError } from '../error.js';
import type { Json, JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';
import { parseId, type EntityId } from '../model/id.js';
import type { HearUnread, Unread } from '../ports/store.js';

/** Brings an Entry, as it was written in one version, on to the next. Pure; position and time of recording stay as they are. */
export type Upcaster = (entry: JsonObject) => JsonObject;

/** How this version writes an Entry, and the ways to it from every version before. */
export interface EntryVersions {
  readonly current: number;
  /** By the version they begin from: each leads to the next. */
  readonly upcasters: { readonly [from: number]: Upcaster };
}

/**
 * Version 1 is the first. Whoever changes what a stored Entry looks like raises `current`, writes the way from the version before,
 * and keeps what that version wrote in `vectors/` beside this.
 */
export const entryVersions: EntryVersions = { current: 1, upcasters: {} };

/** The versions that can be read: the current one, and those from which a way leads to it. */
export function readVersions({ current, upcasters }: EntryVersions = entryVersions): readonly number[] {
  const known = [current];
  while (Object.hasOwn(upcasters, known.at(-1)! - 1)) known.push(known.at(-1)! - 1);
  return known;
}

/** Whether a line of a version can be read. */
export const isRead = (v: unknown, versions: EntryVersions = entryVersions): boolean =>
  v === versions.current || (readVersions(versions) as readonly unknown[]).includes(v);

/**
 * Reads an Entry that a Store has kept, of this version or one before. Error `version-mismatch` with both numbers: a newer one
 * is never guessed at.
 */
export function readStored(stored: JsonObject, versions: EntryVersions = entryVersions): Entry {
  const { v: written } = stored;
  if (!isRead(written, versions))
    throw new YingjiError(
      'version-mismatch',
      `position ${String(stored['position'])} of the log is of version ${JSON.stringify(written ?? null)}, this program reads up to ${versions.current}; use the newer program.`,
    );
  let entry = stored;
  for (let v = written as number; v !== versions.current; v += 1)
    entry = { ...versions.upcasters[v]!(entry), v: v + 1 };
  return entry as unknown as Entry;
}

/** What a Store tells of a line that cannot be read. */
export function unreadOf(stored: JsonObject, slot: string | null | undefined): Unread {
  const { position, recordedAt, v, kind, id } = stored as unknown as Unread & { readonly [member: string]: Json };
  const named = typeof id === 'string' ? parseId(id) : undefined;
  return {
    position,
    recordedAt,
    v: v ?? null,
    ...(typeof kind === 'string' && { kind }),
    ...(named && named.kind === kind && { id: id as EntityId }),
    ...(typeof slot === 'string' && { slot }),
  };
}

/** {@link readStored}, but a line that cannot be read goes to `unread`, where that is given. */
export function readOrTell(
  stored: JsonObject,
  {
    versions = entryVersions,
    slot,
    unread,
  }: {
    readonly versions?: EntryVersions;
    readonly slot?: string | null | undefined;
    readonly unread?: HearUnread | undefined;
  },
): Entry | undefined {
  if (!unread || isRead(stored['v'], versions)) return readStored(stored, versions);
  unread(unreadOf(stored, slot));
  return undefined;
}

/**
 * Where a Change stands whose place is filled by a line that cannot be read: beside it. Which of the two stands is not guessed;
 * whoever can read both is given both, and the law decides. Such a line names as the one before it what stood last in either place.
 */
export const beside = (slot: string): string => `${BESIDE}${slot}`;

/** How places beside others begin. No kind is called so. */
export const BESIDE = 'beside|';
