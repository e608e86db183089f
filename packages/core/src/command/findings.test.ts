import { expect } from 'chai';
import { findingExample } from '../model/finding.schema.js';
import { riskSourceExample } from '../model/risk-source.schema.js';
import { findingDue } from '../resilience/findings.js';
import type { Instant } from '../model/time.js';
import { advanceFinding, amendFinding } from './advance-finding.js';
import { desks, type Desk } from './desk.test.js';
import { raiseFinding } from './raise-finding.js';
import { recordInspection } from './record-inspection.js';

const SOURCE = 'risk-source/registry/wall';
const PLACE = 'place/registry/sixian';
const UNIT = 'organization/registry/property';
const at = (day: number): string => `2026-06-${day}T18:00:00+08:00`;

describe('findings: from found to closed', () => {
  const open = desks([raiseFinding, advanceFinding, amendFinding, recordInspection]);
  const desk = async (exercise?: string): Promise<Desk> => {
    const made = await open(exercise);
    await made.list(
      [PLACE, { name: '思贤社区', scheme: 'division' }],
      [SOURCE, { name: '思贤围墙', category: 'wall' }],
      [UNIT, { name: '物业', type: 'property' }],
      ['finding/registry/1', findingExample],
    );
    return made;
  };
  const raise = async ({ send }: Desk): Promise<string> =>
    (await send('raise-finding', { title: '围墙鼓包', source: SOURCE, place: PLACE }))[0]!;

  it('goes the whole way, and every step names who and when', async () => {
    const made = await desk();
    const { send, value } = made;
    const finding = await raise(made);
    expect(value(finding)).to.deep.include({ state: 'found', title: '围墙鼓包', source: SOURCE });
    const steps = [
      { to: 'graded', sort: 'major' },
      { to: 'assigned', assignee: UNIT, due: at(19) },
      { to: 'rectifying' },
      { to: 'submitted', evidence: ['照片 1'], note: '已拆除，联系 13812345678' },
      { to: 'verified' },
      { to: 'closed' },
    ];
    for (const [i, step] of steps.entries()) {
      const early = steps[i + 1];
      if (early) expect(await send('advance-finding', { finding, ...early })).to.deep.equal(['not-allowed-now /input']);
      expect(
        await send('advance-finding', { finding, ...step }, { as: step.to === 'verified' ? 'u2' : 'u1' }),
      ).to.deep.equal([finding]);
    }
    const { state, sort, assignee, due, steps: taken } = value(finding) as unknown as typeof findingExample;
    expect([state, sort, assignee, due]).to.deep.equal(['closed', 'major', UNIT, at(19)]);
    expect(taken.map(({ to, by }) => `${to} ${by}`).join()).to.equal(
      'found u1,graded u1,assigned u1,rectifying u1,submitted u1,verified u2,closed u1',
    );
    expect(taken[4]).to.deep.include({ evidence: ['照片 1'], note: '已拆除，联系 138****5678' });
    expect(await send('advance-finding', { finding, to: 'rectifying', note: '又坏了' })).to.deep.equal([
      'not-allowed-now /input',
    ]);
    expect(await send('amend-finding', { finding, regrade: { sort: 'ordinary' } })).to.deep.equal([
      'not-allowed-now /input/finding',
    ]);
  });

  it('who submitted does not verify; what fails goes back with the reason, and is owed again', async () => {
    const made = await desk();
    const { send, value } = made;
    const finding = await raise(made);
    await send('advance-finding', { finding, to: 'graded', sort: 'ordinary' });
    await send('advance-finding', { finding, to: 'assigned', assignee: UNIT, due: at(13) });
    await send('advance-finding', { finding, to: 'rectifying' });
    expect(await send('advance-finding', { finding, to: 'submitted' })).to.deep.equal([
      'invalid-input /input/evidence',
    ]);
    await send('advance-finding', { finding, to: 'submitted', evidence: ['照片'] });
    expect(await send('advance-finding', { finding, to: 'verified' })).to.deep.equal(['same-person /input/to']);
    expect(await send('advance-finding', { finding, to: 'rectifying' })).to.deep.equal(['invalid-input /input/note']);
    expect(findingDue(value(finding) as never, at(14) as Instant).overdue).to.equal(false);
    await send('advance-finding', { finding, to: 'rectifying', note: '裂缝仍在' }, { as: 'u2' });
    expect(findingDue(value(finding) as never, at(14) as Instant).overdue).to.equal(true);
  });

  it('is assigned to somebody known, by a date that lies ahead', async () => {
    const made = await desk();
    const finding = await raise(made);
    await made.send('advance-finding', { finding, to: 'graded', sort: 'ordinary' });
    const assign = async (more: object): Promise<string> =>
      (await made.send('advance-finding', { finding, to: 'assigned', assignee: UNIT, due: at(19), ...more })).join();
    expect(await assign({ assignee: PLACE })).to.equal('not-found /input/assignee');
    expect(await assign({ due: at(10) })).to.equal('invalid-input /input/due');
    expect(await assign({ due: '19 June' })).to.equal('invalid-input /input/due');
  });

  it('延期 and 挂牌督办 are kept by name; another system’s finding is advanced there', async () => {
    const made = await desk();
    const { send, value } = made;
    const finding = await raise(made);
    const amend = async (more: object): Promise<string> => (await send('amend-finding', { finding, ...more })).join();
    expect(await amend({})).to.equal('invalid-input /input/extend');
    expect(await amend({ regrade: { sort: 'major' } })).to.equal('not-allowed-now /input/regrade');
    expect(await amend({ extend: { until: at(30), reason: '等材料' } })).to.equal('invalid-input /input/extend/until');
    await send('advance-finding', { finding, to: 'graded', sort: 'ordinary' });
    await send('advance-finding', { finding, to: 'assigned', assignee: UNIT, due: at(19) });
    expect(await amend({ extend: { until: at(18), reason: '等材料' } })).to.equal('invalid-input /input/extend/until');
    expect(await amend({ supervise: { authority: PLACE } })).to.equal('not-found /input/supervise/authority');
    const all = {
      extend: { until: at(25), reason: '等材料' },
      supervise: { authority: UNIT },
      regrade: { sort: 'major' },
    };
    expect(await amend(all)).to.equal(finding);
    expect(value(finding)).to.deep.include({ due: at(25), authority: UNIT, sort: 'major', state: 'assigned' });
    expect(value(finding)['extensions']).to.deep.equal([
      { from: at(19), until: at(25), at: '2026-06-12T08:00:00.000Z', by: 'u1', reason: '等材料' },
    ]);
    const other = { finding: 'finding/registry/1', to: 'rectifying' };
    expect(await send('advance-finding', other)).to.deep.equal(['not-owner /input/finding']);
    expect(await send('advance-finding', { ...other, finding: 'finding/city/x' })).to.deep.equal([
      'not-found /input/finding',
    ]);
  });

  it('is raised somewhere that is known, graded at once where the grade is plain, and once for each command', async () => {
    const made = await desk();
    const { send, value, all } = made;
    const raised = async (more: object): Promise<string> =>
      (await send('raise-finding', { title: 'x', ...more })).join();
    expect(await raised({})).to.equal('invalid-input /input/place');
    expect(await raised({ place: SOURCE })).to.equal('not-found /input/place');
    expect(await raised({ place: PLACE, inspection: 'inspection/city/x' })).to.equal('not-found /input/inspection');
    const before = all('finding').length;
    const input = { title: '电线裸露，户主 13812345678', place: PLACE, sort: 'major', evidence: ['照片'] };
    const [finding] = await send('raise-finding', input, { id: 'raise-once' });
    await send('raise-finding', input, { id: 'raise-once' });
    expect(all('finding').length - before).to.equal(1);
    expect(value(finding!)).to.deep.include({ state: 'graded', sort: 'major', title: '电线裸露，户主 138****5678' });
  });

  it('an inspection says what was looked at; a list with a fault is not in order', async () => {
    const { send, value } = await desk();
    const look = { of: SOURCE, result: 'findings', items: [{ item: '墙体', ok: false, note: '鼓包 13812345678' }] };
    const [made] = await send('record-inspection', look);
    expect(value(made!)['items']).to.deep.equal([{ item: '墙体', ok: false, note: '鼓包 138****5678' }]);
    expect(await send('record-inspection', { ...look, result: 'in-order' })).to.deep.equal([
      'invalid-input /input/result',
    ]);
    expect(await send('record-inspection', { result: 'in-order' })).to.deep.equal(['invalid-input /input/of']);
    expect(await send('record-inspection', { ...look, of: 'x/y/z' })).to.deep.equal(['not-found /input/of']);
    const [finding] = await send('raise-finding', { title: '鼓包', source: SOURCE, inspection: made! });
    expect(value(finding!)['inspection']).to.equal(made);
  });

  it('a drill inspects what is real without counting as inspection, and its units owe nothing real', async () => {
    const made = await desk();
    const { send, play, city, value } = made;
    const played = 'organization/played/u1';
    await play([played, { name: '演练单位', type: 'property' }]);
    const [look] = await send('record-inspection', { of: SOURCE, result: 'in-order', exercise: 'spring' });
    expect(city.view.get(look as never)).to.deep.include({ exercise: 'spring' });
    expect(city.view.get(SOURCE as never)?.derived['inspection']).to.deep.equal({ overdue: false });
    const finding = await raise(made);
    await send('advance-finding', { finding, to: 'graded', sort: 'major' });
    const assign = { finding, to: 'assigned', due: at(19) };
    expect(await send('advance-finding', { ...assign, assignee: played })).to.deep.equal(['not-found /input/assignee']);
    expect(await send('amend-finding', { finding, supervise: { authority: played } })).to.deep.equal([
      'not-found /input/supervise/authority',
    ]);
    const [drilled] = await send('raise-finding', { title: '鼓包', source: SOURCE, sort: 'major', exercise: 'spring' });
    await send('advance-finding', { ...assign, finding: drilled!, assignee: played });
    expect(value(drilled!)['assignee']).to.equal(played);
    expect(city.view.get(SOURCE as never)?.derived['findings']).to.deep.equal({ open: 1, openMajor: 1, overdue: 0 });
  });

  it('what a drill invented has a place in no real inspection or finding, nor in those of another drill', async () => {
    const { send, play, city } = await desk();
    const [place, source] = ['place/played/yard', 'risk-source/played/1'];
    await play([place, { name: '演练场', scheme: 'compound' }], [source, { ...riskSourceExample, place }]);
    const look = { result: 'in-order' };
    const found = { title: '鼓包' };
    const [looked] = await send('record-inspection', { ...look, of: SOURCE, place });
    expect(city.view.get(looked as never)).to.deep.include({ exercise: 'spring' });
    expect(await send('record-inspection', { ...look, place, exercise: 'autumn' })).to.deep.equal([
      'not-found /input/place',
    ]);
    expect(await send('raise-finding', { ...found, source, exercise: 'autumn' })).to.deep.equal([
      'not-found /input/source',
    ]);
    for (const [name, input] of [
      ['record-inspection', { ...look, of: SOURCE, place, exercise: 'spring' }],
      ['record-inspection', { ...look, of: source, place: PLACE }],
      ['raise-finding', { ...found, source: SOURCE, place, exercise: 'spring' }],
      ['raise-finding', { ...found, source: SOURCE, place }],
    ] as const)
      expect((await send(name, input))[0], JSON.stringify(input)).to.match(/^(inspection|finding)/);
  });

  it('what is found at the risk source of a drill belongs to the drill', async () => {
    const made = await desk('spring');
    const finding = await raise(made);
    await made.send('advance-finding', { finding, to: 'graded', sort: 'major' });
    expect(made.city.view.get(finding as never)).to.deep.include({ exercise: 'spring' });
  });
});
