import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../json.js';
import type { EntityId } from '../model/id.js';
import { incident as kind, type Incident } from '../model/incident.js';
import { Incident as IncidentSchema } from '../model/incident.schema.js';
import { canBecome, lifeOf } from '../model/life-cycle.js';
import { organizationExample } from '../model/organization.schema.js';
import { reportExample } from '../model/report.schema.js';
import { taskExample } from '../model/task.schema.js';
import { seeds } from '../testing/seeds.js';
import { advanceIncident, gradeIncident } from './advance-incident.js';
import type { CommandDefinition } from './command.js';
import { desks, person, type Desk } from './desk.test.js';
import { mergeIncidents, unmergeIncident } from './merge-incidents.js';
import { openIncident } from './open-incident.js';
import { recordTransfer } from './record-transfer.js';
import { triageReport } from './triage-report.js';

const CALL = 'report/registry/1';
const ALARM = 'report/registry/2';
const DETECTOR = 'device/registry/1';
const PLACE = 'place/registry/yard';
const UNIT = 'organization/registry/unit';
const HOUSE = 'person-at-risk/registry/1';
const { device: _, native: __, ...told } = reportExample;
const call = { ...told, channel: '119', title: '三楼冒烟，电话 13812345678', place: PLACE };

const STEPS = [
  { to: 'confirmed' },
  { to: 'first-handling', note: '网格员已切断电源，联系 13812345678' },
  { to: 'responding' },
  { to: 'controlled' },
  { to: 'closed', reason: '明火已扑灭，联系 13812345678' },
  { to: 'reviewed', note: '水带不足' },
  { to: 'reopened', reason: '复燃' },
  { to: 'responding' },
] as const;

