import type { JsonObject } from '../json.js';
import type { EntityId } from '../model/id.js';
import { millis, type Instant } from '../model/time.js';
import type { Warning } from '../model/warning.js';

/** How one message of a warning stands. `ended` = cancelled, why unknown. */
export type WarningState = 'scheduled' | 'in-force' | 'superseded' | 'lifted' | 'withdrawn' | 'ended' | 'expired';

export interface ChainLink {
  readonly id: EntityId;
  /** When it was said. Not `sent`, which a wrong clock may put into a far future that no later act could ever reach. */
  readonly at: Instant;
  readonly value: Warning;
  /** The drill that it belongs to; absent: it is real. */
  readonly exercise?: string | undefined;
}

const ENDS: { readonly [verb: string]: WarningState } = { lift: 'lifted', withdraw: 'withdrawn', end: 'ended' };

/**
 * The state of one message from the set of those that name it, whatever the order of arrival: the last of them decides.
 * Only a later act ends a warning; a message that names an unknown one ends nothing; siblings do not end each other,
 * because two updates may each carry on a part of one area. A first issue takes no other's place, whatever it names, and
 * a drill changes nothing that is real.
 */
export function warningState(
  self: ChainLink,
  referring: readonly ChainLink[],
  now: number,
): { state: WarningState; by?: EntityId; due?: number } {
  const own = ENDS[self.value.verb];
  if (own) return { state: own };
  const last = referring
    .filter(
      (other) =>
        other.id !== self.id &&
        other.value.verb !== 'issue' &&
        (other.exercise === undefined) === (self.exercise === undefined) &&
        millis(other.at) >= millis(self.at) &&
        !self.value.references.includes(other.id),
    )
    .sort((a, b) => millis(a.at) - millis(b.at) || (a.id < b.id ? -1 : 1))
    .at(-1);
  if (last) return { state: ENDS[last.value.verb] ?? 'superseded', by: last.id };
  const expires = self.value.expires === undefined ? Infinity : instant(self.value.expires);
  if (expires <= now) return { state: 'expired' };
  const begins = self.value.effective === undefined ? -Infinity : instant(self.value.effective);
  if (begins > now) return { state: 'scheduled', due: begins };
  return Number.isFinite(expires) ? { state: 'in-force', due: expires } : { state: 'in-force' };
}

/** Area codes of a warning, shortened to what carries meaning (450103000000 → 450103). */
export function areaCodes(value: JsonObject): string[] {
  const codes = new Set<string>();
  for (const telling of (value as unknown as Warning).tellings)
    for (const area of telling.areas) for (const { code } of area.codes ?? []) codes.add(shortCode(code));
  return [...codes];
}

/** A division code without the zeros that only fill it up to 12 digits; at least 2 digits stay. */
export function shortCode(code: string): string {
  if (!/^\d{6,14}$/.test(code)) return code;
  return code.replace(/^(\d{9})000$/, '$1').replace(/^(\d{6})0+$/, '$1');
}

const instant = (text: string): number => millis(text as Instant);
