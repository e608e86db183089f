import type { EntityId, Instant, Responder, Row, ShiftRole } from '@yingji/core';
import { onDuty, span, type Rota } from '@yingji/core/people';
import { isUnjudged, type Rows } from '../controllers/observe.js';

/** A shift as a rule takes it: the view has checked its value. */
export type ShiftFact = Rota['shifts'][number];
/** Likewise a person. */
export type PersonFact = Rota['responders'][number];

/**
 * How a shift stands at the instant that is asked about. `absent`: it runs and nobody signed in; `missed`: so it was; `unfit`: whoever is on
 * it is not active or not known, so it covers nothing; `over`: it has ended and nobody signed out; `next`: it soon begins.
 */
export type DutyState = 'absent' | 'missed' | 'unfit' | 'unknown' | 'over' | 'on' | 'planned' | 'next';

/** What a line of 值班 is about, for columns of the page's own; `key` is the id of the shift. */
export interface DutyShown {
  readonly key: EntityId;
  readonly role: ShiftRole;
  readonly place: EntityId;
  readonly responder: EntityId;
  readonly from: Instant;
  readonly to: Instant;
  /** Names the drill. */
  readonly exercise: string | undefined;
}

/** One shift, one line. */
export interface DutyLine extends DutyShown {
  readonly state: DutyState;
  readonly signedIn: Instant | undefined;
  readonly person: PersonFact | undefined;
  /** Said that they cannot be sent. */
  readonly unavailable: boolean;
  readonly unjudged: boolean;
}

/** How early the next shift is shown: as early as core lets somebody sign in to it. */
const NEXT_MS = 3_600_000;

/** What asks for somebody first. */
const ORDER: readonly DutyState[] = ['absent', 'missed', 'unfit', 'unknown', 'over', 'on', 'planned', 'next'];
const ROLES: readonly ShiftRole[] = ['leader-on-duty', 'duty-officer', 'stand-by', 'patrol', 'station'];

export const shiftsOf = (rows: Iterable<Row>): ShiftFact[] => [...rows] as unknown as ShiftFact[];
export const personOf = (rows: Rows, id: string): PersonFact | undefined =>
  rows.get(id as EntityId) as unknown as PersonFact | undefined;

/** The people on these shifts, each once: of 36,000 few are on duty. */
export const peopleOn = (shifts: readonly ShiftFact[], people: Rows): PersonFact[] =>
  [...new Set(shifts.map(({ value }) => value.responder))].flatMap((id) => personOf(people, id) ?? []);

export interface DutyAskedAt {
  readonly people: Rows;
  readonly at: Instant;
  /** Where `at` lies. */
  readonly when: 'past' | 'now' | 'ahead';
}

/** The shifts at an instant as core says they count, what lacks somebody first; those of a drill last. */
export function dutyLines(shifts: readonly ShiftFact[], asked: DutyAskedAt): DutyLine[] {
  const played = new Set(shifts.flatMap(({ exercise }) => exercise ?? []));
  return [undefined, ...[...played].sort()].flatMap((exercise) => {
    const own = shifts.filter((shift) => shift.exercise === exercise);
    const rota: Rota = { shifts: own, responders: peopleOn(own, asked.people), exercise };
    const places = new Set(own.map(({ value }) => value.place));
    const serving = new Map(onDuty(rota, { places }, asked.at).map((each) => [each.shift, each]));
    return own
      .flatMap((shift): DutyLine[] => {
        const state = stateOf(shift, serving.get(shift.id), asked);
        return state ? [lineOf(shift, state, asked, serving.get(shift.id)?.availability === 'unavailable')] : [];
      })
      .sort(
        (a, b) =>
          ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
          ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
          Date.parse(a.from) - Date.parse(b.from) ||
          (a.key < b.key ? -1 : 1),
      );
  });
}

function stateOf(
  { value }: ShiftFact,
  serving: { readonly signedIn: boolean } | undefined,
  { people, at, when }: DutyAskedAt,
): DutyState | undefined {
  const [from, to] = span(value);
  const then = Date.parse(at);
  if (from <= then && then < to) {
    if (!serving) return personOf(people, value.responder) ? 'unfit' : 'unknown';
    if (serving.signedIn) return 'on';
    return when === 'now' ? 'absent' : when === 'past' ? 'missed' : 'planned';
  }
  if (when !== 'now' || value.state === 'cancelled') return undefined;
  if (then >= to) return value.state === 'signed-in' ? 'over' : undefined;
  return from - then <= NEXT_MS ? 'next' : undefined;
}

function lineOf(shift: ShiftFact, state: DutyState, { people }: DutyAskedAt, unavailable: boolean): DutyLine {
  const { role, place, responder, from, to, signedIn } = shift.value;
  return {
    ...{ key: shift.id, role, place: place as EntityId, responder: responder as EntityId },
    ...{ from: from as Instant, to: to as Instant, state, unavailable },
    signedIn: signedIn?.at as Instant | undefined,
    person: personOf(people, responder),
    exercise: shift.exercise,
    unjudged: isUnjudged(shift as unknown as Row),
  };
}

/** Posts at that instant: how many there are to be, and how many are. */
export interface Tally {
  readonly due: number;
  readonly on: number;
  readonly lacking: number;
  /** Of whom it is not known whether they are there. */
  readonly unknown: number;
  readonly over: number;
}

const LACKING: ReadonlySet<DutyState> = new Set(['absent', 'missed', 'unfit']);
export const isLacking = ({ state }: Pick<DutyLine, 'state'>): boolean => LACKING.has(state);

export function tallyOf(lines: readonly DutyLine[]): Tally {
  const count = (holds: (line: DutyLine) => boolean): number => lines.filter(holds).length;
  return {
    due: count(({ state }) => state !== 'next' && state !== 'over'),
    on: count(({ state }) => state === 'on'),
    lacking: count(isLacking),
    unknown: count(({ state }) => state === 'unknown'),
    over: count(({ state }) => state === 'over'),
  };
}

/** A name or number as others may see it; what is not masked is shown to nobody. */
export function maskedOf(person: PersonFact | Row | undefined, field: 'name' | 'phone'): string | undefined {
  const told = (person?.value as Partial<Responder> | undefined)?.[field];
  return typeof told === 'object' ? told.masked : undefined;
}
