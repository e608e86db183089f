import { expect } from 'chai';
import type { Json } from '../json.js';
import { findingExample } from '../model/finding.schema.js';
import { organizationExample } from '../model/organization.schema.js';
import { millis, toInstant } from '../model/time.js';
import { Urging } from '../model/urging.schema.js';
import { desks, type Desk } from './desk.test.js';
import { raiseFinding } from './raise-finding.js';
import { urge } from './urge.js';

const UNIT = 'organization/registry/unit';
const ABOVE = 'organization/registry/above';
const FINDING = 'finding/registry/f1';

describe('urge', () => {
  const open = desks([urge, raiseFinding]);
  /** A desk that knows two units and a finding which one of them is to put right. */
  async function desk(state: object = {}, exercise?: string): Promise<Desk> {
    const at = await open(exercise);
    await at.list(
      [UNIT, organizationExample],
      [ABOVE, organizationExample],
      [FINDING, { ...findingExample, state: 'assigned', assignee: UNIT, ...state }],
    );
    return at;
  }
  const counts = ({ city }: Desk, id = FINDING): unknown[] => {
    const { derived } = city.view.get(id as never)!;
    return [derived['urged'], derived['supervised']];
  };

  it('is an event each time, and counted on what it is of; it moves no state and no deadline', async () => {
    const at = await desk();
    const before = at.value(FINDING);
    expect(counts(at)).to.deep.equal([0, 0]);
    const reason = '超时未签收，电 13812345678';
    const [first] = await at.send('urge', { of: FINDING, sort: 'urge', reason }, { id: 'pressed-1' });
    await at.send('urge', { of: FINDING, sort: 'urge', reason }, { id: 'pressed-1' });
    expect(await at.send('urge', { of: FINDING, sort: 'urge', to: ABOVE })).to.have.length(1);
    const answerBy = toInstant(millis(at.clock.now()) + 600_000);
    const [demand] = await at.send('urge', { of: FINDING, sort: 'supervise', authority: ABOVE, answerBy });
    expect(counts(at)).to.deep.equal([2, 1]);
    expect(at.value(first!)).to.deep.equal({ of: FINDING, sort: 'urge', reason: '超时未签收，电 138****5678' });
    expect(at.value(demand!)).to.deep.equal({ of: FINDING, sort: 'supervise', authority: ABOVE, answerBy });
    for (const id of [first!, demand!]) expect(Urging.safeParse(at.value(id)).error).to.equal(undefined);
    expect(at.city.view.get(first as never)).to.deep.include({ by: 'u1', basis: 'stated' });
    expect(at.value(FINDING)).to.deep.equal(before);
  });

  it('presses for nothing that is over, for nobody’s work, by nobody, or until a time that has gone', async () => {
    const at = await desk();
    await at.list(['finding/registry/closed', { ...findingExample, state: 'closed', assignee: UNIT }]);
    await at.list(['finding/registry/new', { ...findingExample, state: 'found', assignee: undefined }]);
    const refused = async (input: Json): Promise<string> => (await at.send('urge', input)).join();
    expect(await refused({ of: 'finding/registry/closed', sort: 'urge' })).to.equal('not-allowed-now /input/of');
    expect(await refused({ of: 'finding/registry/new', sort: 'urge' })).to.equal('invalid-input /input/to');
    expect(await refused({ of: 'finding/registry/x', sort: 'urge' })).to.equal('not-found /input/of');
    expect(await refused({ of: UNIT, sort: 'urge' }), 'neither a task nor a finding').to.equal('not-found /input/of');
    expect(await refused({ of: FINDING, sort: 'supervise' })).to.equal('invalid-input /input/authority');
    expect(await refused({ of: FINDING, sort: 'urge', authority: ABOVE })).to.equal('invalid-input /input/authority');
    expect(await refused({ of: FINDING, sort: 'supervise', authority: FINDING })).to.equal(
      'not-found /input/authority',
    );
    expect(await refused({ of: FINDING, sort: 'urge', to: FINDING })).to.equal('not-found /input/to');
    const answerBy = at.clock.now();
    expect(await refused({ of: FINDING, sort: 'urge', answerBy })).to.equal('invalid-input /input/answerBy');
    expect(await refused({ of: FINDING, sort: 'shout' })).to.equal('invalid-input /input/sort');
    expect(await refused({ of: 'finding/registry/new', sort: 'urge', to: UNIT })).to.match(/^urging\//);
    expect([counts(at), at.all('urging').length]).to.deep.equal([[0, 0], 1]);
  });

  it('a drill presses for its own: it counts nothing real, and takes nobody else’s units', async () => {
    const at = await desk({}, 'spring');
    const [made] = await at.send('urge', { of: FINDING, sort: 'urge' });
    expect(at.city.view.get(made as never)?.exercise).to.equal('spring');
    expect(counts(at)).to.deep.equal([1, 0]);
    const real = await desk();
    await real.play(['organization/played/troop', organizationExample]);
    expect(await real.send('urge', { of: FINDING, sort: 'urge', to: 'organization/played/troop' })).to.deep.equal([
      'not-found /input/to',
    ]);
  });
});
