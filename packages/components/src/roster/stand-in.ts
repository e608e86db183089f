import type { EntityId, Instant, ShiftRole } from '@yingji/core';
import { standIns, type StandIn } from '@yingji/core/people';
import type { PersonFact } from './duty.js';
import { shiftsOf } from './duty.js';
import type { People } from './people.js';

/** A duty that lacks somebody, for as long as it does. */
export interface Lack {
  readonly role: ShiftRole;
  readonly place: EntityId;
  readonly from: Instant;
  readonly to: Instant;
  readonly skill?: { readonly skill: string; readonly level?: number } | undefined;
}

/** More than a person looks through; the best stand first. */
const MOST_CHOICES = 50;
/** As long as one person stands a duty, where the gap is longer: 8 h, to be changed by whoever plans it. */
const USUAL_MS = 8 * 3_600_000;

/** From when to when somebody is asked for: not from what is past, and not for longer than a duty lasts. */
export function spanOf({ from, to }: Pick<Lack, 'from' | 'to'>, now: Instant): { from: Instant; to: Instant } {
  const begins = Math.max(Date.parse(from), Date.parse(now));
  const ends = Math.min(Date.parse(to), begins + USUAL_MS);
  return { from: iso(begins), to: iso(ends) };
}

const iso = (ms: number): Instant => new Date(ms).toISOString() as Instant;

/** Those who could, as core says it, and how many more there are. */
export function choicesFor(
  { skill, place }: Lack,
  { people, from, to }: { readonly people: People; readonly from: Instant; readonly to: Instant },
): { readonly shown: readonly StandIn[]; readonly left: number } {
  const rota = { shifts: shiftsOf(people.shifts), responders: [...people.persons] as unknown as PersonFact[] };
  const all = standIns(rota, { from, to, skill, grid: place });
  return { shown: all.slice(0, MOST_CHOICES), left: Math.max(0, all.length - MOST_CHOICES) };
}
