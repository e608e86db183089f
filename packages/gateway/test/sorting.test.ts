import { createPushFeed, entityId, stated, systemClock, type Json, type Row } from '@yingji/core';
import { createMemoryLogger, detector, fireAlarm } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';
import { until } from './wait.js';

const place = entityId('place', 'registry', 'community');
const call = entityId('report', 'fire', 'call-1');

/** A caller tells of the fire that two detectors have made an incident of; people sort the call, and call somebody up. */
describe('reports sorted and people called up, over HTTP', () => {
  let house: House;
  let gateway: Gateway;
  const tokens: { [who: string]: string } = {};
  const registry = createPushFeed({ id: 'registry', title: { zh: '登记', en: 'Register' } });
  const fire = createPushFeed({ id: 'fire', title: { zh: '消防', en: 'Fire' } });
  const definition = ({ feed: { id, title }, feed }: typeof registry) => ({
    [id]: { id, title, configure: () => ({ feed }) },
  });
  const head = entityId('responder', 'registry', 'head');

  before(async () => {
    house = makeHouse({ feeds: ['registry', 'fire'].map((use) => ({ use, source: use })) });
    for (const [id, role] of [
      ['desk', 'duty-desk'],
      ['community', 'community'],
    ] as const)
      tokens[id] = createToken(
        house.config.auth!.tokens!,
        { id, masked: '李*', roles: [role], scope: ['450103001005'] },
        systemClock,
      );
    gateway = await createGateway(house.config, {
      feeds: { ...definition(registry), ...definition(fire) } as never,
      logger: createMemoryLogger(),
    });
    const at = systemClock.now();
    await registry.push({
      key: 'all',
      receivedAt: at,
      drafts: [
        stated(place, { name: '社区', scheme: 'division', code: '450103001005' }, at),
        ...['1', '2'].map((n) => stated(...detector(n, { place, zone: 'z' }), at)),
        stated(head, { name: '李小明', state: 'active', skills: [], grid: place }, at),
      ],
    });
    const told = { channel: '119', needs: ['fire'], title: '看见冒烟', place };
    const drafts = [...['1', '2'].map((n) => stated(...fireAlarm(n), at)), stated(call, told, at)];
    await fire.push({ key: 'alarms', receivedAt: at, drafts });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  let n = 0;
  async function send(
    who: string,
    name: string,
    input: object,
  ): Promise<[number, { ids?: string[]; issues?: Json[] }]> {
    const body = { v: 1, id: `command-${(n += 1)}`, input };
    const answer = await postAs(tokens[who], `${gateway.url}/api/commands/${name}`, body);
    return [answer.status, (await answer.json()) as { ids?: string[]; issues?: Json[] }];
  }
  async function rows(kind: string): Promise<Row[]> {
    const answer = await postAs(tokens['desk'], `${gateway.url}/api/view`, { queries: { q: { kind } } });
    return ((await answer.json()) as { rows: { q: Row[] } }).rows.q;
  }
  const said = async (): Promise<unknown> => (await rows('report')).find(({ id }) => id === call)?.derived;
  let incident = '';

  it('a desk attaches the call and takes it out again, as if it had never been; a community may not', async () => {
    await until('the incident of the two detectors', () => gateway.city.view.find({ kind: 'incident' }).length === 1);
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
    expect([late, (issues as { code: string }[])[0]!.code]).to.deep.equal([422, 'not-allowed-now']);
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
