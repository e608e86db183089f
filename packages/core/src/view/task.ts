import type { Task } from '../model/task.js';
import { millis, type Instant } from '../model/time.js';
import { compact } from './cell.js';
import { located, said, type Derive } from './derive.js';

/** States of a task that owe nothing any more. */
export const CLOSED_TASK: ReadonlySet<string> = new Set(['done', 'checked', 'returned', 'declined']);

const DEADLINES = ['signBy', 'arriveBy', 'due'] as const;
/** The states before somebody is there, of which in the first two nobody has signed for it. */
const TO_ARRIVE: readonly string[] = ['issued', 'offered', 'signed', 'accepted', 'moving'];

/** Whether a task in this state has still to meet a deadline. */
const isUnmet = (name: (typeof DEADLINES)[number], state: string): boolean =>
  name === 'due' ? !CLOSED_TASK.has(state) : TO_ARRIVE.slice(0, name === 'signBy' ? 2 : undefined).includes(state);

/** A task: `overdue`, and by which of its deadlines (`late`). */
export const task: Derive = (entry, around, now) => {
  const value = entry.value as unknown as Task;
  const unmet = DEADLINES.filter((name) => value[name] !== undefined && isUnmet(name, value.state));
  const late = unmet.filter((name) => millis(value[name] as Instant) <= now);
  const ahead = unmet.map((name) => millis(value[name] as Instant)).filter((ms) => ms > now);
  const about = value.about.map((id) => around.row(id)).find((row) => row !== undefined);
  const overdue = late.length > 0;
  const derived = compact({ overdue, late: overdue ? late : undefined, ...located(value, around, about) });
  return { derived, fresh: said(entry), due: Math.min(...ahead) };
};
