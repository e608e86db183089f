import type { Device } from '../model/device.js';
import { millis, type Instant } from '../model/time.js';

/** What one quantity of one device had reached and has not left yet. */
export interface HeldLimits {
  /** Keys of the numbers, of each family the worst first. */
  readonly reached: readonly string[];
  /** Of those, since when readings were inside again. */
  readonly inside?: { readonly [key: string]: Instant };
}

/** A good reading: its value, when it was true, and the keys of what it reaches, of each family the worst first. */
export interface JudgedReading {
  readonly value: number;
  readonly at: Instant;
  readonly reached: readonly string[];
}

const familyOf = (key: string): string => key.slice(0, key.indexOf(':'));

/**
 * What is held after a reading, and which of it the reading reached anew. A number is left at the `clear` value of its limit; where
 * none is stated, when the next one inside of it is left behind too, or once readings have been inside for `leftAfterS` seconds. Until
 * then it is not reached anew, however often readings come and go, but `again` where one was inside in between. What was not held is
 * reached by the first reading that reaches it.
 */
export function holdLimits(
  before: HeldLimits | undefined,
  { value, at, reached }: JudgedReading,
  { leftAfterS, clearOf }: { readonly leftAfterS: number; readonly clearOf: (key: string) => Clear | undefined },
): { readonly held: HeldLimits; readonly anew: readonly string[]; readonly again: readonly string[] } {
  const had = before?.reached ?? [];
  const inside: { [key: string]: Instant } = {};
  const kept = had.filter((key, i) => {
    const clear = clearOf(key);
    const isReached = reached.includes(key);
    const since = before?.inside?.[key] ?? (isReached ? undefined : at);
    if (clear) {
      if (isReached) return true;
      inside[key] = since!;
      return !(clear.side === 'above' ? value <= clear.value : value >= clear.value);
    }
    // Nobody knows what was between readings that are far apart: the one that comes back then reaches it anew.
    if (since !== undefined && millis(at) - millis(since) >= 1000 * leftAfterS) return false;
    if (isReached) return true;
    const further = had.slice(i + 1).find((other) => familyOf(other) === familyOf(key));
    if (further !== undefined && !reached.includes(further)) return false;
    inside[key] = since!;
    return true;
  });
  const within = kept.filter((key) => !reached.includes(key));
  for (const key of Object.keys(inside)) if (!within.includes(key)) delete inside[key];
  return {
    held: { reached: [...within, ...reached], ...(Object.keys(inside).length > 0 && { inside }) },
    anew: reached.filter((key) => !kept.includes(key)),
    again: reached.filter((key) => kept.includes(key) && before?.inside?.[key] !== undefined),
  };
}

/** At which value a limit of a device is over again, and on which side of it one is reached. */
export interface Clear {
  readonly side: 'above' | 'below';
  readonly value: number;
}

/** The `clear` values that a device states for the limits of one quantity, by their keys. */
export function clearsOf(
  { quantities = [] }: Device,
  { quantity, unit }: { readonly quantity: string; readonly unit?: string | undefined },
): (key: string) => Clear | undefined {
  const own = quantities.filter((each) => each.quantity === quantity && each.unit === unit);
  const stated = own.flatMap(({ limits = [] }) =>
    limits.flatMap(({ name, side, clear }) =>
      clear === undefined ? [] : [[`${side}:${name}`, { side, value: clear }] as const],
    ),
  );
  const byKey = new Map<string, Clear>(stated);
  return (key) => byKey.get(key);
}
