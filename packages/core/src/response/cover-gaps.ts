import type { ShiftRole } from '../model/shift.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import type { SkillAsked } from '../resilience/skills.js';
import { onDuty, span, type Rota } from './on-duty.js';

/** A duty that must be covered all the time. */
export interface CoverAsked {
  readonly place: string;
  readonly role: ShiftRole;
  readonly skill?: SkillAsked;
  /** How many different people; default 1. */
  readonly count?: number;
}

/** A stretch of time in which a duty is not covered. */
export interface Gap extends CoverAsked {
  readonly from: Instant;
  readonly to: Instant;
  /** How many people are missing. */
  readonly missing: number;
}

/**
 * Every role × place × stretch of a window that is not covered, in order of time. It looks at the plan: who has not signed in
 * yet still counts, who was signed out, is not active, lost the certificate, or said that they cannot be sent and has not signed in
 * all the same does not.
 */
export function coverGaps(
  rota: Rota,
  asked: readonly CoverAsked[],
  window: { readonly from: Instant; readonly to: Instant; readonly parentsOf: (place: string) => ReadonlySet<string> },
): Gap[] {
  const known = index(rota);
  return asked.flatMap((each) => gapsOf(known, each, window)).sort((a, b) => millis(a.from) - millis(b.from));
}

/** A rota by what is looked for in it: looked through once for each of a thousand grids it takes seconds. */
interface Index {
  readonly shifts: ReadonlyMap<string, Rota['shifts']>;
  readonly people: ReadonlyMap<string, Rota['responders'][number]>;
  readonly exercise: string | undefined;
}

const dutyKey = (role: ShiftRole, place: string): string => `${role} ${place}`;

function index({ shifts, responders, exercise }: Rota): Index {
  const byDuty = new Map<string, Rota['shifts'][number][]>();
  for (const shift of shifts) {
    const key = dutyKey(shift.value.role, shift.value.place);
    const same = byDuty.get(key);
    if (same) same.push(shift);
    else byDuty.set(key, [shift]);
  }
  return { shifts: byDuty, people: new Map(responders.map((each) => [each.id, each])), exercise };
}

function gapsOf(
  rota: Index,
  asked: CoverAsked,
  {
    from: start,
    to: end,
    parentsOf,
  }: { from: Instant; to: Instant; parentsOf: (place: string) => ReadonlySet<string> },
): Gap[] {
  const { role, skill, count = 1 } = asked;
  const places = parentsOf(asked.place);
  const { exercise } = rota;
  const shifts = [...places].flatMap((place) => rota.shifts.get(dutyKey(role, place)) ?? []);
  const named = new Set(shifts.map(({ value }) => value.responder));
  const responders = [...named].flatMap((id) => rota.people.get(id) ?? []);
  const gaps: { from: number; to: number; missing: number }[] = [];
  const times = edges({ shifts, responders }, millis(start), millis(end));
  times.slice(0, -1).forEach((from, i) => {
    const to = times[i + 1]!;
    const duty = onDuty({ shifts, responders, exercise }, { places, role, ...(skill && { skill }) }, toInstant(from));
    const there = duty.filter(({ signedIn, availability }) => signedIn || availability !== 'unavailable');
    const missing = count - new Set(there.map(({ responder }) => responder)).size;
    if (missing <= 0) return;
    const last = gaps.at(-1);
    if (last?.to === from && last.missing === missing) last.to = to;
    else gaps.push({ from, to, missing });
  });
  return gaps.map(({ from, to, missing }) => ({ ...asked, from: toInstant(from), to: toInstant(to), missing }));
}

/** The instants of a window at which who is on duty may change, its ends with them. */
function edges({ shifts, responders }: Rota, start: number, end: number): number[] {
  const changes = [
    ...shifts.flatMap(({ value }) => span(value)),
    ...[
      ...shifts.map(({ value }) => value.signedIn?.at),
      ...responders.flatMap(({ value, at }) => [
        ...value.skills.map(({ expires }) => expires),
        // From when it was said until when it holds.
        ...(value.availability ? [at, value.availability.until] : []),
      ]),
    ].flatMap((at) => (at === undefined ? [] : [millis(at as Instant)])),
  ].filter((at) => at > start && at < end);
  return start < end ? [...new Set([start, ...changes, end])].sort((a, b) => a - b) : [];
}
