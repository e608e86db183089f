import type { Subscription } from 'rxjs';
import type { Draft, Position } from '../model/change.js';
import { millis, type Instant } from '../model/time.js';
import type { Analyst } from '../view/analyst.js';
import type { Delta, LocalView } from '../view/view.js';
import type { Batch } from '../writer/batch.js';

/** What one analyst said after one commit; `kept` is called once it is in the log. */
export interface Opinion {
  readonly analyst: string;
  readonly at: Position;
  readonly drafts: readonly Draft[];
  readonly kept: () => void;
}

/** Analysts over a view: they collect what changed, and speak when asked. */
export interface AnalystBench {
  /** Lets those with something to say, or whose wake-up is due, take a step on the view as of commit `at`. */
  step(at: Position, now: Instant): Opinion[];
  /** Notes in a commit how far each has judged, so that the next start goes on from there. */
  note(batch: Pick<Batch, 'cursor'>): void;
  close(): void;
}

interface Seat {
  readonly analyst: Analyst;
  readonly deltas: Delta[];
  /** Said, but not yet in the log: until then its cursor must not pass. */
  unkept: number;
  judged: Position | undefined;
  stirred: boolean;
  wakeAt: number;
}

/**
 * `cursors` tells where each analyst stands: commits up to there it has judged already. One without a cursor is new and
 * begins with the whole picture.
 */
export function seatAnalysts(
  analysts: readonly Analyst[],
  view: LocalView,
  cursors: { readonly [analyst: string]: Position },
): AnalystBench {
  const subscriptions: Subscription[] = [];
  const seats = analysts.map((analyst): Seat => {
    const seat: Seat = {
      analyst,
      deltas: analyst.watches.map(() => nothing(view)),
      unkept: 0,
      judged: cursors[analyst.id],
      stirred: false,
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
    const stirred = seat.stirred || seat.wakeAt <= millis(now);
    const deltas = seat.deltas.splice(0, seat.deltas.length, ...seat.deltas.map(() => nothing(view)));
    const old = seat.judged !== undefined && at < seat.judged;
    seat.stirred = false;
    if (old) return [];
    seat.judged = at;
    if (!stirred) return [];
    const { drafts, wakeAt } = seat.analyst.step(deltas, { view, now });
    seat.wakeAt = wakeAt === undefined ? Infinity : millis(wakeAt);
    if (drafts.length === 0) return [];
    seat.unkept += 1;
    return [{ analyst: seat.analyst.id, at, drafts, kept: () => void (seat.unkept -= 1) }];
  }

  return {
    step: (at, now) => seats.flatMap((seat) => speak(seat, at, now)),
    note(batch) {
      for (const { analyst, unkept, judged } of seats)
        if (unkept === 0 && judged !== undefined) batch.cursor(analyst.id, judged);
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
