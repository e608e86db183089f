import type { EntityId } from '../model/id.js';
import { availabilityAt, type Responder } from '../model/responder.js';
import type { Shift, ShiftRole } from '../model/shift.js';
import { millis, type Instant } from '../model/time.js';
import { together, type Fact } from '../resilience/fact.js';
import { hasSkill, type SkillAsked } from '../resilience/skills.js';

/** The rota and the people on it. Real duty is stood by real shifts alone, that of a drill by the shifts of that drill. */
export interface Rota {
  readonly shifts: readonly Fact<Shift>[];
  readonly responders: readonly Fact<Responder>[];
  /** The drill whose shifts count; absent: the real ones. */
  readonly exercise?: string | undefined;
}

/** Which duty is asked for. */
export interface DutyAsked {
  /** The place and every place it lies in (`withParents`): the duty of a community serves its buildings. */
  readonly places: ReadonlySet<string>;
  readonly role?: ShiftRole;
  readonly skill?: SkillAsked;
}

/** One person who serves at an instant, by which shift, and as what. */
export interface OnDuty {
  readonly shift: EntityId;
  readonly responder: EntityId;
  readonly role: ShiftRole;
  /** Who had signed in by then is known to have been there; a planned shift is a plan. */
  readonly signedIn: boolean;
  /** Whether they can be sent, as they or their unit said it of that time; absent: nobody said. Duty is one thing, this another. */
  readonly availability?: NonNullable<Responder['availability']>['is'];
}

/**
 * Who is on duty at an instant, those who have signed in first, and last of all who said that they cannot be sent. A shift counts
 * from its beginning to before its end, unless it was signed out or cancelled; its person only while active. People who are not
 * known count for nothing.
 */
export function onDuty({ shifts, responders, exercise }: Rota, asked: DutyAsked, at: Instant): OnDuty[] {
  const people = new Map(responders.map((each) => [each.id as string, each]));
  return together({ exercise }, shifts)
    .filter((shift) => serves(shift, people.get(shift.value.responder), { asked, at }))
    .map(({ id, value }): OnDuty => {
      const availability = availabilitySaid(people.get(value.responder)!, at);
      return {
        shift: id,
        responder: value.responder,
        role: value.role,
        signedIn: SIGNED.has(value.state) && startOf(value) <= millis(at),
        ...(availability && { availability }),
      };
    })
    .sort((a, b) => rank(a) - rank(b) || (a.shift < b.shift ? -1 : 1));
}

const rank = ({ availability, signedIn }: OnDuty): number => (availability === 'unavailable' ? 2 : signedIn ? 0 : 1);

/** Of a time before it was said nobody knows it. */
const availabilitySaid = ({ value, at: said }: Fact<Responder>, at: Instant): OnDuty['availability'] =>
  millis(said) <= millis(at) ? availabilityAt(value, millis(at)) : undefined;

/** Whoever has signed out had signed in: asked of the time before, they were there. */
const SIGNED: ReadonlySet<Shift['state']> = new Set(['signed-in', 'signed-out']);

/** Whether a shift serves what is asked at that instant. */
function serves(
  { value, exercise }: Fact<Shift>,
  person: Fact<Responder> | undefined,
  { asked, at }: { asked: DutyAsked; at: Instant },
): boolean {
  const [from, to] = span(value);
  return (
    person?.value.state === 'active' &&
    // Real people play in drills; nobody of a drill is really there.
    (person.exercise === undefined || person.exercise === exercise) &&
    asked.places.has(value.place) &&
    (asked.role === undefined || asked.role === value.role) &&
    from <= millis(at) &&
    millis(at) < to &&
    (asked.skill === undefined || hasSkill(person.value, asked.skill, at))
  );
}

/** When a shift counts, milliseconds, the end not included: signing out ends it early, cancelling it altogether. */
export function span(value: Shift): readonly [from: number, to: number] {
  const [from, to] = [millis(value.from as Instant), millis(value.to as Instant)];
  if (value.state === 'cancelled') return [from, from];
  const out = value.signedOut === undefined ? to : millis(value.signedOut.at as Instant);
  return [from, Math.max(from, Math.min(to, out))];
}

const startOf = ({ signedIn, from }: Shift): number => millis((signedIn?.at ?? from) as Instant);

/** How one shift stands: what the view derives for it, and when that changes by time alone. */
export function shiftState(
  value: Shift,
  person: Pick<Responder, 'state'> | undefined,
  now: Instant,
): {
  readonly state: 'planned' | 'late' | 'on' | 'off' | 'missed' | 'cancelled';
  readonly covered: boolean;
  readonly due?: Instant;
} {
  const [at, from, to] = [now, value.from as Instant, value.to as Instant].map(millis) as [number, number, number];
  const fit = person?.state === 'active';
  if (value.state === 'cancelled') return { state: 'cancelled', covered: false };
  if (value.state === 'signed-out') return { state: 'off', covered: false };
  if (at < from) return { state: 'planned', covered: false, due: value.from as Instant };
  if (at >= to) return { state: value.signedIn === undefined ? 'missed' : 'off', covered: false };
  const due = value.to as Instant;
  return value.state === 'signed-in' ? { state: 'on', covered: fit, due } : { state: 'late', covered: false, due };
}

/** A place and every place it lies in, whatever the scheme; circles in the data do not matter. */
export function withParents(place: string, parentsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set([place]);
  for (const each of found) for (const parent of parentsOf(each)) found.add(parent);
  return found;
}
