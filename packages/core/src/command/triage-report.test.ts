import { expect } from 'chai';
import type { Json } from '../json.js';
import { Link } from '../model/link.schema.js';
import { organizationExample } from '../model/organization.schema.js';
import { reportExample } from '../model/report.schema.js';
import { Triage } from '../model/triage.schema.js';
import { desks, type Desk } from './desk.test.js';
import { mergeIncidents, unmergeIncident } from './merge-incidents.js';
import { triageReport } from './triage-report.js';

const CALL = 'report/registry/1';
const REPEAT = 'report/registry/2';
const UNIT = 'organization/registry/unit';
const [FIRE, FLOOD, OVER] = ['fire', 'flood', 'over'].map((n) => `incident/city/${n}`) as [string, string, string];
const { device: _, ...told } = reportExample;
const incident = { state: 'confirmed', title: '火警' };

describe('triage-report, merge-incidents, unmerge-incident', () => {
  const open = desks([triageReport, mergeIncidents, unmergeIncident]);
  async function desk(exercise?: string): Promise<Desk> {
    const at = await open(exercise);
    await at.list([CALL, told], [REPEAT, told], [UNIT, organizationExample]);
    // Incidents are the city's own; here the rule that opens them is played by hand.
    at.city.view.apply(
      [FIRE, FLOOD, OVER].map((id, n) => ({
        ...{ v: 1 as const, kind: 'incident', id: id as never, source: 'city', at: at.clock.now() },
        ...{ recordedAt: at.clock.now(), order: [0, n] as const, basis: 'stated' as const },
        ...{ body: { value: id === OVER ? { ...incident, state: 'closed' } : incident } },
        ...{ position: (100 + n) as never, ...(exercise === undefined ? {} : { exercise }) },
      })) as never,
      at.clock.now(),
    );
    return at;
  }
  const state = ({ city }: Desk, id = CALL): unknown => city.view.get(id as never)!.derived['state'];
  const triage = (at: Desk, input: object, more = {}): Promise<string[]> =>
    at.send('triage-report', { of: CALL, ...input } as Json, more);

  it('is one fact of our own each time, by who decided, and touches nothing of the report', async () => {
    const at = await desk();
    const before = at.value(CALL);
    const [accepted] = await triage(at, { outcome: 'accepted' }, { id: 'taken-up' });
    expect([state(at), at.value(accepted!)]).to.deep.equal(['accepted', { of: CALL, outcome: 'accepted' }]);
    expect(at.city.view.get(accepted as never)).to.deep.include({ kind: 'triage', by: 'u1', basis: 'stated' });
    expect(await triage(at, { outcome: 'accepted' }), 'it stands so already').to.deep.equal([]);
    expect(await triage(at, { outcome: 'accepted' }, { id: 'taken-up' }), 'the same Command').to.deep.equal([accepted]);
    const [handed] = await triage(at, { outcome: 'handed-over', to: UNIT, reason: 'to-12345' });
    expect(state(at)).to.equal('handed-over');
    await triage(at, { outcome: 'returned', to: UNIT });
    expect(state(at)).to.equal('returned');
    const [link] = await triage(at, { outcome: 'attached', incident: FIRE });
    expect(at.city.view.get(CALL as never)!.derived).to.deep.include({ state: 'attached', incident: FIRE });
    expect(Triage.safeParse(at.value(handed!)).error).to.equal(undefined);
    expect(Link.parse(at.value(link!))).to.deep.equal({
      ...{ from: CALL, to: FIRE, role: 'tells', score: 1, reasons: ['desk'] },
    });
    expect(at.value(CALL)).to.deep.equal(before);
    expect(at.all('triage')).to.have.length(3);
  });

  it('a repeat is attached, to what is over too; a rejection says why, and is taken back by taking it up', async () => {
    const at = await desk();
    const [link] = await triage(at, { of: REPEAT, outcome: 'attached', incident: OVER, repeat: true });
    expect(at.value(link!)['reasons']).to.deep.equal(['desk', 'duplicate']);
    expect(await triage(at, { outcome: 'rejected' })).to.deep.equal(['invalid-input /input/reason']);
    expect(await triage(at, { outcome: 'rejected', reason: 'duplicate' })).to.deep.equal([
      'invalid-input /input/reason',
    ]);
    await triage(at, { outcome: 'rejected', reason: 'silent' });
    expect(state(at)).to.equal('rejected');
    expect(await triage(at, { outcome: 'rejected', reason: 'silent' })).to.deep.equal([]);
    await triage(at, { outcome: 'accepted' });
    expect(state(at)).to.equal('accepted');
  });

  it('what others decided meanwhile is not decided over: it says what stands and what comes next', async () => {
    const at = await desk();
    const refused = async (input: object): Promise<string> => (await triage(at, input)).join();
    await triage(at, { outcome: 'rejected', reason: 'silent' });
    for (const late of [
      { outcome: 'attached', incident: FIRE },
      { outcome: 'handed-over', to: UNIT, reason: 'not-theirs' },
      { outcome: 'returned' },
      { outcome: 'rejected', reason: 'false' },
    ])
      expect(await refused(late), late.outcome).to.equal('not-allowed-now /input/outcome');
    await triage(at, { outcome: 'accepted' });
    await triage(at, { outcome: 'attached', incident: FIRE });
    expect(await triage(at, { outcome: 'attached', incident: FIRE })).to.deep.equal([]);
    for (const late of [
      { outcome: 'attached', incident: FLOOD },
      { outcome: 'accepted' },
      { outcome: 'rejected', reason: 'silent' },
    ])
      expect(await refused(late), late.outcome).to.equal('not-allowed-now /input/outcome');
    const answer = await at.city.send(
      { v: 1, id: 'command-late', name: 'triage-report', input: { of: CALL, outcome: 'accepted' } },
      { id: 'u2', masked: '王*', roles: [], scope: [] },
    );
    expect(!answer.ok && answer.issues[0]!.message)
      .to.contain(FIRE)
      .and.contain('unmerge-incident');
  });

  it('names what is there, and of its drill alone', async () => {
    const at = await desk();
    const refused = async (input: object): Promise<string> => (await triage(at, input)).join();
    expect(await refused({ of: UNIT, outcome: 'accepted' })).to.equal('not-found /input/of');
    expect(await refused({ outcome: 'attached', incident: REPEAT })).to.equal('not-found /input/incident');
    expect(await refused({ outcome: 'handed-over', to: FIRE, reason: 'to-12345' })).to.equal('not-found /input/to');
    await at.play(['report/played/1', told], ['organization/played/unit', organizationExample]);
    expect(await refused({ of: 'report/played/1', outcome: 'attached', incident: FIRE })).to.equal(
      'not-found /input/incident',
    );
    expect(await refused({ outcome: 'handed-over', to: 'organization/played/unit', reason: 'not-theirs' })).to.equal(
      'not-found /input/to',
    );
    const drill = await desk('spring');
    const [link] = await triage(drill, { outcome: 'attached', incident: FIRE });
    expect(drill.city.view.get(link as never)?.exercise).to.equal('spring');
  });

  it('an incident goes on as another; what is taken out stands as before, with the reason, and both links are kept', async () => {
    const at = await desk();
    const merge = (one: string, into: string): Promise<string[]> => at.send('merge-incidents', { incident: one, into });
    const row = (id: string) => at.city.view.get(id as never)!;
    const before = [row(FIRE), row(FLOOD)];
    const [link] = await merge(FLOOD, FIRE);
    expect(at.value(link!)).to.deep.equal({ from: FLOOD, to: FIRE, role: 'same-as', score: 1, reasons: ['desk'] });
    expect([row(FLOOD).derived['mergedInto'], row(FIRE).derived['merged']]).to.deep.equal([FIRE, [FLOOD]]);
    expect(await merge(FLOOD, FIRE), 'it stands so already').to.deep.equal([]);
    expect(await merge(FLOOD, OVER)).to.deep.equal(['merged-already /input/incident']);
    expect(await merge(FIRE, FLOOD), 'in a ring').to.deep.equal(['merged-already /input/into']);
    expect(await merge(FIRE, OVER), 'behind what is over').to.deep.equal(['not-allowed-now /input/into']);
    expect(await merge(FIRE, FIRE)).to.deep.equal(['invalid-input /input/into']);
    expect(await merge(CALL, FIRE)).to.deep.equal(['not-found /input/incident']);
    expect(await merge(FIRE, CALL)).to.deep.equal(['not-found /input/into']);
    expect(await triage(at, { outcome: 'attached', incident: FLOOD })).to.deep.equal([
      'merged-already /input/incident',
    ]);
    const unmerge = (of: string, from: string, reason = 'other-event'): Promise<string[]> =>
      at.send('unmerge-incident', { of, from, reason });
    expect(await unmerge(FIRE, FLOOD), 'the other way round').to.deep.equal(['not-merged /input/from']);
    expect(await unmerge(UNIT, FIRE)).to.deep.equal(['not-found /input/of']);
    expect(await unmerge(FLOOD, FIRE, '打错了')).to.deep.equal(['invalid-input /input/reason']);
    const [undo] = await unmerge(FLOOD, FIRE);
    expect(at.value(undo!)).to.deep.include({ undoes: link, reasons: ['desk', 'other-event'] });
    expect([row(FIRE), row(FLOOD)]).to.deep.equal(before);
    expect(await unmerge(FLOOD, FIRE)).to.deep.equal(['not-merged /input/from']);
    expect(at.all('link')).to.have.length(2);
    expect(await merge(FLOOD, FIRE), 'merged anew').to.have.length(1);
    expect(row(FLOOD).derived['mergedInto']).to.equal(FIRE);
  });
});
