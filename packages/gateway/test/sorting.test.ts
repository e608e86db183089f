import { entityId, stated, systemClock, type Row } from '@yingji/core';
import { detector, fireAlarm } from '@yingji/core/testing';
import { expect } from 'chai';
import { community, startCommunity, type Community } from './community.js';
import { postAs } from './post-as.js';
import { until } from './wait.js';

const call = entityId('report', 'fire', 'call-1');

/** A caller tells of the fire that two detectors have made an incident of; people sort the call, and call somebody up. */
describe('reports sorted and people called up, over HTTP', () => {
  let started: Community;
  const head = entityId('responder', 'registry', 'head');
  const send: Community['send'] = (...told) => started.send(...told);

  before(async () => {
    started = await startCommunity('fire');
    const at = systemClock.now();
    await started.push('registry', [
      ...['1', '2'].map((n) => stated(...detector(n, { place: community, zone: 'z' }), at)),
      stated(head, { name: '李小明', state: 'active', skills: [], grid: community }, at),
    ]);
    const told = { channel: '119', needs: ['fire'], title: '看见冒烟', place: community };
    await started.push('fire', [...['1', '2'].map((n) => stated(...fireAlarm(n), at)), stated(call, told, at)]);
  });
  after(() => started.close());

  async function rows(kind: string): Promise<Row[]> {
    const answer = await postAs(started.tokens.desk, `${started.gateway.url}/api/view`, { queries: { q: { kind } } });
    return ((await answer.json()) as { rows: { q: Row[] } }).rows.q;
  }
  const said = async (): Promise<unknown> => (await rows('report')).find(({ id }) => id === call)?.derived;
  let incident = '';

  it('a desk attaches the call and takes it out again, as if it had never been; a community may not', async () => {
    await until(
      'the incident of the two detectors',
      () => started.gateway.city.view.find({ kind: 'incident' }).length === 1,
    );
    incident = (await rows('incident'))[0]!.id;
    const before = await said();
    expect(before).to.deep.include({ state: 'received' });
    const attach = { of: call, outcome: 'attached', incident: incident };
    expect((await send('community', 'triage-report', attach))[0]).to.equal(422);
    const [status, { ids }] = await send('desk', 'triage-report', attach);
    expect([status, ids?.length]).to.deep.equal([200, 1]);
    expect(await said()).to.deep.include({ state: 'attached', incident: incident });
    expect((await rows('incident'))[0]!.derived).to.deep.include({ reports: 3 });
    const reject = { of: call, outcome: 'rejected', reason: 'silent' };
    const [late, { issues }] = await send('desk', 'triage-report', reject);
    expect([late, issues![0]!.code]).to.deep.equal([422, 'not-allowed-now']);
    const out = { of: call, from: incident, reason: 'other-event' };
    expect((await send('desk', 'unmerge-incident', out))[0]).to.equal(200);
    expect(await said()).to.deep.equal(before);
    expect((await rows('incident'))[0]!.derived).to.deep.include({ reports: 2 });
  });

  it('a community records whom it called, and that he repeated the message', async () => {
    const callup = { about: incident, person: head, channel: 'phone' };
    const [status, { ids }] = await send('community', 'record-callup', callup);
    expect(status).to.equal(200);
    expect((await send('community', 'answer-callup', { callup: ids![0], outcome: 'confirmed' }))[0]).to.equal(200);
    expect((await rows('incident'))[0]!.derived['callups']).to.deep.include({ called: 1, confirmed: 1, rate: 1 });
  });
});
