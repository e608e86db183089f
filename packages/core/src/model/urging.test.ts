import { expect } from 'chai';
import { Urging, urgingExample } from './urging.schema.js';
import { urging } from './urging.js';
import { lifeOf } from './life-cycle.js';
import { task } from './task.js';

describe('urging', () => {
  it('is an event of the city that names what it is of, and no state of a task', () => {
    expect(urging).to.include({ law: 'event', owner: 'city', coalesce: false });
    expect(urging.refs).to.include('of');
    expect(Object.keys(lifeOf(task)!.states)).to.not.include.members(['urged', 'supervised']);
  });

  it('urges without an authority; none supervises who is not named', () => {
    const { authority: _, ...unnamed } = urgingExample;
    expect(Urging.safeParse({ ...unnamed, sort: 'urge' }).success).to.equal(true);
    expect(Urging.safeParse(unnamed).error?.issues[0]?.path).to.deep.equal(['authority']);
  });
});