describe('open-incident, advance-incident, grade-incident', () => {
  const open = desks([
    ...[openIncident, advanceIncident, gradeIncident, triageReport, mergeIncidents, unmergeIncident, recordTransfer],
  ] as CommandDefinition[]);
  async function desk(exercise?: string): Promise<Desk> {
    const at = await open(exercise);
    await at.list(
      [PLACE, { name: '翠湖小区', scheme: 'compound' }],
      [DETECTOR, { type: 'smoke-detector', native: '1', place: PLACE, contract: { by: 'event' } }],
      [CALL, call],
      [ALARM, { ...reportExample, device: DETECTOR }],
      [UNIT, organizationExample],
      [HOUSE, { persons: 3, place: PLACE }],
    );
    return at;
  }
  const said = ({ city }: Desk, id: string) => city.view.get(id as never)!;
  const incidentOf = (at: Desk, id: string): Incident => at.value(id) as unknown as Incident;
  const begin = async (at: Desk, more: object = {}): Promise<string> =>
    (await at.send('open-incident', { title: '积水', place: PLACE, ...more }))[0]!;
  const go = (at: Desk, incident: string, step: object, more = {}): Promise<string[]> =>
    at.send('advance-incident', { incident, ...step } as Json, more);

  it('is opened of a report, which tells of it from that commit on; where and what it is, the report says', async () => {
    const at = await desk();
    const [incident, link] = await at.send('open-incident', { of: CALL, level: '4' }, { id: 'opened-once' });
    const { steps, ...value } = incidentOf(at, incident!);
    const here = { state: 'open', level: '4', eventType: '12G00', place: PLACE };
    expect(value).to.deep.equal({ ...here, title: '三楼冒烟，电话 138****5678' });
    expect(steps).to.deep.equal([{ to: 'open', at: said(at, incident!).at, by: 'u1' }]);
    expect(at.value(link!)).to.deep.include({ from: CALL, to: incident, role: 'tells' });
    expect(said(at, CALL).derived).to.deep.include({ state: 'attached', incident });
    expect(said(at, incident!).derived['reports']).to.equal(1);
    expect(await at.send('open-incident', { of: CALL, level: '4' }, { id: 'opened-once' })).to.deep.equal([
      incident,
      link,
    ]);
    expect(await at.send('open-incident', { of: CALL }), 'another desk').to.deep.equal(['not-allowed-now /input/of']);
    expect(at.all('incident')).to.have.length(1);
    const [second] = await at.send('open-incident', { of: ALARM, title: '火警' });
    expect(incidentOf(at, second!), 'where its device stands').to.include({ place: PLACE, title: '火警' });
  });

  it('is opened without a report where the desk says what and where; of none that was decided to be none', async () => {
    const at = await desk();
    const tried = async (input: object): Promise<string> => (await at.send('open-incident', input as Json)).join();
    expect(await tried({})).to.equal('invalid-input /input/title');
    expect(await tried({ title: 'x' })).to.equal('invalid-input /input/place');
    expect(await tried({ title: 'x', place: UNIT })).to.equal('not-found /input/place');
    expect(await tried({ of: UNIT })).to.equal('not-found /input/of');
    expect(await tried({ of: CALL, exercise: 'spring' })).to.equal('not-found /input/of');
    expect(await tried({ title: 'x', place: PLACE, level: '5' })).to.equal('invalid-input /input/level');
    await at.send('triage-report', { of: CALL, outcome: 'rejected', reason: 'silent' });
    expect(await tried({ of: CALL })).to.equal('not-allowed-now /input/of');
    const [incident] = await at.send('open-incident', { title: '积水', place: PLACE, position: [108.3, 22.8] });
    expect(incidentOf(at, incident!)).to.deep.include({ position: [108.3, 22.8], datum: 'wgs84', place: PLACE });
    expect(incidentOf(at, incident!)).to.not.have.any.keys('level', 'eventType');
  });

  it('takes the place of no other, whose ever command id it bears', async () => {
    const at = await desk();
    const [first] = await at.send('open-incident', { title: '积水', place: PLACE }, { id: 'used-twice' });
    await at.send('advance-incident', { incident: first!, to: 'confirmed' });
    const [second] = await at.send('open-incident', { title: '火情', place: PLACE }, { id: 'used-twice' });
    expect(second).to.not.equal(first);
    expect(incidentOf(at, first!)).to.include({ state: 'confirmed', title: '积水' });
  });

  it('goes the whole way, and every step names who and when; none is jumped, what stands so changes nothing', async () => {
    const at = await desk();
    const incident = await begin(at);
    for (const step of STEPS) {
      const { state } = incidentOf(at, incident);
      for (const other of STEPS)
        if (!canBecome(kind, state, other.to))
          expect((await go(at, incident, other)).join(), `${state} → ${other.to}`).to.equal('not-allowed-now /input');
      expect(await go(at, incident, step, { as: 'u2' }), step.to).to.deep.equal([incident]);
      expect(await go(at, incident, step), 'again').to.deep.equal([]);
    }
    const { steps, reason, state } = IncidentSchema.parse(at.value(incident));
    expect([state, reason]).to.deep.equal(['responding', '复燃']);
    expect(steps!.map(({ to, by }) => `${to} ${by}`)).to.deep.equal(['open u1', ...STEPS.map(({ to }) => `${to} u2`)]);
    expect(steps![2]!.note).to.equal('网格员已切断电源，联系 138****5678');
    expect(steps![5]!.note).to.equal('明火已扑灭，联系 138****5678');
  });

  it('asks for a reason where it ends or comes back, and for whom it is handed over to', async () => {
    const at = await desk();
    const incident = await begin(at);
    const tried = async (step: object): Promise<string> => (await go(at, incident, step)).join();
    for (const to of ['closed', 'false-alarm', 'reopened'])
      expect(await tried({ to }), to).to.equal('invalid-input /input/reason');
    expect(await tried({ to: 'handed-over', reason: '属交警' })).to.equal('invalid-input /input/unit');
    expect(await tried({ to: 'open' })).to.equal('invalid-input /input/to');
    expect(await tried({ to: 'handed-over', reason: '属交警', unit: PLACE })).to.equal('not-found /input/unit');
    expect(await tried({ to: 'handed-over', reason: '属交警', unit: UNIT })).to.equal(incident);
    expect(incidentOf(at, incident).steps!.at(-1)).to.deep.include({ to: 'handed-over', unit: UNIT, note: '属交警' });
    expect(await tried({ to: 'handed-over', reason: '属交警', unit: UNIT }), 'again').to.equal('');
    const other = 'organization/registry/other';
    await at.list([other, organizationExample]);
    expect(await tried({ to: 'handed-over', reason: '属水务', unit: other })).to.equal('not-allowed-now /input');
    expect(await go(at, 'incident/city/none', { to: 'confirmed' })).to.deep.equal(['not-found /input/incident']);
    expect(await go(at, CALL, { to: 'confirmed' })).to.deep.equal(['not-found /input/incident']);
  });

  it('takes for a reason what somebody can read, and not what is only there', async () => {
    const at = await desk();
    const [incident] = await at.send('open-incident', { title: '积水', place: PLACE });
    await at.send('advance-incident', { incident: incident!, to: 'confirmed' });
    for (const reason of [' ', '\u200b', '\u3164\u00a0', '\u202e\ufeff'])
      expect(await at.send('advance-incident', { incident: incident!, to: 'false-alarm', reason })).to.deep.equal([
        'invalid-input /input/reason',
      ]);
    for (const title of [' ', '\u200b'])
      expect(await at.send('open-incident', { title, place: PLACE })).to.deep.equal(['invalid-input /input/title']);
    expect(await at.send('advance-incident', { incident: incident!, to: 'false-alarm', reason: '水' })).to.have.length(
      1,
    );
  });

  it('is not closed over work that is open, unless somebody leaves it by name', async () => {
    const at = await desk();
    const [incident] = await at.send('open-incident', { of: CALL });
    const task = 'task/registry/1';
    await at.list([task, { ...taskExample, about: [CALL] }]);
    await at.send('record-transfer', { order: incident!, of: HOUSE, due: 3, moved: 1, refused: 2 } as Json);
    expect(said(at, incident!).derived['transfers']).to.deep.include({ open: 1 });
    const close = { to: 'closed', reason: '已处置' };
    expect(await go(at, incident!, close)).to.deep.equal(['still-open /input/to']);
    expect(await go(at, incident!, { ...close, to: 'false-alarm' }), 'people are not left').to.deep.equal([
      'still-open /input/to',
    ]);
    await at.list([task, { ...taskExample, about: [CALL], state: 'done' }]);
    expect(await go(at, incident!, close), 'two refused').to.deep.equal(['still-open /input/to']);
    await at.list([task, { ...taskExample, about: [CALL], state: 'issued' }]);
    expect(
      await go(at, incident!, { ...close, override: { reason: '住户自行转移，13812345678' } }, { as: 'chief' }),
    ).to.deep.equal([incident]);
    expect(incidentOf(at, incident!).steps!.at(-1)).to.deep.include({
      ...{ to: 'closed', by: 'chief', note: '已处置' },
      override: { reason: '住户自行转移，138****5678', tasks: [task], households: 1 },
    });
    const calm = await begin(at);
    await go(at, calm, { ...close, override: { reason: '无' } });
    expect(incidentOf(at, calm).steps!.at(-1), 'nothing was open').to.not.have.property('override');
  });

  it('one that was merged is moved on as the other, and what is open of it counts there', async () => {
    const at = await desk();
    const [first, second, third] = [await begin(at), await begin(at), await begin(at)];
    await at.send('merge-incidents', { incident: first, into: second });
    await at.send('merge-incidents', { incident: second, into: third });
    for (const merged of [first, second]) {
      expect(await go(at, merged, { to: 'confirmed' })).to.deep.equal(['merged-already /input/incident']);
      expect(await at.send('grade-incident', { incident: merged, level: '1' })).to.deep.equal([
        'merged-already /input/incident',
      ]);
    }
    const reports = (): unknown => [first, second, third].map((id) => said(at, id).derived['reports']);
    const attached = { of: CALL, outcome: 'attached', incident: first };
    expect(await at.send('triage-report', attached)).to.deep.equal(['merged-already /input/incident']);
    expect(reports()).to.deep.equal([0, 0, 0]);
    await at.send('triage-report', { ...attached, incident: third });
    await at.send('unmerge-incident', { of: first, from: second, reason: 'mistake' });
    await at.send('triage-report', { ...attached, of: ALARM });
    await at.send('merge-incidents', { incident: third, into: first });
    expect(reports(), 'what is merged is counted with it').to.deep.equal([2, 0, 1]);
    await at.send('unmerge-incident', { of: third, from: first, reason: 'mistake' });
    await at.send('merge-incidents', { incident: second, into: third });
    await at.send('merge-incidents', { incident: first, into: second });
    await at.send('unmerge-incident', { of: second, from: third, reason: 'mistake' });
    await at.send('merge-incidents', { incident: first, into: second });
    await at.send('merge-incidents', { incident: second, into: third });
    expect(reports(), 'by a row of merges as well').to.deep.equal([1, 1, 2]);
    await at.list(['task/registry/1', { ...taskExample, about: [first] }]);
    expect(await go(at, third, { to: 'closed', reason: '已处置' })).to.deep.equal(['still-open /input/to']);
    await at.send('unmerge-incident', { of: second, from: third, reason: 'mistake' });
    expect(await go(at, third, { to: 'closed', reason: '已处置' })).to.deep.equal([third]);
    expect(incidentOf(at, second).state).to.equal('open');
  });

  it('is graded at any time without a step', async () => {
    const at = await desk();
    const incident = await begin(at);
    const grade = async (more: object): Promise<string> =>
      (await at.send('grade-incident', { incident, ...more } as Json)).join();
    expect(await grade({})).to.equal('invalid-input /input/level');
    expect(await grade({ level: '2' })).to.equal(incident);
    expect(await grade({ level: '2' }), 'it is so').to.equal('');
    expect(said(at, incident).derived).to.include({ level: 'orange' });
    expect(await grade({ eventType: '11B00', level: 'below' })).to.equal(incident);
    expect(incidentOf(at, incident)).to.deep.include({ state: 'open', level: 'below', eventType: '11B00' });
    expect(incidentOf(at, incident).steps).to.have.length(1);
  });

  it('of a drill belongs to it, with all that was stated; a drill’s unit takes nothing real over', async () => {
    const played = await desk('spring');
    const [drilled, link] = await played.send('open-incident', { of: CALL });
    for (const id of [drilled!, link!]) expect(said(played, id).exercise).to.equal('spring');
    await go(played, drilled!, { to: 'confirmed' });
    expect(said(played, drilled!).exercise).to.equal('spring');
    const at = await desk();
    const real = await begin(at);
    const unit = 'organization/played/1';
    await at.play([unit, organizationExample], ['task/played/1', { ...taskExample, about: [real] }]);
    const over = { to: 'handed-over', reason: '属交警', unit };
    expect(await go(at, real, over)).to.deep.equal(['not-found /input/unit']);
    const practised = await begin(at, { exercise: 'spring' });
    expect(await go(at, practised, over)).to.deep.equal([practised]);
    expect(await go(at, real, { to: 'closed', reason: '已处置' }), 'a drill’s task holds nothing up').to.deep.equal([
      real,
    ]);
  });

  it('who saw it otherwise decides anew', async () => {
    const at = await desk();
    const incident = await begin(at);
    const { position } = said(at, incident);
    await go(at, incident, { to: 'confirmed' });
    const stale = { expects: [incident as EntityId, position] };
    expect(await go(at, incident, { to: 'false-alarm', reason: '误报' }, stale)).to.deep.equal([
      'changed-meanwhile /expects',
    ]);
  });
});

