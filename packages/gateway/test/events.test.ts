import { createPushFeed, entityId, stated, systemClock, type Row } from '@yingji/core';
import type { CloudEvent } from '@yingji/core/envelope';
import { createMemoryLogger, detector, fireAlarm } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { runCli } from './run-cli.js';
import { tracesIn } from './traces.js';

const NAME = '李小明';
const PHONE = '13800001234';
const division = (code: string) => entityId('place', 'registry', code);
const report = (code: string) => entityId('report', 'registry', code);

/** Two districts with a detector, an alarm and a call each: who is told of them as CloudEvents, and of what. */
describe('events, through a whole gateway', function () {
  this.timeout(60_000);
  let house: House;
  let gateway: Gateway;
  let everything = '';
  const tokens: { [who: string]: string } = {};
  const registry = createPushFeed({ id: 'registry', title: { zh: '登记', en: 'Register' } });
  const [, device] = detector('450103', { place: division('450103') });

  before(async () => {
    house = makeHouse({
      city: { name: '南宁', uri: 'https://city.example.cn/nanning' },
      feeds: [{ use: 'registry', source: 'registry' }],
    });
    const who = {
      city: { roles: ['duty-desk'], scope: [] },
      qingxiu: { roles: ['duty-desk'], scope: ['450103'] },
      jiangnan: { roles: ['community'], scope: ['450105'] },
      auditor: { roles: ['auditor'], scope: ['450103'] },
      resident: { roles: ['resident'], scope: [] },
    } as const;
    for (const [id, { roles, scope }] of Object.entries(who))
      tokens[id] = createToken(house.config.auth!.tokens!, { id, masked: '李*', roles, scope }, systemClock);
    const { id, title } = registry.feed;
    const feeds = { registry: { id, title, configure: () => ({ feed: registry.feed }) } } as never;
    gateway = await createGateway(house.config, { feeds, logger: createMemoryLogger() });
    const at = systemClock.now();
    const drafts = ['450103', '450105'].flatMap((code) => [
      stated(division(code), { name: code, scheme: 'division', code }, at),
      stated(...detector(code, { place: division(code) }), at),
      stated(entityId('report', 'registry', `${code}.1`), { ...fireAlarm(code)[1] }, at),
      stated(
        report(code),
        { channel: '119', title: '民房冒烟', caller: NAME, phone: PHONE, place: division(code) },
        at,
      ),
    ]);
    await registry.push({ key: 'all', receivedAt: at, drafts });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  async function events(who: string, lastEventId = '', kind = 'report,device'): Promise<CloudEvent[]> {
    const query = new URLSearchParams({ kind, ...(lastEventId !== '' && { lastEventId }) });
    const answer = await fetch(`${gateway.url}/api/events?${query}`, {
      headers: { authorization: `Bearer ${tokens[who]}` },
    });
    const text = await answer.text();
    everything += text;
    return JSON.parse(text) as CloudEvent[];
  }
  const rows = (list: readonly CloudEvent[]) => list.filter(({ type }) => type.includes('.row.'));
  const codes = (list: readonly CloudEvent[]): string[] =>
    [...new Set(list.map(({ subject }) => /\d{6}/.exec(subject!)![0]))].sort();

  for (const [who, want] of Object.entries({
    city: ['450103', '450105'],
    qingxiu: ['450103'],
    jiangnan: ['450105'],
    resident: [],
  }))
    it(`${who} is told what /api/view shows, neither more nor less`, async () => {
      const told = rows(await events(who));
      expect(codes(told)).to.deep.equal(want);
      const queries = { report: { kind: 'report' }, device: { kind: 'device' } };
      const answer = await fetch(`${gateway.url}/api/view`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[who]}` },
        body: JSON.stringify({ queries }),
      });
      const { rows: seen } = (await answer.json()) as { rows: { [kind: string]: Row[] } };
      const shown = Object.values(seen).flat();
      const data = told.map((event) => ({
        ...(event.data as object),
        position: Number(event['yingjiposition']),
        recordedAt: event['yingjirecorded'],
      }));
      expect(data).to.have.deep.members(shown);
      for (const { source } of told) expect(source).to.equal('https://city.example.cn/nanning');
    });

  it('a number and a name stay masked, and who sees coarsely is told coarsely', async () => {
    const [full] = rows(await events('qingxiu')).filter(({ subject }) => subject === report('450103'));
    expect(full!.data).to.have.nested.property('value.phone.masked', '138****1234');
    const [coarse] = rows(await events('auditor')).filter(({ subject }) => subject === report('450103'));
    expect(Object.keys((coarse!.data as { value: object }).value)).to.not.include.members(['phone']);
    expect(coarse!.data).to.have.nested.property('value.title', '450103');
  });

  it('what leaves a sight is told as gone to who saw it, and what comes into one as a row', async () => {
    const before: { [who: string]: string } = {};
    for (const who of ['qingxiu', 'jiangnan', 'resident']) before[who] = (await events(who)).at(-1)!.id;
    const at = systemClock.now();
    const id = entityId('device', 'registry', '450103');
    await registry.push({
      key: 'moved',
      receivedAt: at,
      drafts: [stated(id, { ...device, place: division('450105') }, at)],
    });
    const gone = (await events('qingxiu', before['qingxiu'])).map(({ type, subject }) => `${type} ${subject}`);
    expect(gone).to.have.members([
      'yingji.gone.device.v1 device/registry/450103',
      'yingji.gone.report.v1 report/registry/450103.1',
    ]);
    expect(rows(await events('jiangnan', before['jiangnan'])).map(({ subject }) => subject)).to.have.members([
      'device/registry/450103',
      'report/registry/450103.1',
    ]);
    expect(await events('resident', before['resident'])).to.deep.equal([]);
  });

  it('yingji events prints the facts of the log, without personal data, from a position on', async () => {
    const { code, lines, out } = await runCli(['events', '--config', house.configFile]);
    everything += out;
    expect(code).to.equal(0);
    const facts = lines as unknown as CloudEvent[];
    expect(facts.map(({ id }) => Number(id))).to.deep.equal(
      [...facts.map(({ id }) => Number(id))].sort((a, b) => a - b),
    );
    expect(facts.map(({ subject }) => subject)).to.include.members([report('450103'), report('450105')]);
    const call = facts.find(({ subject }) => subject === report('450103'))!;
    expect(call).to.include({ type: 'yingji.report.v1', source: 'https://city.example.cn/nanning' });
    expect(Object.keys((call.data as { body: { value: { caller: object } } }).body.value.caller)).to.deep.equal([
      '$vault',
    ]);
    expect(out).to.not.include('pseudonym').and.not.include('138****1234');
    for (const { data } of facts) expect(data).to.not.have.property('by');
    const after = await runCli(['events', '--config', house.configFile, '--after', call.id, '--limit', '2']);
    const from = facts.findIndex(({ id }) => id === call.id);
    expect(after.lines.map(({ id }) => id)).to.deep.equal(facts.slice(from + 1, from + 3).map(({ id }) => id));
    expect((await runCli(['events', '--config', house.configFile, '--after', '-1'])).code).to.equal(2);
  });

  it('nothing of all that was said holds a name or a number', () => {
    expect(everything.length).to.be.above(2_000);
    for (const secret of [NAME, PHONE]) expect(tracesIn(Buffer.from(everything), secret)).to.deep.equal([]);
  });
});
