import type { Entry, Position } from '../model/change.js';
import type { Instant } from '../model/time.js';
import type { HearUnread, Store } from '../ports/store.js';
import type { LocalView } from '../view/view.js';

const CHUNK = 5000;

/** Fills an empty view with what stood at a position, at the time it was written; `unread` hears of what cannot be read. */
export async function loadSnapshot(
  store: Store,
  view: Pick<LocalView, 'apply'>,
  { at, unread }: { readonly at: Position; readonly unread: HearUnread },
): Promise<void> {
  const { entries } = await store.snapshot(at, unread);
  let chunk: Entry[] = [];
  for await (const entry of entries) {
    chunk.push(entry);
    if (chunk.length < CHUNK) continue;
    view.apply(chunk, entry.recordedAt);
    chunk = [];
  }
  if (chunk.length > 0) view.apply(chunk, chunk.at(-1)!.recordedAt);
}

/**
 * Replays the log commit by commit, as it was recorded: Entries of one commit share the instant of recording. `unread` hears of
 * what cannot be read.
 */
export async function replay(
  store: Store,
  { from, unread }: { readonly from: Position; readonly unread: HearUnread },
  each: (commit: readonly Entry[], now: Instant) => void,
): Promise<void> {
  let commit: Entry[] = [];
  let after = from;
  for (;;) {
    let read = 0;
    const aside: HearUnread = (line) => {
      read += 1;
      after = line.position;
      unread(line);
    };
    for await (const entry of store.read(after, CHUNK, aside)) {
      read += 1;
      after = entry.position;
      if (commit.length > 0 && commit[0]!.recordedAt !== entry.recordedAt) {
        each(commit, commit[0]!.recordedAt);
        commit = [];
      }
      commit.push(entry);
    }
    if (read < CHUNK) break;
  }
  if (commit.length > 0) each(commit, commit[0]!.recordedAt);
}