describe('the life of an incident', () => {
  const states = Object.keys(lifeOf(kind)!.states) as Incident['state'][];
  const asked = fc.record({ to: fc.constantFrom(...states), by: fc.constantFrom('u1', 'u2') });

  it('whatever is asked in whatever order, it takes the steps of its table alone, and all of them stand in it', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.array(asked, { maxLength: 12 }), (begins, all) => {
        let value: Incident = { state: begins, title: 'x' };
        for (const { to, by } of all) {
          const input = { incident: 'incident/city/1', to, reason: 'x', note: 'x', unit: UNIT };
          const { reason, note, unit, ...plain } = input;
          const tries = [
            { ...plain, reason },
            { ...plain, note },
            { ...plain, reason, unit },
          ];
          const read = tries.map((each) => advanceIncident.parse(each as Json)).find((each) => 'input' in each);
          expect(read === undefined, to).to.equal(to === 'open');
          if (!read || !('input' in read)) continue;
          const row = (id: string, kindOf: string, of: object) =>
            ({ id, kind: kindOf, value: of, at: '2026-06-12T08:00:00.000Z', by: 'rule', derived: {} }) as never;
          const rows = new Map([
            [input.incident, row(input.incident, 'incident', value)],
            [UNIT, row(UNIT, 'organization', organizationExample)],
          ]);
          const reader = { get: (id: string) => rows.get(id), referring: () => [] };
          const now = '2026-06-12T09:00:00.000Z' as never;
          const decided = advanceIncident.decide(
            reader as never,
            {
              v: 1,
              id: 'x',
              name: 'advance-incident',
              actor: by,
              at: now,
              input: input as Json,
              parsed: read.input,
              seed: 's',
            },
            { now, actor: person(by) },
          );
          const before = value;
          const took = 'drafts' in decided ? decided.drafts : [];
          const may = before.state !== to && (lifeOf(kind)!.states[before.state] ?? []).includes(to);
          expect(took.length, `${before.state} → ${to}`).to.equal(may ? 1 : 0);
          if ('issues' in decided) expect(decided.issues[0]!.code).to.equal('not-allowed-now');
          else if (!may) expect(before.state).to.equal(to);
          if (!may) continue;
          value = IncidentSchema.parse((took[0]!.body as { value: unknown }).value);
          reached.add(to);
          const chain = value.steps!.map((step) => step.to);
          expect([chain[0], chain.at(-1), value.state]).to.deep.equal([begins, to, to]);
          for (const [i, step] of chain.slice(1).entries())
            expect(canBecome(kind, chain[i], step), `${chain[i]} → ${step}`).to.equal(true);
          expect(value.steps!.at(-1)).to.include({ by, at: now });
          expect(chain).to.have.length((before.steps?.length ?? 1) + 1);
        }
      }),
      seeds(),
    );
    expect([...reached].sort()).to.deep.equal(states.filter((state) => state !== 'open').sort());
  });
});
