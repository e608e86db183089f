import { expect } from 'chai';
import { entityId } from '../model/id.js';
import { taskExample } from '../model/task.schema.js';
import { createEntries } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';

describe('what was told back about a task', () => {
  it('is shown on its row: the latest, whatever came first, none that was taken back, a drill’s apart', () => {
    const { put, at } = createEntries();
    const view = createLocalView({ now: at(0) });
    const task = entityId('task', 'calls', 'p1');
    const shown = (): unknown => view.get(task)!.derived['feedback'];
    const told = (
      native: string,
      minute: number,
      { exercise = '', ...more }: { exercise?: string; withdrawn?: true } = {},
    ) =>
      put(
        entityId('feedback', 'calls', `${native}.${minute}`),
        { of: task, about: [], native, ...more },
        { atS: minute * 60, ...(exercise && { exercise }) },
      );
    view.apply([put(task, taskExample)], at(0));
    expect(shown()).to.equal(undefined);
    view.apply([told('f2', 2), told('f1', 1)], at(600));
    expect(shown()).to.equal('feedback/calls/f2.2');
    view.apply([told('f3', 3, { exercise: 'spring' })], at(600));
    expect(shown()).to.equal('feedback/calls/f2.2');
    view.apply([told('f2', 4, { withdrawn: true })], at(600));
    expect(shown()).to.equal('feedback/calls/f1.1');
    view.apply([told('f1', 5, { withdrawn: true })], at(600));
    expect(shown()).to.equal(undefined);
  });
});
