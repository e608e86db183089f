import { sameJson } from '../json.js';
import { placesAround } from '../access/belongs.js';
import { holdsAt, isFor } from '../access/sharing.js';
import type { EntityId } from '../model/id.js';
import type { Linkage } from '../model/linkage.js';
import type { Task } from '../model/task.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { takesPart } from '../resilience/fact.js';
import { DEADLINES_ALIAS } from './alias.js';
import type { Derive, Standing, Surroundings } from './derive.js';
import { parentsOf } from './ground.js';
import { CLOSED_TASK } from './task.js';
import type { Row } from './view.js';

const SET_BY = { signBy: 'signS', moveBy: 'moveS', arriveBy: 'arriveS', reportBy: 'reportS' } as const;
const GIVEN: ReadonlySet<string> = new Set(['issued', 'offered']);

/** Until when a task is to be signed for, set out for, arrived at, and reported back on for the first time. */
type Deadlines = Partial<Record<keyof typeof SET_BY, Instant>>;

const TO_SIGN = ['issued', 'offered'];
const TO_MOVE = [...TO_SIGN, 'signed', 'accepted'];
const TO_ARRIVE = [...TO_MOVE, 'moving'];
const OWING: Record<keyof typeof SET_BY, readonly string[]> = {
  signBy: TO_SIGN,
  moveBy: TO_MOVE,
  arriveBy: TO_ARRIVE,
  reportBy: [...TO_ARRIVE, 'on-scene', 'handling'],
};
/** In the order in which they are met. */
const ALL = ['signBy', 'moveBy', 'arriveBy', 'reportBy', 'due'];

/** What linkages let tasks take, of one view. */
export interface Arrangements {
  /** 联动时限 of a task, as it stands among these. */
  of(entry: Standing, around: Surroundings): Deadlines;
  /** The tasks for which it may be another one by now: how a place lies in others is seen by none that names it from afar. */
  stirredBy(before: Row | undefined, now: Row | undefined): Iterable<EntityId>;
  /** The same, of an incident or a device that a task sees through the report which it is about. */
  seenThrough(before: Row | undefined, now: Row | undefined): Iterable<EntityId>;
}

export function createArrangements(): Arrangements {
  /** Tasks that looked at where places lie. */
  let looking = new Set<EntityId>();
  /** Tasks by what they saw through a report. */
  const through = new Map<string, Set<EntityId>>();
  return {
    of(entry, around) {
      const found = arrangedFor(entry, around);
      if (found.placed) looking.add(entry.id);
      else looking.delete(entry.id);
      for (const id of found.through) through.set(id, (through.get(id) ?? new Set()).add(entry.id));
      return found.deadlines;
    },
    seenThrough(before, now) {
      const { id } = (now ?? before)!;
      const stirred = before?.value === now?.value ? undefined : through.get(id);
      // Each that still sees it says so again.
      if (stirred) through.delete(id);
      return stirred ?? [];
    },
    stirredBy(before, now) {
      if (looking.size === 0 || (before && now && sameJson(parentsOf(before), parentsOf(now)))) return [];
      // Each that is still there looks again.
      const stirred = looking;
      looking = new Set();
      return stirred;
    },
  };
}

/**
 * A task with what linkages let it take (`arranged`), which is no word against a deadline that it has of its own: it is `late` by those
 * as well. Whatever was told back is a report.
 */
export const arranging =
  ({ of }: Pick<Arrangements, 'of'>) =>
  (derive: Derive): Derive =>
  (entry, around, now) => {
    const made = derive(entry, around, now);
    const arranged = of(entry, around);
    const names = Object.keys(arranged) as (keyof Deadlines)[];
    if (names.length === 0) return made;
    const { state } = entry.value as unknown as Task;
    const owed = names.filter(
      (name) =>
        entry.value[name] === undefined &&
        OWING[name].includes(state) &&
        !(name === 'reportBy' && made.derived['feedback'] !== undefined),
    );
    const times = owed.map((name) => millis(arranged[name]!));
    const missed: string[] = owed.filter((_, i) => times[i]! <= now);
    const late = [...((made.derived['late'] ?? []) as string[]), ...missed];
    const due = Math.min(made.due ?? Infinity, ...times.filter((ms) => ms > now));
    const overdue = late.length > 0 && { overdue: true, late: ALL.filter((name) => late.includes(name)) };
    return { ...made, derived: { ...made.derived, arranged, ...overdue }, due };
  };

interface Found {
  readonly deadlines: Deadlines;
  /** Whether it hangs on where places lie. */
  readonly placed: boolean;
  /** What it hangs on and does not name: what the reports tell of that it is about, and whose devices raised them. */
  readonly through: readonly string[];
}
const NONE: Found = { deadlines: {}, placed: false, through: [] };

/**
 * 联动时限: what the linkages say of a task that was given to one of their organizations, or to a team or responder of it, for an
 * incident that they are for, as they held when it was given; of several the earliest. A report is for the incident that it tells of,
 * and until it tells of one for itself, where its device stands if it says no place. Of a task whose giving is not known: nothing.
 */
function arrangedFor({ value, at, exercise }: Standing, around: Surroundings): Found {
  const task = value as unknown as Task;
  const given = (task.issuedAt as Instant | undefined) ?? (GIVEN.has(task.state) ? at : undefined);
  const rules = around.known(DEADLINES_ALIAS).filter((rule) => takesPart(rule, exercise));
  if (given === undefined || CLOSED_TASK.has(task.state) || rules.length === 0) return NONE;
  const units = [task.assignee, around.row(String(task.assignee))?.value['organization']];
  const through: string[] = [];
  const seen = (id: unknown): Row | undefined =>
    typeof id === 'string' ? (through.push(id), around.row(id)) : undefined;
  const happenings = task.about.flatMap((id) => {
    const about = around.row(id);
    const row = about?.kind === 'report' ? (seen(about.derived['incident']) ?? about) : about;
    if ((row?.kind !== 'incident' && row?.kind !== 'report') || !takesPart(row, exercise)) return [];
    const at = row.value['place'] === undefined ? (seen(row.value['device']) ?? row) : row;
    return { row, places: placesAround({ get: (place: EntityId) => around.row(place) }, at) };
  });
  const found: { [deadline in keyof Deadlines]: Instant } = {};
  for (const rule of rules) {
    const { deadlines, ...linkage } = rule.value as unknown as Linkage;
    const called = [...linkage.lead, ...linkage.assist, ...linkage.informed];
    if (!called.some((id) => units.includes(id)) || !holdsAt(linkage, given)) continue;
    if (!happenings.some(({ row, places }) => isFor(linkage, { value: row.value, places }))) continue;
    for (const [name, field] of Object.entries(SET_BY) as [
      keyof typeof SET_BY,
      (typeof SET_BY)[keyof typeof SET_BY],
    ][]) {
      const seconds = deadlines?.[field];
      if (seconds === undefined) continue;
      const by = millis(given) + 1000 * seconds;
      const had = found[name];
      if (had === undefined || by < millis(had)) found[name] = toInstant(by);
    }
  }
  return {
    deadlines: found,
    placed: happenings.length > 0 && rules.some((rule) => rule.value['places'] !== undefined),
    through,
  };
}
