import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry, Position } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import type { Task } from '../model/task.js';
import type { Fact } from '../resilience/fact.js';
import { isAllowed, presenceOf } from '../response/overlaps.js';
import { createEntries } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { createLocalView } from './host-view.js';

const TASKS = ['1', '2', '3', '4'].map((name) => entityId('task', 'city', name));
const PEOPLE = [
  ...['a', 'a', 'b'].map((name) => entityId('responder', 'r', name)),
  entityId('team', 'r', '1'),
  undefined,
];

describe('whose person is on the scene of two tasks', () => {
  it('is told on both, as a look at every pair tells it, in whatever order they come, go on and go', () => {
    const step = fc.record({
      which: fc.nat(TASKS.length - 1),
      who: fc.constantFrom(...PEOPLE),
      state: fc.constantFrom('moving', 'on-scene', 'handling', 'on-scene'),
      allows: fc.option(fc.constantFrom(...TASKS)),
      exercise: fc.constantFrom(undefined, undefined, undefined, 'spring'),
      gone: fc.nat(5),
    });
    let double = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), fc.boolean(), (steps, apart) => {
        const make = createEntries();
        const entries = steps.map(({ which, who, state, allows, exercise, gone }): Entry => {
          const id = TASKS[which]!;
          if (gone === 0) return make.gone(id);
          const override = allows ? { by: 'u1', reason: 'x', tasks: [allows] } : undefined;
          const value = { sort: 'order', state, title: 'x', about: [], assignee: who, override };
          return make.put(id, JSON.parse(JSON.stringify(value)) as object, exercise ? { exercise } : {});
        });
        const view = createLocalView({ now: make.at(0) });
        const placed = entries.map((entry, i) => ({ ...entry, position: (i + 1) as Position }));
        if (apart) for (const entry of placed) view.apply([entry], make.at(0));
        else view.apply(placed, make.at(0));
        const rows = view.find({ kind: 'task' });
        for (const row of rows) {
          const self = row as unknown as Fact<Task>;
          const beside = (rows as unknown as Fact<Task>[])
            .filter(
              (other) => other !== self && presenceOf(self) !== undefined && presenceOf(other) === presenceOf(self),
            )
            .filter((other) => !isAllowed(self, other))
            .map(({ id }): EntityId => id)
            .sort();
          expect(row.derived['alsoOn'] ?? []).to.deep.equal(beside);
          double += beside.length;
        }
      }),
      seeds(),
    );
    expect(double, 'it happened').to.be.above(50);
  });
});
