import { tiesOf, type Cell } from './cell.js';

/** What falls due when. */
export interface DueList {
  /** Looks at the cell again at `due` milliseconds, and no more at the time set before. */
  set(cell: Cell, due: number): void;
  /** Takes all that is due at `now`. */
  take(now: number): Cell[];
}

const second = (ms: number): number => Math.floor(ms / 1000);

/**
 * A timer wheel with a spoke for each second in which something is looked at. A cell that is put off stays on its spoke
 * and moves on when that comes round: a device heard ten times a second costs nothing but a number.
 */
export function createDueList(): DueList {
  const spokes = new Map<number, Cell[]>();
  /** No spoke stands before this second. */
  let first = Infinity;

  function hang(cell: Cell, at: number): void {
    tiesOf(cell).wheel = at;
    if (at < first) first = at;
    const spoke = spokes.get(at);
    if (spoke) spoke.push(cell);
    else spokes.set(at, [cell]);
  }

  function turn(at: number, now: number, taken: Cell[]): void {
    const spoke = spokes.get(at);
    if (!spoke) return;
    spokes.delete(at);
    for (const cell of spoke) {
      const ties = tiesOf(cell);
      if (ties.wheel !== at) continue;
      ties.wheel = Infinity;
      if (ties.due <= now) {
        ties.due = Infinity;
        taken.push(cell);
      } else if (ties.due < Infinity) hang(cell, second(ties.due));
    }
  }

  return {
    set(cell, due) {
      if (due === Infinity && !cell.ties) return;
      const ties = tiesOf(cell);
      ties.due = due;
      const at = second(due);
      if (due < Infinity && at < ties.wheel) hang(cell, at);
    },
    take(now) {
      const taken: Cell[] = [];
      const last = second(now);
      const from = first;
      if (last < from) return taken;
      // What is put off is hung on a spoke after this second, or on this one anew.
      first = last;
      if (last - from > spokes.size) for (const at of [...spokes.keys()]) at <= last && turn(at, now, taken);
      else for (let at = from; at <= last; at += 1) turn(at, now, taken);
      return taken;
    },
  };
}
