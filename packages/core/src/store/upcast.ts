import { YingjiError } from '../error.js';
import type { JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';

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

/**
 * Reads an Entry that a Store has kept, of this version or one before. Error `version-mismatch` with both numbers: a newer one
 * is never guessed at.
 */
export function readStored(stored: JsonObject, { current, upcasters }: EntryVersions = entryVersions): Entry {
  let entry = stored;
  for (let { v } = entry; v !== current; { v } = entry) {
    const next = typeof v === 'number' && v < current && Object.hasOwn(upcasters, v) ? upcasters[v] : undefined;
    if (!next)
      throw new YingjiError(
        'version-mismatch',
        `position ${String(stored['position'])} of the log is of version ${JSON.stringify(stored['v'] ?? null)}, this program reads up to ${current}; use the newer program.`,
      );
    entry = { ...next(entry), v: (v as number) + 1 };
  }
  return entry as unknown as Entry;
}
