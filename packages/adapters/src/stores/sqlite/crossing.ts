import { randomBytes } from 'node:crypto';
import { YingjiError, type LogRow } from '@yingji/core';
import type { Row } from './log-rows.js';

/**
 * Rows on their way to the thread of the database, as texts: a text crosses at a fraction of what its members cost, and JSON of
 * many in one go is made at half of what it costs one by one.
 */
export interface Crossing {
  /** How many they are. */
  readonly count: number;
  /** JSON list of slot and position before, of one row after the other. */
  readonly places: string;
  /** JSON lists of the Changes, one after the other, between each two of a list `mark` as a text. */
  readonly changes: readonly string[];
  /** Made for this crossing, so that nothing that comes from outside can hold it. */
  readonly mark: string;
}

/**
 * So many in one text. JSON is made in pieces that are put together when it crosses: what comes to more than 128 KB is laid in
 * memory of its own for that, which the system first has to give and to empty, and the crossing takes five times as long.
 */
const IN_A_TEXT = 64;
/** Nobody guesses them, and they cross with every row. */
const MARK_BYTES = 12;

export function packRows(rows: readonly LogRow[]): Crossing {
  const mark = randomBytes(MARK_BYTES).toString('base64url');
  const places: (string | number | null)[] = [];
  const changes: string[] = [];
  for (let from = 0; from < rows.length; from += IN_A_TEXT) {
    const list: unknown[] = [];
    for (const { change, slot = null, prev = null } of rows.slice(from, from + IN_A_TEXT)) {
      places.push(slot, prev);
      if (list.length > 0) list.push(mark);
      list.push(change);
    }
    changes.push(JSON.stringify(list));
  }
  return { count: rows.length, places: JSON.stringify(places), changes, mark };
}

/** The same rows, each Change as its JSON text. Error `store-rows-torn` where they are not as many. */
export function unpackRows({ count, places: listed, changes, mark }: Crossing): Row[] {
  const places = JSON.parse(listed) as (string | number | null)[];
  const texts = changes.flatMap((list) => list.slice(1, -1).split(`,"${mark}",`));
  if (texts.length !== count || places.length !== 2 * count)
    throw new YingjiError('store-rows-torn', `${count} rows came to the database as ${texts.length}; none is kept.`, {
      recovery: 'retry',
    });
  return texts.map((change, i): Row => [places[2 * i] as string | null, places[2 * i + 1] as number | null, change]);
}
