import type Database from 'libsql';
import { BESIDE, doomedOf, keysIn, readingOf, type Keep, type Reading, type Retained, type Told } from '@yingji/core';
import { isUnread, unreadIn } from './unread.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Positions looked at in one step: some milliseconds, since commits wait behind it. */
const STEP = 2_000;
/** Positions in one step where only the beginnings of lines are looked at. */
export const WALK = 20_000;
const NOTHING: Retained = { observations: 0, log: 0, secrets: 0 };

const toldBy = ({ change, ...line }: Line): ReturnType<typeof readingOf> =>
  readingOf({ ...line, change: JSON.parse(change) as Told['change'] });

type Steps = Generator<Retained, void, void>;

/**
 * Forgets what is older than it is to be kept, a step at a time; each is a transaction of its own. Broken off, it may begin anew.
 * Lines of other versions than `versions` stay, with what they replaced (of what stands nothing else can be read) and their secrets.
 */
export function* retain(
  db: Database.Database,
  now: number,
  { observationDays, logDays, versions }: Keep & { readonly versions: readonly number[] },
): Steps {
  // Whole hours, so that none is thinned out in two parts.
  const hour = (days: number): number => Math.floor((now - days * DAY_MS) / HOUR_MS) * HOUR_MS;
  if (observationDays !== undefined) yield* thin(db, hour(observationDays), versions);
  if (logDays !== undefined) {
    yield* cut(db, { before: now - logDays * DAY_MS, forgotten: now - 2 * logDays * DAY_MS, versions });
    yield* sweepVault(db, versions);
  }
}

interface Line {
  readonly position: number;
  readonly slot: string | null;
  readonly prev: number | null;
  readonly change: string;
}

/** Of each device, quantity and hour the first, last, least and greatest reading are left, and every change of a state. */
function* thin(db: Database.Database, before: number, versions: readonly number[]): Steps {
  const mark = markOf(db);
  const end = lastBefore(db, before);
  const lines = db.prepare(
    `SELECT position, slot, prev, change FROM log
     WHERE position > ? AND position <= ? AND change ->> '$.kind' = 'observation'
     AND NOT ${unreadIn(versions)} AND (slot IS NULL OR slot NOT GLOB '${BESIDE}*') ORDER BY position`,
  );
  const relink = db.prepare('UPDATE log SET prev = ? WHERE position = ?');
  const remove = db.prepare('DELETE FROM log WHERE position = ?');
  /** By device and quantity: the readings of the hour that is being walked through. */
  const hours = new Map<string, { readonly hour: number; readonly readings: Reading[] }>();
  const close = (readings: readonly Reading[]): number => {
    const doomed = doomedOf(readings);
    let before: number | null = null;
    // In one slot each names the one before it: who is left names who is left.
    for (const [i, { position, prev, chained }] of readings.filter((each) => each.chained).entries()) {
      if (i === 0) before = prev;
      if (doomed.has(position)) continue;
      if (chained && prev !== before) relink.run(before, position);
      before = position;
    }
    for (const position of doomed) remove.run(position);
    return doomed.size;
  };
  const step = db.transaction((from: number, to: number): number => {
    let gone = 0;
    for (const { key, hour, reading } of (lines.all(from, to) as Line[]).map(toldBy)) {
      const have = hours.get(key);
      if (have?.hour === hour) have.readings.push(reading);
      else {
        if (have) gone += close(have.readings);
        hours.set(key, { hour, readings: [reading] });
      }
    }
    return gone;
  });
  for (let from = mark; from < end; from += STEP)
    yield { ...NOTHING, observations: step.immediate(from, Math.min(from + STEP, end)) as number };
  const closing = db.transaction((all: readonly { readonly readings: readonly Reading[] }[]) =>
    all.reduce((sum, { readings }) => sum + close(readings), 0),
  );
  const left = [...hours.values()];
  for (let i = 0; i < left.length; i += STEP)
    yield { ...NOTHING, observations: closing.immediate(left.slice(i, i + STEP)) as number };
  if (end > mark) db.prepare('UPDATE retention SET thinned = ?').run(end);
}

