import { expect } from 'chai';
import { facilityExample } from '../model/facility.schema.js';
import { personAtRiskExample } from '../model/person-at-risk.schema.js';
import type { Transfer } from '../model/transfer.js';
import { factsOf } from '../resilience/fact.js';
import { transferState } from '../response/transfer-sums.js';
import type { Draft } from '../model/change.js';
import { cityFact, madeBy } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { desks, type Desk } from './desk.test.js';
import { recordTransfer } from './record-transfer.js';

const H = 'person-at-risk/registry/h-1';
const PLACE = 'place/registry/zhuyuan';

/** Opens an incident, as other parts of the desk do. */
const openIncident: CommandDefinition<'open-incident', { exercise?: string }> = {
  name: 'open-incident',
  title: { zh: '', en: '' },
  parse: (input) => ({ input: input as { exercise?: string } }),
  decide: (_, command, { now }) => {
    const value = { state: 'open', title: '围墙将倒' };
    const saying = { command, at: now, exercise: command.parsed.exercise };
    return { drafts: [cityFact(madeBy('incident', command), value, saying)] satisfies Draft[] };
  },
};

describe('record-transfer', () => {
  const open = desks([recordTransfer, openIncident]);
  const desk = async (): Promise<Desk & { order: string }> => {
    const made = await open();
    await made.list([H, personAtRiskExample], [PLACE, { name: '竹园小区', scheme: 'compound' }]);
    const [order] = await made.send('open-incident', {});
    return { ...made, order: order! };
  };

  it('tells of a household whole; what is not told is waiting; closing names who closed', async () => {
    const { send, value, order, all, clock } = await desk();
    const state = () => transferState({ id: order as never }, factsOf<Transfer>(all('transfer'), 'transfer'));
    const [first] = await send('record-transfer', { order, of: H, moved: 1 });
    expect(value(first!)).to.deep.equal({ order, of: H, due: 2, moved: 1, refused: 0, away: 0, unreached: 0 });
    expect([state().sums.waiting, state().sums.closes, state().open.length]).to.deep.equal([1, false, 1]);
    await clock.pass(1000);
    await send('record-transfer', { order, of: H, moved: 1, refused: 1 });
    expect([state().sums.closes, state().open.length]).to.deep.equal([true, 1]);
    await clock.pass(1000);
    await send(
      'record-transfer',
      { order, of: H, moved: 1, refused: 1, closed: '专人看守，13812345678' },
      { as: 'u7' },
    );
    expect([state().open, state().closed]).to.deep.equal([
      [],
      [{ of: H, refused: 1, unreached: 0, by: 'u7', reason: '专人看守，138****5678' }],
    ]);
  });

  it('refuses more than are due, a tally without its due, and what contradicts itself', async () => {
    const { send, order } = await desk();
    const refused = async (more: object): Promise<string> =>
      (await send('record-transfer', { order, of: H, ...more })).join();
    expect(await refused({ moved: 2, away: 1 })).to.equal('sum-exceeds-due /input/due');
    expect(await refused({ of: PLACE, moved: 2 })).to.equal('invalid-input /input/due');
    expect(await refused({ moved: 1, returned: 2 })).to.equal('invalid-input /input/returned');
    expect(await refused({ moved: 2, closed: '好' })).to.equal('invalid-input /input/closed');
    expect(await refused({ moved: -1 })).to.equal('invalid-input /input/moved');
    expect(await refused({ of: 'person-at-risk/registry/x' })).to.equal('not-found /input/of');
    expect(await refused({ order: PLACE })).to.equal('not-found /input/order');
    expect(
      await send('record-transfer', { order, of: PLACE, due: 96, moved: 88, refused: 3, unreached: 5 }),
    ).to.have.length(1);
  });

  it('of a drill it is a drill’s, and a late fact that exceeds what is due is kept and shown', async () => {
    const { send, list, city, order, all } = await desk();
    const [drill] = await send('open-incident', { exercise: 'spring' });
    const [made] = await send('record-transfer', { order: drill!, of: H, moved: 2 });
    expect(city.view.get(made as never)?.exercise).to.equal('spring');
    const late = { order, of: H, due: 2, moved: 3, refused: 0, away: 0, unreached: 0 };
    await list(['transfer/registry/1', late]);
    const state = transferState({ id: order as never }, factsOf<Transfer>(all('transfer'), 'transfer'));
    expect(state.sums).to.deep.include({ over: 1, closes: false });
  });

  it('whom a drill invented is not moved in earnest; real people may play', async () => {
    const { send, play, order } = await desk();
    const invented = 'person-at-risk/played/h-1';
    await play([invented, personAtRiskExample]);
    expect(await send('record-transfer', { order, of: invented, moved: 1 })).to.deep.equal(['not-found /input/of']);
    const [drill] = await send('open-incident', { exercise: 'spring' });
    for (const of of [invented, H])
      expect((await send('record-transfer', { order: drill!, of, moved: 1 }))[0]).to.match(/^transfer/);
    const [other] = await send('open-incident', { exercise: 'autumn' });
    expect(await send('record-transfer', { order: other!, of: invented })).to.deep.equal(['not-found /input/of']);
  });

  it('nobody of a household drops out by not being counted', async () => {
    const { send, order } = await desk();
    for (const due of [0, 1])
      expect(await send('record-transfer', { order, of: H, due, moved: due }), String(due)).to.deep.equal([
        'invalid-input /input/due',
      ]);
    expect(await send('record-transfer', { order, of: H, moved: 1, away: 1 })).to.have.length(1);
    const guest = await send('record-transfer', { order, of: H, due: 3, moved: 3 });
    expect(guest[0], 'a guest').to.match(/^transfer/);
  });

  it('people are brought to a facility that there is, and in earnest to none that a drill invented', async () => {
    const { send, list, play, order } = await desk();
    const [real, played] = ['facility/registry/shelter', 'facility/played/shelter'];
    await list([real, facilityExample]);
    await play([played, facilityExample]);
    const moved = { of: H, moved: 2 };
    for (const to of [played, PLACE, 'facility/registry/none'])
      expect(await send('record-transfer', { order, ...moved, to }), to).to.deep.equal(['not-found /input/to']);
    expect((await send('record-transfer', { order, ...moved, to: real }))[0]).to.match(/^transfer/);
    const [drill] = await send('open-incident', { exercise: 'spring' });
    for (const to of [real, played])
      expect((await send('record-transfer', { order: drill!, ...moved, to }))[0], to).to.match(/^transfer/);
  });

  it('who a person at risk is stays in the vault', async () => {
    const { city } = await desk();
    const [row] = city.view.find({ kind: 'person-at-risk' });
    const shown = JSON.stringify(row);
    for (const secret of ['王小丽', '101', '独居']) expect(shown).to.not.include(secret);
    expect(row?.value).to.deep.include({ persons: 2, moves: 'helped', place: personAtRiskExample.place });
  });
});
