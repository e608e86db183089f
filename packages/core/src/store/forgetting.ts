import type { Entry, Position } from '../model/change.js';
import { millis, type Instant } from '../model/time.js';
import type { LogRow, VaultRow } from '../ports/store.js';
import { DAY_MS, HOUR_MS, type Keep, type Retained } from './keep.js';
import { BESIDE } from './upcast.js';
import { doomedOf, readingOf, type Reading } from './thin.js';

export type Logged = Entry & { prev?: Position } & Pick<LogRow, 'slot'>;

/** A log in memory and what stands by it. A line that is forgotten leaves its place empty: positions are never given anew. */
export interface Kept {
  readonly log: (Logged | undefined)[];
  readonly secrets: Map<string, VaultRow>;
  cursors: Readonly<Record<string, Position>>;
  /** Where the log was cut, and when that was recorded. */
  cut?: { readonly at: Position; readonly recordedAt: Instant };
  /** How far observations have been thinned out. */
  thinned: number;
  /** Whether a line can be read. One that cannot stays, and what it replaced: of what stands nothing else can be read. */
  reads(line: Logged): boolean;
}

/** Forgets what is older than it is to be kept at `now`, milliseconds. */
export function retain(kept: Kept, now: number, { observationDays, logDays }: Keep): Retained {
  // Whole hours, so that none is thinned out in two parts.
  const hour = (days: number): number => Math.floor((now - days * DAY_MS) / HOUR_MS) * HOUR_MS;
  const observations = observationDays === undefined ? 0 : thin(kept, lastBefore(kept, hour(observationDays)));
  if (logDays === undefined) return { observations, log: 0, secrets: 0 };
  const log = cut(kept, lastBefore(kept, now - logDays * DAY_MS), lastBefore(kept, now - 2 * logDays * DAY_MS));
  return { observations, log, secrets: log > 0 ? sweep(kept) : 0 };
}

function thin(kept: Kept, end: number): number {
  const hours = new Map<string, Reading[]>();
  for (let position = kept.thinned + 1; position <= end; position += 1) {
    const line = kept.log[position - 1];
    if (line?.kind !== 'observation' || !kept.reads(line) || !('value' in line.body)) continue;
    if (line.slot?.startsWith(BESIDE)) continue;
    const { slot = null, prev = null } = line;
    const { key, hour, reading } = readingOf({ position, slot, prev, change: line });
    const name = `${hour} ${key}`;
    const have = hours.get(name);
    if (have) have.push(reading);
    else hours.set(name, [reading]);
  }
  kept.thinned = Math.max(kept.thinned, end);
  let gone = 0;
  for (const readings of hours.values()) {
    const doomed = doomedOf(readings);
    // In one slot each names the one before it: who is left names who is left.
    let before: number | null = null;
    for (const [i, { position, prev, chained }] of readings.entries()) {
      if (i === 0) before = prev;
      if (doomed.has(position)) delete kept.log[position - 1];
      else if (chained && before !== null) {
        kept.log[position - 1]!.prev = before as Position;
        before = position;
      } else before = position;
    }
    gone += doomed.size;
  }
  return gone;
}

/** Of what was told up to a place only what stood there is left; analysts that stopped before `forgotten` begin anew. */
function cut(kept: Kept, aim: number, forgotten: number): number {
  kept.cursors = Object.fromEntries(Object.entries(kept.cursors).filter(([, at]) => at >= forgotten));
  // The last line of all stays, as in any store: it says how far the log goes.
  const to = Math.min(aim, kept.log.length - 1, ...Object.values(kept.cursors));
  if (to <= (kept.cut?.at ?? 0)) return 0;
  const recordedAt = kept.log[lastAt(kept, to) - 1]!.recordedAt;
  let gone = 0;
  const forget = (position: number): void => {
    const line = kept.log[position - 1];
    if (!line || !kept.reads(line)) return;
    delete kept.log[position - 1];
    gone += 1;
  };
  for (let position = (kept.cut?.at ?? 0) + 1; position <= to; position += 1) {
    const line = kept.log[position - 1];
    if (line?.prev !== undefined && replaces(kept, line)) forget(line.prev);
    if (line && line.slot === undefined) forget(position);
  }
  kept.cut = { at: to as Position, recordedAt };
  return gone;
}

/** Whether what a line names as the one before it stands no more: one beside another may be the lesser of the two. */
const replaces = ({ log, reads }: Kept, { slot, prev, ...line }: Logged): boolean =>
  reads(line as Logged) && (!slot?.startsWith(BESIDE) || log[prev! - 1]?.slot === slot);

/** Deletes secrets whose last reference was cut off with the log. */
function sweep({ log, secrets, reads }: Kept): number {
  const left = new Set(secrets.keys());
  for (const line of log) if (line) for (const key of keysIn(JSON.stringify(line), reads(line))) left.delete(key);
  for (const key of left) secrets.delete(key);
  return left.size;
}

/** Keys of the vault that the text of a line may refer to; in one that cannot be read, any text may be one. */
export const keysIn = (text: string, read: boolean): string[] =>
  Array.from(text.matchAll(read ? /"\$vault":"([^"]+)"/g : /([\w-]+)/g), ([, key]) => key!);

/** The last position recorded before an instant. */
function lastBefore(kept: Kept, instant: number): number {
  let [low, high] = [0, kept.log.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const line = kept.log[lastAt(kept, middle) - 1];
    if (!line || millis(line.recordedAt) < instant) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The last position up to one that has not been forgotten; 0 when there is none. */
function lastAt({ log }: Kept, position: number): number {
  let at = position;
  while (at > 0 && log[at - 1] === undefined) at -= 1;
  return at;
}