/** Of all that was recorded before, only what stood there is left; analysts that stopped long before that begin anew. */
function* cut(
  db: Database.Database,
  options: { readonly before: number; readonly forgotten: number; readonly versions: readonly number[] },
): Steps {
  const { before, forgotten } = options;
  const unread = unreadIn(options.versions);
  const aim = db.transaction((): { readonly from: number; readonly to: number } => {
    const have = db.prepare('SELECT cut, swept FROM retention').get() as { cut: number; swept: number };
    db.prepare('DELETE FROM cursors WHERE position < ?').run(lastBefore(db, forgotten));
    const { n } = db.prepare('SELECT min(position) AS n FROM cursors').get() as { n: number | null };
    // The last line of all stays: it says how far the log goes.
    const to = Math.min(lastBefore(db, before), headOf(db) - 1, n ?? Infinity);
    if (to <= have.cut) return { from: have.swept, to: have.cut };
    const { recorded_at: at } = db
      .prepare('SELECT recorded_at FROM log WHERE position <= ? ORDER BY position DESC LIMIT 1')
      .get(to) as { recorded_at: string };
    // Told first: whoever reads from before it from now on would miss what is being deleted.
    db.prepare('UPDATE retention SET cut = ?, cut_at = ?').run(to, at);
    return { from: have.swept, to };
  });
  const replaced = db.prepare(
    // One beside a line that could not be read may be the lesser of the two: it replaces what was there beside it, and no other.
    `DELETE FROM log WHERE NOT ${unread} AND position IN (
       SELECT prev FROM log AS later WHERE position > ? AND position <= ? AND prev IS NOT NULL AND NOT ${unread}
       AND (slot NOT GLOB '${BESIDE}*' OR slot = (SELECT slot FROM log WHERE position = later.prev))
     )`,
  );
  const unplaced = db.prepare(
    `DELETE FROM log WHERE position > ? AND position <= ? AND slot IS NULL AND NOT ${unread}`,
  );
  const spared = db.prepare(`SELECT min(position) AS n FROM log WHERE position > ? AND position <= ? AND ${unread}`);
  const swept = db.prepare('UPDATE retention SET swept = ?');
  /** Whoever can read what was spared begins there. */
  let first: number | undefined;
  const step = db.transaction((from: number, to: number): number => {
    const gone = replaced.run(from, to).changes + unplaced.run(from, to).changes;
    first ??= (spared.get(from, to) as { n: number | null }).n ?? undefined;
    swept.run(first === undefined ? to : first - 1);
    return gone;
  });
  const { from, to } = aim.immediate() as ReturnType<typeof aim>;
  for (let at = from; at < to; at += STEP)
    yield { ...NOTHING, log: step.immediate(at, Math.min(at + STEP, to)) as number };
}

/** Deletes secrets whose last reference was cut off with the log. */
function* sweepVault(db: Database.Database, versions: readonly number[]): Steps {
  const keys = new Set((db.prepare('SELECT key FROM vault').raw().all() as [string][]).map(([key]) => key));
  const lines = db.prepare(
    `SELECT position, change FROM log WHERE instr(change, '"$vault"') > 0 AND position > ? ORDER BY position LIMIT ?`,
  );
  for (let after: number | undefined = 0; after !== undefined;) {
    const found = lines.all(after, STEP) as Pick<Line, 'position' | 'change'>[];
    for (const { change } of found) for (const key of keysIn(change, !isUnread(change, versions))) keys.delete(key);
    after = found.length === STEP ? found.at(-1)!.position : undefined;
    yield NOTHING;
  }
  // A newer program may refer to a secret in a way of its own.
  const others = db.prepare(`SELECT change FROM log WHERE position > ? AND position <= ? AND ${unreadIn(versions)}`);
  const head = keys.size > 0 ? headOf(db) : 0;
  for (let from = 0; from < head; from += WALK) {
    for (const [change] of others.raw().all(from, from + WALK) as [string][])
      for (const key of keysIn(change, false)) keys.delete(key);
    yield NOTHING;
  }
  const remove = db.prepare('DELETE FROM vault WHERE key = ?');
  const removing = db.transaction((all: readonly string[]) => all.forEach((key) => remove.run(key)));
  const left = [...keys];
  for (let i = 0; i < left.length; i += STEP) {
    const part = left.slice(i, i + STEP);
    removing.immediate(part);
    yield { ...NOTHING, secrets: part.length };
  }
}

const markOf = (db: Database.Database): number =>
  (db.prepare('SELECT thinned FROM retention').get() as { thinned: number }).thinned;

/** The file, not this process, knows how far the log goes. */
export const headOf = (db: Database.Database): number =>
  Number((db.prepare('SELECT max(position) AS n FROM log').get() as { n: number | null }).n ?? 0);

/** The last position recorded before an instant; positions may be missing. */
function lastBefore(db: Database.Database, instant: number): number {
  const next = db.prepare('SELECT position, recorded_at FROM log WHERE position > ? ORDER BY position LIMIT 1');
  let [low, high] = [0, headOf(db)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = next.get(middle) as { position: number; recorded_at: string } | undefined;
    if (line && Date.parse(line.recorded_at) < instant) low = line.position;
    else high = middle;
  }
  return low;
}
