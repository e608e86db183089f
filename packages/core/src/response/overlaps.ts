import { parseId, type EntityId } from '../model/id.js';
import type { Shift } from '../model/shift.js';
import type { Task } from '../model/task.js';
import type { Fact } from '../resilience/fact.js';
import { span } from './on-duty.js';

/** Two shifts of one person that run at the same time. */
export interface Overlap {
  readonly responder: EntityId;
  readonly shifts: readonly [EntityId, EntityId];
  /** The person who allowed it by name; absent: nobody did, and it is a mistake until somebody does. */
  readonly allowedBy?: string;
}

/** Every overlap of a rota. Shifts that only touch do not overlap; a drill does not overlap what is real. */
export function overlaps(shifts: readonly Fact<Shift>[]): Overlap[] {
  const found: Overlap[] = [];
  const byPerson = new Map<string, Fact<Shift>[]>();
  for (const shift of new Map(shifts.map((each) => [each.id, each])).values()) {
    const [from, to] = span(shift.value);
    if (from >= to) continue;
    const key = JSON.stringify([shift.value.responder, shift.exercise ?? null]);
    const others = byPerson.get(key);
    if (others) others.push(shift);
    else byPerson.set(key, [shift]);
  }
  for (const own of byPerson.values()) {
    own.sort((a, b) => span(a.value)[0] - span(b.value)[0] || (a.id < b.id ? -1 : 1));
    own.forEach((first, i) => {
      for (const second of own.slice(i + 1)) {
        if (span(second.value)[0] >= span(first.value)[1]) break;
        const allowed = allowance(first, second) ?? allowance(second, first);
        const pair = { responder: first.value.responder, shifts: [first.id, second.id] as const };
        found.push(allowed === undefined ? pair : { ...pair, allowedBy: allowed });
      }
    });
  }
  return found.sort((a, b) => (a.shifts.join() < b.shifts.join() ? -1 : 1));
}

const allowance = ({ value }: Fact<Shift>, other: Fact<Shift>): string | undefined =>
  value.override?.overlaps.includes(other.id) === true ? value.override.by : undefined;

/** A person who is at two places at once. */
export interface DoubleTask {
  readonly assignee: EntityId;
  /** All of them; who allowed one beside another stands in its `override`. */
  readonly tasks: readonly EntityId[];
}

/** States in which somebody is bodily there. */
const THERE: ReadonlySet<string> = new Set(['on-scene', 'handling']);

/**
 * Whose presence on a scene a task states, of which drill, as one text; nothing where it states none. An organization or a team may be
 * in several places, a responder may not.
 */
export function presenceOf({
  value: { assignee, state },
  exercise,
}: Pick<Fact<Task>, 'value' | 'exercise'>): string | undefined {
  const there = assignee !== undefined && parseId(assignee)?.kind === 'responder' && THERE.has(state);
  return there ? JSON.stringify([assignee, exercise ?? null]) : undefined;
}

/** Whether somebody allowed one of two tasks beside the other, by name. */
export const isAllowed = (a: Pick<Fact<Task>, 'id' | 'value'>, b: Pick<Fact<Task>, 'id' | 'value'>): boolean =>
  a.value.override?.tasks.includes(b.id) === true || b.value.override?.tasks.includes(a.id) === true;

/** Responders with more than one task on whose scene they are: to be warned of, not refused. */
export function doubleTasks(tasks: readonly Fact<Task>[]): DoubleTask[] {
  const byPerson = new Map<string, Fact<Task>[]>();
  for (const task of new Map(tasks.map((each) => [each.id, each])).values()) {
    const key = presenceOf(task);
    if (key !== undefined) byPerson.set(key, [...(byPerson.get(key) ?? []), task]);
  }
  return [...byPerson.values()]
    .filter((own) => own.some((a) => own.some((b) => a !== b && !isAllowed(a, b))))
    .map((own) => ({ assignee: own[0]!.value.assignee as EntityId, tasks: own.map(({ id }) => id).sort() }))
    .sort((a, b) => (a.assignee < b.assignee ? -1 : 1));
}
