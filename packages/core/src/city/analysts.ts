import type { Subscription } from 'rxjs';
import type { Draft, Position } from '../model/change.js';
import { millis, type Instant } from '../model/time.js';
import type { Logger } from '../ports/logger.js';
import type { Analyst } from '../view/analyst.js';
import type { Delta, LocalView } from '../view/view.js';
import type { Batch } from '../writer/batch.js';

/** What one analyst said after one commit; `kept` is called once it is in the log, `lost` when it can never be. */
export interface Opinion {
  readonly analyst: string;
  /** How far it has judged with this, and the name that is kept under; absent where it must judge again from further back. */
  readonly cursor?: { readonly name: string; readonly at: Position };
  readonly drafts: readonly Draft[];
  readonly kept: () => void;
  readonly lost: (why: Error) => void;
}

/** Analysts over a view: they collect what changed, and speak when asked. */
export interface AnalystBench {
  /**
   * Lets those with something to say, or whose wake-up is due, take a step on the view as of commit `at`; and each once at
   * first, for a wake-up it had asked for in an earlier run. One whose last word is not kept yet waits for it: it would
   * judge without knowing what it said.
   */
  step(at: Position, now: Instant): Opinion[];
  /** Notes in a commit how far each has judged, so that the next start goes on from there. */
  note(batch: Pick<Batch, 'cursor'>): void;
  close(): void;
}

interface Seat {
  readonly analyst: Analyst;
  readonly deltas: Delta[];
  /** Said, but not yet in the log. */
  unkept: boolean;
  /** It threw, or said what cannot be written: its cursor stays before that, so that the next start asks again. */
  failed: boolean;
  /**
   * Under which its place is kept: its own, or, since it judges without what nobody here can read, one of those who read as much.
   * Its own stays before that, so that whoever can read it asks again.
   */
  readonly name: string;
  judged: Position | undefined;
  stirred: boolean;
  wakeAt: number;
}

/** The cursor of those who read as much of the log as this program does, and lack as much. */
const lackingName = (analyst: string, reads: string): string => `${analyst} ${reads}`;

/**
 * Where an analyst goes on; undefined for a new one. Up to its own cursor all was judged by programs that read all of it; up to that of those
 * who read as much as we do, by one that lacked what we lack, and would conclude the same again.
 */
export function placeOf(
  analyst: string,
  { cursors, reads }: { readonly cursors: { readonly [name: string]: Position }; readonly reads: string },
): { readonly at: Position | undefined; readonly lacks: boolean } {
  const [own, lacking] = [cursors[analyst], cursors[lackingName(analyst, reads)]];
  const lacks = lacking !== undefined && (own === undefined || lacking > own);
  return { at: lacks ? lacking : own, lacks };
}

/**
 * `cursors` tells where each analyst stands: commits up to there it has judged already. One without a cursor is new and
 * begins with the whole picture. Into `failed` come those that threw, or said what cannot be kept.
 */
export function seatAnalysts(
  analysts: readonly Analyst[],
  view: LocalView,
  {
    cursors,
    reads,
    logger,
    failed: broken,
    lacks = () => false,
  }: {
    readonly cursors: { readonly [name: string]: Position };
    /** What of a log is read here, as a name: the same wherever the same is. */
    readonly reads: string;
    readonly logger: Logger;
    readonly failed: Set<string>;
    /** Whether the log holds what cannot be read after a position. Asked once each has its whole picture, and not before. */
    readonly lacks?: (after: number) => boolean;
  },
): AnalystBench {
  const subscriptions: Subscription[] = [];
  const seats = analysts.map((analyst): Seat => {
    const place = placeOf(analyst.id, { cursors, reads });
    const seat: Seat = {
      analyst,
      deltas: analyst.watches.map(() => nothing(view)),
      unkept: false,
      failed: false,
      get name() {
        // Where it went on from lies behind lines that it lacked, and that are not read again to be counted.
        return place.lacks || lacks(place.at ?? 0) ? lackingName(analyst.id, reads) : analyst.id;
      },
      judged: place.at,
      stirred: true,
      wakeAt: Infinity,
    };
    analyst.watches.forEach((query, i) => {
      const follow = view.select(query).subscribe((delta) => {
        if (delta.reset && seat.judged !== undefined) return;
        seat.deltas[i] = joined(seat.deltas[i]!, delta);
        seat.stirred = true;
      });
      subscriptions.push(follow);
    });
    return seat;
  });

  function speak(seat: Seat, at: Position, now: Instant): Opinion[] {
    if (seat.unkept) return [];
    const deltas = seat.deltas.splice(0, seat.deltas.length, ...seat.deltas.map(() => nothing(view)));
    if (seat.judged !== undefined && at < seat.judged) return [];
    seat.judged = at;
    if (!seat.stirred && seat.wakeAt > millis(now)) return [];
    seat.stirred = false;
    const drafts = ask(seat, deltas, now);
    if (drafts.length === 0) return [];
    seat.unkept = true;
    const kept = (): void => void (seat.unkept = false);
    const lost = (why: Error): void => {
      kept();
      broke(seat, why);
    };
    return [
      { analyst: seat.analyst.id, drafts, kept, lost, ...(seat.failed ? {} : { cursor: { name: seat.name, at } }) },
    ];
  }

  function broke(seat: Seat, why: unknown): void {
    seat.failed = true;
    broken.add(seat.analyst.id);
    logger.write('error', 'analyst-failed', { analyst: seat.analyst.id, message: String(why) });
  }

  /** A rule that breaks must hold up neither what was stored nor the other rules. */
  function ask(seat: Seat, deltas: readonly Delta[], now: Instant): readonly Draft[] {
    try {
      const { drafts, wakeAt } = seat.analyst.step(deltas, { view, now });
      seat.wakeAt = wakeAt === undefined ? Infinity : millis(wakeAt);
      return drafts;
    } catch (error) {
      seat.wakeAt = Infinity;
      broke(seat, error);
      return [];
    }
  }

  return {
    step: (at, now) => seats.flatMap((seat) => speak(seat, at, now)),
    note(batch) {
      for (const { name, unkept, failed, judged } of seats)
        if (!unkept && !failed && judged !== undefined) batch.cursor(name, judged);
    },
    close: () => subscriptions.forEach((subscription) => subscription.unsubscribe()),
  };
}

const nothing = (view: LocalView): Delta => ({
  reset: false,
  gap: false,
  put: [],
  removed: [],
  at: view.at,
  now: view.now,
});

/** Two Deltas one after the other, as one: the last word on each id counts. */
function joined(first: Delta, second: Delta): Delta {
  if (second.reset) return second;
  const put = new Map(first.put.map((row) => [row.id, row]));
  const removed = new Set(first.removed);
  for (const row of second.put) {
    put.set(row.id, row);
    removed.delete(row.id);
  }
  for (const id of second.removed) {
    put.delete(id);
    removed.add(id);
  }
  return { ...second, reset: first.reset, put: [...put.values()], removed: [...removed] };
}
