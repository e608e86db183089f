import type { EntityId, Instant, Row, Task } from '@yingji/core';
import { isUnjudged } from '../controllers/observe.js';
import type { TaskKey } from './words.js';

type State = Task['state'];
/** The states a task goes to; `state` of a Command. */
export type To = Exclude<State, 'issued' | 'offered'>;
/** A step, and the name of its button where that is not the state. */
export interface Step {
  readonly to: To;
  readonly name?: TaskKey;
  /** Asks why. */
  readonly reason?: true;
}

const back: Step = { to: 'handling', name: 'to.back' };
const refuse: Step = { to: 'returned', reason: true };
const decline: Step = { to: 'declined', reason: true };

/** What may be done next with a task, first what goes on; a part of its life cycle. */
export const STEPS: { readonly [S in State]?: readonly Step[] } = {
  issued: [{ to: 'signed' }, refuse],
  signed: [{ to: 'moving' }, refuse],
  moving: [{ to: 'on-scene' }, refuse],
  'on-scene': [{ to: 'handling' }, refuse],
  handling: [{ to: 'reported' }, refuse],
  reported: [{ to: 'done' }, back],
  done: [{ to: 'checked' }, back],
  offered: [{ to: 'accepted' }, decline],
  accepted: [{ to: 'moving' }, decline],
};

/** States in which somebody is bodily there, as core says of presence on a scene. */
const THERE: ReadonlySet<State> = new Set(['on-scene', 'handling']);
export const isThere = ({ state }: { readonly state: State }): boolean => THERE.has(state);

const DEADLINES = ['signBy', 'moveBy', 'arriveBy', 'reportBy', 'due'] as const;
export type Deadline = (typeof DEADLINES)[number];

/** Of these the first that is still to be met; of a state that is not named: when it is done. */
const UNMET: { readonly [S in State]?: Deadline } = {
  ...{ issued: 'signBy', offered: 'signBy', signed: 'moveBy', accepted: 'moveBy', moving: 'arriveBy' },
  ...{ 'on-scene': 'reportBy', handling: 'reportBy' },
};

/** One task ready to be shown. */
export interface TaskItem {
  readonly id: EntityId;
  readonly row: Row;
  readonly title: string;
  readonly state: State;
  readonly about: readonly EntityId[];
  /** Empty where it was given to nobody; `undefined` where that is not for us to know. */
  readonly who: string | undefined;
  /** The responder it was given to; a team or an organization may be in several places. */
  readonly person: EntityId | undefined;
  /** The other tasks on whose scene that person is, and which nobody allowed beside it. */
  readonly alsoOn: readonly EntityId[];
  /** Allowed by name: beside which, and why. */
  readonly allowed: Task['override'];
  readonly exercise: boolean;
  readonly unjudged: boolean;
  /** Given by the city itself: elsewhere nothing can be done about it here. */
  readonly ours: boolean;
  /** The deadline that passed first and is not met. */
  readonly late?: { readonly by: Deadline; readonly at: Instant };
  /** The next one, where none has passed. */
  readonly next?: { readonly by: Deadline; readonly at: Instant };
}

export function toTask(row: Row): TaskItem {
  const value = row.value as unknown as Partial<Task>;
  // What it does not say itself, a linkage may.
  const times = { ...(row.derived['arranged'] as object | undefined), ...value } as {
    readonly [D in Deadline]?: Instant;
  };
  const stated = DEADLINES.flatMap((by) => (times[by] === undefined ? [] : [{ by, at: times[by] }])).sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  const passed = (row.derived['late'] as readonly string[] | undefined) ?? [];
  const late = stated.find(({ by }) => passed.includes(by));
  const unmet = DEADLINES.indexOf(UNMET[value.state ?? 'issued'] ?? 'due');
  const toldBack = row.derived['feedback'] !== undefined;
  const next = late
    ? undefined
    : stated.find(({ by }) => DEADLINES.indexOf(by) >= unmet && !(by === 'reportBy' && toldBack));
  return {
    id: row.id,
    row,
    title: value.title ?? row.id,
    state: value.state ?? 'issued',
    about: (value.about ?? []) as readonly EntityId[],
    who: whoOf(row),
    person: value.assignee?.startsWith('responder/') ? (value.assignee as EntityId) : undefined,
    alsoOn: (row.derived['alsoOn'] as readonly EntityId[] | undefined) ?? [],
    allowed: value.override,
    exercise: row.exercise !== undefined,
    unjudged: isUnjudged(row),
    ours: row.id.startsWith('task/city/'),
    ...(late && { late }),
    ...(next && { next }),
  };
}

/** Real before drill, the one that is late the longest first, then by the next deadline. */
export const byNeed = (a: TaskItem, b: TaskItem): number =>
  Number(a.exercise) - Number(b.exercise) ||
  Number(b.late !== undefined) - Number(a.late !== undefined) ||
  timeOf(a) - timeOf(b) ||
  (a.id < b.id ? -1 : 1);

/** How a person stands to other scenes: on them too and nobody allowed it, on them and allowed, or there while this task calls them here. */
export interface Beside {
  readonly how: 'unallowed' | 'allowed' | 'ahead';
  /** Titles of the other tasks; `undefined` of one that is not to be seen. */
  readonly tasks: readonly (string | undefined)[];
}

/** Tasks by their ids, and who is on the scene of which: of thousands looked through once. */
export interface Scenes {
  readonly tasks: ReadonlyMap<string, TaskItem>;
  readonly there: ReadonlyMap<EntityId, readonly TaskItem[]>;
}

export function scenesOf(all: readonly TaskItem[]): Scenes {
  const there = new Map<EntityId, TaskItem[]>();
  for (const item of all) {
    if (item.person === undefined || !isThere(item)) continue;
    const beside = there.get(item.person);
    if (beside) beside.push(item);
    else there.set(item.person, [item]);
  }
  return { tasks: new Map(all.map((item) => [item.id, item])), there };
}

/** Other scenes on which the person of a task is by now; `undefined` where that is none. */
export function besideOf(item: TaskItem, { tasks, there }: Scenes): Beside | undefined {
  const { person, alsoOn, allowed, row } = item;
  if (person === undefined) return undefined;
  if (alsoOn.length > 0) return { how: 'unallowed', tasks: alsoOn.map((id) => tasks.get(id)?.title) };
  const others = (there.get(person) ?? []).filter((other) => other !== item && other.row.exercise === row.exercise);
  const [how, found] = isThere(item)
    ? (['allowed', others.filter(({ id }) => allowed?.tasks.includes(id as never))] as const)
    : (['ahead', others] as const);
  return found.length > 0 ? { how, tasks: found.map(({ title }) => title) } : undefined;
}

const timeOf = ({ late, next }: TaskItem): number => Date.parse((late ?? next)?.at ?? '9999-01-01T00:00:00Z');

/** Whom it was given to; of a person what everybody may read. */
function whoOf({ value, joined }: Row): string | undefined {
  if (value['assignee'] === undefined) return '';
  const [who] = Object.values(joined ?? {}).flat();
  const name = who?.value['name'] as string | { readonly masked?: string } | undefined;
  if (typeof name === 'object') return name.masked;
  return who?.kind === 'responder' ? undefined : name;
}
