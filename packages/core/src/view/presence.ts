import type { EntityId } from '../model/id.js';
import type { Task } from '../model/task.js';
import { isAllowed, presenceOf } from '../response/overlaps.js';
import type { Fact } from '../resilience/fact.js';
import type { Derive, Standing } from './derive.js';
import type { Row } from './view.js';

type Present = Pick<Fact<Task>, 'id' | 'value'>;

/** Who is on the scene of which tasks, kept up task by task, of one view. */
export interface Presences {
  /** The other tasks on whose scene the person of this one is, and which nobody allowed beside it. */
  beside(entry: Standing): EntityId[];
  /** Takes down what a task states now; gives those beside which it came, or from beside which it went. */
  note(before: Row | undefined, now: Row | undefined): Iterable<EntityId>;
}

const factOf = (task: Standing | Row): Fact<Task> => task as unknown as Fact<Task>;

export function createPresences(): Presences {
  const there = new Map<string, Map<EntityId, Present>>();
  return {
    beside(entry) {
      const self = factOf(entry);
      const key = presenceOf(self);
      const others = key === undefined ? [] : [...(there.get(key)?.values() ?? [])];
      return others
        .filter((other) => other.id !== self.id && !isAllowed(self, other))
        .map(({ id }) => id)
        .sort();
    },
    note(before, now) {
      if (before?.value === now?.value) return [];
      const stirred = new Set<EntityId>();
      const [had, has] = [before, now].map((row) => row && presenceOf(factOf(row)));
      if (had !== undefined) {
        const left = there.get(had);
        left?.delete(before!.id);
        if (left?.size === 0) there.delete(had);
        for (const id of left?.keys() ?? []) stirred.add(id);
      }
      if (has !== undefined) {
        const beside = there.get(has) ?? new Map<EntityId, Present>();
        for (const id of beside.keys()) stirred.add(id);
        there.set(has, beside.set(now!.id, { id: now!.id, value: factOf(now!).value }));
      }
      return stirred;
    },
  };
}

/** A task: `alsoOn`, the others on whose scene its person is at the same time; absent where there is none, or somebody allowed it. */
export const alsoOn =
  ({ beside }: Pick<Presences, 'beside'>) =>
  (derive: Derive): Derive =>
  (entry, around, now) => {
    const made = derive(entry, around, now);
    const others = beside(entry);
    return others.length === 0 ? made : { ...made, derived: { ...made.derived, alsoOn: others } };
  };
