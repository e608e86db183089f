import { expect } from 'chai';
import { handOver } from './hand-over.js';
import { desks, type Desk } from './desk.test.js';
import { planShift } from './plan-shift.js';
import { cancelShift, defineSignIn, signIn, signOut } from './sign-shift.js';

const A = 'responder/registry/a';
const B = 'responder/registry/b';
const PLACE = 'place/registry/xinzhu';
const at = (hour: number): string => `2026-06-12T${String(hour).padStart(2, '0')}:00:00+08:00`;
const plan = (from: number, to: number, more: object = {}) => ({
  role: 'duty-officer',
  responder: A,
  place: PLACE,
  from: at(from),
  to: at(to),
  ...more,
});

describe('shifts', () => {
  const open = desks([planShift, signIn, signOut, cancelShift, handOver]);
  const desk = async (): Promise<Desk> => {
    const made = await open();
    const responder = { state: 'active', skills: [] };
    await made.list(
      [PLACE, { name: '新竹社区', scheme: 'division' }],
      [A, { ...responder, account: 'u1', name: '李小明' }],
      [B, responder],
      ['responder/registry/p', { ...responder, state: 'paused' }],
    );
    return made;
  };

  it('plans a duty; a second one at the same time needs somebody who allows it by name', async () => {
    const { send, value } = await desk();
    const [first] = await send('plan-shift', plan(15, 20));
    expect(value(first!)).to.deep.equal({ ...plan(15, 20), state: 'planned' });
    expect(await send('plan-shift', plan(20, 22))).to.have.length(1);
    expect(await send('plan-shift', plan(19, 20), { id: 'again-1234' })).to.deep.equal([
      'shift-overlap /input/responder',
    ]);
    const override = { reason: '人手不足，问 13812345678' };
    const [second] = await send('plan-shift', plan(19, 20, { override }), { id: 'again-1234', as: 'boss' });
    expect(value(second!)['override']).to.deep.equal({
      by: 'boss',
      reason: '人手不足，问 138****5678',
      overlaps: [first],
    });
    await send('cancel-shift', { shift: second! });
    expect(value(second!)['state']).to.equal('cancelled');
    expect(await send('sign-in', { shift: second! })).to.deep.equal(['not-allowed-now /input']);
  });

  it('takes the place of no other, whose ever command id it bears', async () => {
    const { send, all, value } = await desk();
    const [first] = await send('plan-shift', plan(15, 20), { id: 'used-twice' });
    await send('sign-in', { shift: first!, reason: '手机没电' });
    const [second] = await send('plan-shift', plan(15, 20, { responder: B }), { id: 'used-twice' });
    expect(second).to.not.equal(first);
    expect(all('shift')).to.have.length(2);
    expect(value(first!)).to.include({ state: 'signed-in', responder: A });
  });

  it('plans nobody who is not active or not known, nowhere that is not known, no shift that ends before it begins', async () => {
    const { send } = await desk();
    const refused = async (more: object): Promise<string> => (await send('plan-shift', plan(15, 20, more))).join();
    expect(await refused({ responder: 'responder/registry/p' })).to.equal('not-active /input/responder');
    expect(await refused({ responder: 'responder/registry/x' })).to.equal('not-found /input/responder');
    expect(await refused({ place: 'place/registry/x' })).to.equal('not-found /input/place');
    expect(await refused({ to: at(15) })).to.equal('invalid-input /input/to');
    expect(await refused({ role: 'chief' })).to.equal('invalid-input /input/role');
  });

  it('signs in and out along the life cycle, by the person or by somebody who says why', async () => {
    const { send, value } = await desk();
    const [shift] = await send('plan-shift', plan(15, 20));
    expect(await send('sign-out', { shift: shift! })).to.deep.equal(['not-allowed-now /input']);
    expect(await send('sign-in', { shift: shift! }, { as: 'u2' })).to.deep.equal(['not-yours /input/reason']);
    await send('sign-in', { shift: shift! }, { id: 'sign-in-1' });
    await send('sign-in', { shift: shift! }, { id: 'sign-in-1' });
    expect(value(shift!)).to.deep.include({
      state: 'signed-in',
      signedIn: { at: '2026-06-12T08:00:00.000Z', by: 'u1' },
    });
    expect(await send('sign-in', { shift: shift! })).to.deep.equal(['not-allowed-now /input']);
    await send('sign-out', { shift: shift!, reason: '送医' }, { as: 'u2' });
    expect(value(shift!)['signedOut']).to.deep.include({ by: 'u2', reason: '送医' });
    expect(await send('sign-in', { shift: 'shift/city/none' })).to.deep.equal(['not-found /input/shift']);
  });

  it('nobody signs in to a shift of tomorrow, nor to one that is over, nor while paused', async () => {
    const { send, list } = await desk();
    const [later] = await send('plan-shift', plan(18, 20));
    const [over] = await send('plan-shift', plan(10, 12));
    const [now] = await send('plan-shift', plan(15, 20, { responder: B }));
    expect(await send('sign-in', { shift: later! })).to.deep.equal(['too-early /input/shift']);
    expect(await send('sign-in', { shift: over! })).to.deep.equal(['shift-over /input/shift']);
    await list([B, { state: 'paused', skills: [] }]);
    expect(await send('sign-in', { shift: now! })).to.deep.equal(['not-active /input/shift']);
  });

  it('how early somebody may come is the city’s own', async () => {
    const early = defineSignIn({ earlyMinutes: 180 });
    const parsed = { shift: 'shift/city/1' };
    const value = { ...plan(18, 20), state: 'planned' };
    const rows: Record<string, object> = {
      'shift/city/1': { id: 'shift/city/1', kind: 'shift', value },
      [A]: { id: A, kind: 'responder', value: { state: 'active', skills: [], account: 'u1' } },
    };
    const reader = { get: (id: string) => rows[id] } as never;
    const context = { now: at(16) as never, actor: { id: 'u1', masked: '', roles: [], scope: [] } };
    const command = {
      v: 1,
      id: 'c',
      name: 'sign-in',
      actor: 'u1',
      at: at(16),
      input: parsed,
      parsed,
      seed: 's',
    } as never;
    expect(early.decide(reader, command, context)).to.have.property('drafts');
    expect(signIn.decide(reader, command, context)).to.have.property('issues');
  });

  it('hands over what is open to the next of the same duty, once that person is there', async () => {
    const { send, value, all } = await desk();
    const [of] = await send('plan-shift', plan(15, 17));
    const [to] = await send('plan-shift', plan(16, 22, { responder: B }));
    const [patrol] = await send('plan-shift', plan(17, 18, { role: 'patrol' }));
    const open = { of: of!, to: to!, items: ['雨水篦堵塞，物业 13812345678 待清'] };
    expect(await send('hand-over', open)).to.deep.equal(['not-signed-in /input/of']);
    await send('sign-in', { shift: of! });
    expect(await send('hand-over', open)).to.deep.equal(['not-signed-in /input/to']);
    await send('sign-in', { shift: to! }, { as: 'u2' });
    const [made] = await send('hand-over', { ...open, about: [of!] }, { id: 'hand-over-1' });
    await send('hand-over', { ...open, about: [of!] }, { id: 'hand-over-1' });
    expect(value(made!)).to.deep.equal({
      ...open,
      items: ['雨水篦堵塞，物业 138****5678 待清'],
      about: [of],
      masked: 'u1*',
    });
    expect(all('handover')).to.have.length(1);
    expect(await send('hand-over', { ...open, about: ['task/city/x'] })).to.deep.equal(['not-found /input/about/0']);
    expect(await send('hand-over', { ...open, to: patrol! })).to.deep.equal(['invalid-input /input/to']);
    expect(await send('hand-over', { ...open, to: 'shift/city/x' })).to.deep.equal(['not-found /input/to']);
    expect(await send('hand-over', { ...open, of: 'shift/city/x' })).to.deep.equal(['not-found /input/of']);
  });

  it('nothing is handed to somebody whose shift is over, or who is not on duty any more', async () => {
    const { send, list, clock } = await desk();
    const [first] = await send('plan-shift', plan(15, 17));
    const [second] = await send('plan-shift', plan(17, 22, { responder: B }));
    await send('sign-in', { shift: first! });
    await clock.pass(45 * 60_000);
    await send('sign-in', { shift: second! });
    expect((await send('hand-over', { of: first!, to: second!, items: [] }))[0]).to.match(/^handover/);
    await clock.pass(30 * 60_000);
    expect(await send('hand-over', { of: second!, to: first!, items: [] })).to.deep.equal(['shift-over /input/to']);
    await list([B, { state: 'paused', skills: [] }]);
    expect(await send('hand-over', { of: first!, to: second!, items: [] })).to.deep.equal(['not-active /input/to']);
  });

  it('what a drill invented stands in no real duty', async () => {
    const { send, play } = await desk();
    const place = 'place/played/camp';
    await play([place, { name: '营地', scheme: 'zone' }], ['task/played/1', { title: 'x' }]);
    expect(await send('plan-shift', plan(15, 20, { place }))).to.deep.equal(['not-found /input/place']);
    expect((await send('plan-shift', plan(15, 20, { place, exercise: 'spring' })))[0]).to.match(/^shift/);
  });

  it('no name of a responder is in the picture', async () => {
    const { city } = await desk();
    expect(JSON.stringify(city.view.find({ kind: 'responder' }))).to.not.include('小明');
  });
});
