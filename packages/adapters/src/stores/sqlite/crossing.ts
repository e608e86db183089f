import { randomUUID } from 'node:crypto';
import { YingjiError, type LogRow } from '@yingji/core';
import type { Row } from './log-rows.js';

/**
 * Rows on their way to the thread of the database, as two texts: a text crosses at a fraction of what its members cost, and JSON of
 * many in one go is made at half of what it costs one by one.
 */
export interface Crossing {
  /** How many they are. */
  readonly count: number;
  /** JSON list of slot and position before, of one row after the other. */
  readonly places: string;
  /** JSON list of the Changes, between each two of them `mark` as a text. */
  readonly changes: string;
  /** Made for this crossing, so that nothing that comes from outside can hold it. */
  readonly mark: string;
}

export function packRows(rows: readonly LogRow[]): Crossing {
  const mark = randomUUID();
  const places: (string | number | null)[] = [];
  const changes: unknown[] = [];
  for (const { change, slot = null, prev = null } of rows) {
    places.push(slot, prev);
    if (changes.length > 0) changes.push(mark);
    changes.push(change);
  }
  return { count: rows.length, places: JSON.stringify(places), changes: JSON.stringify(changes), mark };
}

/** The same rows, each Change as its JSON text. Error `store-rows-torn` where they are not as many. */
export function unpackRows({ count, places: listed, changes, mark }: Crossing): Row[] {
  if (count === 0) return [];
  const places = JSON.parse(listed) as (string | number | null)[];
  const texts = changes.slice(1, -1).split(`,"${mark}",`);
  if (texts.length !== count || places.length !== 2 * count)
    throw new YingjiError('store-rows-torn', `${count} rows came to the database as ${texts.length}; none is kept.`, {
      recovery: 'retry',
    });
  return texts.map((change, i): Row => [places[2 * i] as string | null, places[2 * i + 1] as number | null, change]);
}
