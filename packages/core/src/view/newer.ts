import type { Entry } from '../model/change.js';
import { isOf } from '../model/id.js';
import type { Kind } from '../model/kind.js';
import { millis } from '../model/time.js';
import type { Cell } from './cell.js';

/** The common case of `fills`, told from the cell alone: the owner says anew how something is. */
export function newer(
  cell: Cell,
  { id, kind: name, source, at, order, exercise, body }: Entry,
  { name: own, law, owner, keepLatestBy }: Kind,
): boolean {
  if (owner !== 'source' || name !== own) return false;
  // What was taken under this id from this source before has shown whose it is.
  if ((id !== cell.name || source !== cell.source) && !isOf(id, name, source)) return false;
  if (keepLatestBy) return 'value' in body && millis(at) > millis(cell.at);
  return (
    law === 'register' &&
    cell.exercise === undefined &&
    exercise === undefined &&
    (order[0] - cell.epoch || order[1] - cell.seq) > 0
  );
}
