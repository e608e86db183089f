import { expect } from 'chai';
import { advanceTask } from './advance-task.js';
import { desks, person, type Desk } from './desk.test.js';

const TEAM = 'team/registry/zhuyuan';
const GIVEN = 'task/registry/1';

/** One alarm of one detector: the city itself asks for a look at it. */
describe('a task that the city gave', () => {
  const open = desks([advanceTask]);
  const desk = async (exercise?: string): Promise<Desk> => {
    const made = await open(exercise);
    await made.list(
      [TEAM, { name: '竹园分队', sort: 'squad' }],
      [GIVEN, { sort: 'order', state: 'issued', title: '核实', about: [] }],
      ['device/registry/1', { type: 'smoke-detector', native: '1', contract: { by: 'event' } }],
      [
        'report/registry/1',
        { channel: 'device', needs: ['fire'], eventType: '12G00', title: '火警', device: 'device/registry/1' },
      ],
    );
    return made;
  };
  const given = async ({ all }: Desk): Promise<string> => {
    for (let i = 0; i < 500 && all('task').length < 2; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    return all('task').find(({ id }) => id !== GIVEN)!.id;
  };

  it('is signed for, gone to, done, and checked by somebody else; step by step', async () => {
    const made = await desk();
    const { send, value } = made;
    const task = await given(made);
    const issuedAt = made.city.view.get(task as never)!.at;
    const go = (to: string, more = {}, as = 'u1') => send('advance-task', { task, to, ...more }, { as });
    expect(await go('moving'), 'nobody signed for it').to.deep.equal(['not-allowed-now /input']);
    expect(await go('signed', { assignee: 'team/registry/none' })).to.deep.equal(['not-found /input/assignee']);
    expect(await go('signed', { assignee: TEAM })).to.deep.equal([task]);
    expect(value(task)).to.include({ state: 'signed', assignee: TEAM, title: '现场核实单点火警', issuedAt });
    for (const to of ['moving', 'on-scene', 'handling', 'reported', 'done'])
      expect(await go(to), to).to.deep.equal([task]);
    expect(await go('checked'), 'by who said so').to.deep.equal(['same-person /input/to']);
    expect(await go('checked', {}, 'u2')).to.deep.equal([task]);
    expect(value(task), 'when it was given stays').to.include({ state: 'checked', issuedAt });
    expect(await go('returned', { reason: '重复' })).to.deep.equal(['not-allowed-now /input']);
    expect(made.city.view.get(task as never)?.derived['overdue']).to.equal(false);
  });

  it('is returned with a reason alone, and what another system gave is told there', async () => {
    const made = await desk();
    const { send, value } = made;
    const task = await given(made);
    expect(await send('advance-task', { task, to: 'returned' })).to.deep.equal(['invalid-input /input/reason']);
    const reason = '不在辖区，联系 13812345678';
    expect(await send('advance-task', { task, to: 'returned', reason })).to.deep.equal([task]);
    expect(value(task)).to.include({ state: 'returned', reason: '不在辖区，联系 138****5678' });
    expect(await send('advance-task', { task: GIVEN, to: 'signed' })).to.deep.equal(['not-owner /input/task']);
    expect(await send('advance-task', { task: TEAM, to: 'signed' })).to.deep.equal(['not-found /input/task']);
  });

  it('whose responder is on another scene goes on, warned of on both until somebody allows it by name', async () => {
    const made = await desk();
    const { send, value, city } = made;
    const [task, who] = [await given(made), 'responder/registry/1'];
    const there = { sort: 'order', state: 'handling', title: '疏散', about: [], assignee: who };
    await made.list([who, { state: 'active', skills: [] }], [GIVEN, there]);
    const go = (to: string, more = {}) => send('advance-task', { task, to, ...more });
    await go('signed', { assignee: who });
    await go('moving');
    const derived = (id: string) => city.view.get(id as never)!.derived;
    expect(derived(GIVEN)).to.not.have.property('alsoOn');
    const input = { task, to: 'on-scene' };
    const answer = await city.send({ v: 1, id: 'command-there', name: 'advance-task', input }, person('u1'));
    expect(answer).to.deep.include({ ok: true, ids: [task] });
    const [warned, ...others] = answer.issues!;
    expect(warned).to.include({ code: 'task-overlap', level: 'warning', path: '/input/to' });
    expect(warned!.message).to.include(GIVEN).and.include(who);
    expect(others).to.deep.equal([]);
    expect([derived(task)['alsoOn'], derived(GIVEN)['alsoOn']]).to.deep.equal([[GIVEN], [task]]);
    await go('handling', { override: { reason: '同一栋楼，13812345678' } });
    expect(value(task)['override']).to.deep.equal({
      by: 'u1',
      masked: 'u1*',
      reason: '同一栋楼，138****5678',
      tasks: [GIVEN],
    });
    expect([derived(task)['alsoOn'], derived(GIVEN)['alsoOn']]).to.deep.equal([undefined, undefined]);
    expect(await go('reported', { override: { reason: '无' } }), 'nothing to allow').to.deep.equal([task]);
    expect(value(task)['override']).to.include({ reason: '同一栋楼，138****5678' });
  });

  it('is allowed beside another where it stands too, which moves nothing; where nothing is to be allowed that is no step', async () => {
    const made = await desk();
    const { send, value, city } = made;
    const [task, who] = [await given(made), 'responder/registry/1'];
    const there = { sort: 'order', state: 'handling', title: '疏散', about: [], assignee: who };
    await made.list([who, { state: 'active', skills: [] }], [GIVEN, there]);
    const go = (to: string, more = {}) => send('advance-task', { task, to, ...more });
    const allow = { override: { reason: '同一栋楼' } };
    await go('signed', { assignee: who });
    await go('moving');
    expect(await go('moving', allow), 'nobody is at two places').to.deep.equal(['not-allowed-now /input']);
    for (const to of ['on-scene', 'handling']) await go(to);
    const row = () => city.view.get(task as never)!;
    const { at } = row();
    expect(row().derived['alsoOn']).to.deep.equal([GIVEN]);
    expect(await go('handling'), 'without a reason').to.deep.equal(['not-allowed-now /input']);
    expect(await send('advance-task', { task, to: 'handling', ...allow }, { as: 'u2' })).to.deep.equal([task]);
    expect(value(task)).to.deep.include({
      state: 'handling',
      override: { by: 'u2', masked: 'u2*', reason: '同一栋楼', tasks: [GIVEN] },
    });
    expect(row().at, 'since when it is handled').to.equal(at);
    expect(row().derived).to.not.have.property('alsoOn');
    expect(await go('handling', allow)).to.deep.equal(['not-allowed-now /input']);
  });

  it('of a drill stays of that drill', async () => {
    const made = await desk('spring');
    const task = await given(made);
    expect(await made.send('advance-task', { task, to: 'signed' })).to.deep.equal([task]);
    expect(made.city.view.get(task as never)).to.include({ exercise: 'spring' });
  });
});
