import { expect } from 'chai';
import { entityId } from '../model/id.js';
import { taskExample } from '../model/task.schema.js';
import { createEntries } from '../testing/index.js';
import { createLocalView } from '../view/local-view.js';

describe('how often a task was pressed for', () => {
  it('is shown on its row as it comes, each urging once, a drill’s apart', () => {
    const { put, at } = createEntries();
    const view = createLocalView({ now: at(0) });
    const task = entityId('task', 'city', 't1');
    const unit = entityId('organization', 'registry', 'unit');
    const counts = (): unknown[] => {
      const { urged, supervised, overdue } = view.get(task)!.derived;
      return [urged, supervised, overdue];
    };
    const urging = (native: string, sort: string, options?: object) =>
      put(entityId('urging', 'city', native), { of: task, sort, authority: unit }, options);
    view.apply([urging('early', 'urge'), put(task, { ...taskExample, due: at(60) })], at(0));
    expect(counts()).to.deep.equal([1, 0, false]);
    const again = urging('2', 'supervise');
    view.apply([again, urging('3', 'urge'), urging('d', 'urge', { exercise: 'spring' })], at(0));
    view.apply([again], at(0));
    expect(counts()).to.deep.equal([2, 1, false]);
    view.advance(at(61));
    expect(counts()).to.deep.equal([2, 1, true]);
  });
});
