import { canonical, type JsonObject } from '../json.js';
import type { Change } from '../model/change.js';
import { millis } from '../model/time.js';
import { HOUR_MS } from './keep.js';

/** One reading of a device, as far as thinning out asks. */
export interface Reading {
  readonly position: number;
  readonly prev: number | null;
  /** It filled its slot, and so names the one before it. */
  readonly chained: boolean;
  /** Readings of one sort are weighed together: a suspect one stands for no good one. */
  readonly sort: string;
  /** NaN for a state. */
  readonly number: number;
  /** What was told, where it is no number. */
  readonly state: string | undefined;
}

/** Positions that may go, of the readings of one quantity in one hour: all but first, last, least, greatest and changes of state. */
export function doomedOf(readings: readonly Reading[]): ReadonlySet<number> {
  const kept = new Set<number>();
  const sorts = new Map<string, Reading[]>();
  for (const reading of readings)
    if (reading.state === undefined) {
      const same = sorts.get(reading.sort);
      if (same) same.push(reading);
      else sorts.set(reading.sort, [reading]);
    }
  for (const same of sorts.values()) {
    let [least, greatest] = [same[0]!, same[0]!];
    for (const reading of same) {
      if (reading.number < least.number) least = reading;
      if (reading.number > greatest.number) greatest = reading;
    }
    for (const { position } of [same[0]!, same.at(-1)!, least, greatest]) kept.add(position);
  }
  let before: string | undefined;
  for (const { position, state } of readings) {
    if (state !== undefined && state !== before) kept.add(position);
    before = state;
  }
  // What stands, or stood at the end of the hour, is never taken away.
  const last = readings.at(-1);
  if (last) kept.add(last.position);
  return new Set(readings.map(({ position }) => position).filter((position) => !kept.has(position)));
}

/** A line of the log, as far as thinning out asks. */
export interface Told {
  readonly position: number;
  readonly slot: string | null;
  readonly prev: number | null;
  readonly change: Pick<Change, 'at' | 'exercise' | 'body'>;
}

/** What is asked of an observation, its hour (counted from 1970) and whose it is; those that never filled their slot are weighed among themselves. */
export function readingOf({ position, slot, prev, change }: Told): { key: string; hour: number; reading: Reading } {
  const { at, exercise } = change;
  const { device, quantity, quality, value, ...rest } = (change.body as { readonly value: JsonObject }).value;
  const key = canonical([slot === null, device, quantity, exercise]);
  const state = typeof value === 'number' ? undefined : canonical([value, quality, rest]);
  const number = typeof value === 'number' ? value : NaN;
  const hour = Math.floor(millis(at) / HOUR_MS);
  return { key, hour, reading: { position, prev, chained: slot !== null, sort: canonical(quality), number, state } };
}
