import { connectGateway } from '@yingji/adapters/remote';
import { createPushFeed, entityId, stated, systemClock, type Row } from '@yingji/core';
import { createMemoryLogger, detector, fireAlarm } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { until } from './wait.js';

const division = (code: string) => entityId('place', 'registry', code);

/** Two districts with a detector each, and an alarm of both: who sees which of them, over every way out. */
describe('rights, through a whole gateway', () => {
  let house: House;
  let gateway: Gateway;
  const tokens: { [who: string]: string } = {};
  const registry = createPushFeed({ id: 'registry', title: { zh: '登记', en: 'Register' } });
  const fire = createPushFeed({ id: 'fire', title: { zh: '消防', en: 'Fire' } });
  const definition = ({ feed: { id, title }, feed }: typeof registry) => ({
    [id]: { id, title, configure: () => ({ feed }) },
  });

  before(async () => {
    house = makeHouse({ feeds: ['registry', 'fire'].map((use) => ({ use, source: use })) });
    const who = {
      city: { roles: ['duty-desk'], scope: [] },
      qingxiu: { roles: ['duty-desk'], scope: ['450103'] },
      jiangnan: { roles: ['community'], scope: ['450105'] },
      resident: { roles: ['resident'], scope: [] },
    } as const;
    for (const [id, { roles, scope }] of Object.entries(who))
      tokens[id] = createToken(house.config.auth!.tokens!, { id, masked: '李*', roles, scope }, systemClock);
    gateway = await createGateway(house.config, {
      feeds: { ...definition(registry), ...definition(fire) } as never,
      logger: createMemoryLogger(),
    });
    const at = systemClock.now();
    const drafts = ['450103', '450105'].flatMap((code) => [
      stated(division(code), { name: code, scheme: 'division', code }, at),
      stated(...detector(code, { place: division(code) }), at),
    ]);
    await registry.push({ key: 'all', receivedAt: at, drafts });
    const alarms = ['450103', '450105'].map((code) => stated(...fireAlarm(code), at));
    await fire.push({ key: 'alarms', receivedAt: at, drafts: alarms });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  const codes = (rows: Iterable<Pick<Row, 'id'>>): string[] => [...rows].map(({ id }) => /\d{6}/.exec(id)![0]).sort();

  const post = (who: string, path: string, body: object): Promise<Response> =>
    fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[who]}` },
      body: JSON.stringify(body),
    });

  const WANT = { city: ['450103', '450105'], qingxiu: ['450103'], jiangnan: ['450105'], resident: [] } as const;
  for (const [who, want] of Object.entries(WANT)) {
    it(`${who} is answered with ${want.join(', ') || 'nothing'}, counts included`, async () => {
      const queries = {
        alarms: { kind: 'report' },
        devices: { kind: 'device' },
        counted: { kind: 'report', group: { by: ['eventType'] } },
        joined: { kind: 'place', join: [{ as: 'devices', via: { namedBy: 'place' }, query: { kind: 'device' } }] },
      };
      const body = (await (await post(who, '/api/view', { queries })).json()) as {
        rows: { [key: string]: Row[] };
        groups: { counted: { count: number }[] };
      };
      expect(codes(body.rows['alarms']!)).to.deep.equal(want);
      expect(codes(body.rows['devices']!)).to.deep.equal(want);
      expect(body.groups.counted.map(({ count }) => count)).to.deep.equal(want.length === 0 ? [] : [want.length]);
      expect(codes(body.rows['joined']!), 'places are open to all').to.deep.equal(WANT.city);
      expect(codes(body.rows['joined']!.flatMap(({ joined }) => joined!['devices']!))).to.deep.equal(want);
    });

    it(`${who} is streamed the same`, async () => {
      const view = connectGateway({ url: gateway.url, token: tokens[who]! });
      const seen = new Map<string, Row>();
      let whole = false;
      view.select({ kind: 'report' }).subscribe(({ put, removed }) => {
        whole = true;
        for (const row of put) seen.set(row.id, row);
        for (const id of removed) seen.delete(id);
      });
      await until('the whole result', () => whole);
      expect(codes(seen.values())).to.deep.equal(want);
      view.close();
    });
  }

  it('nobody decides about what they cannot see', async () => {
    const acknowledge = (who: string, code: string): Promise<Response> =>
      post(who, '/api/commands/acknowledge-alarm', { v: 1, id: `${who}-${code}`, input: { of: fireAlarm(code)[0] } });
    const outside = await acknowledge('jiangnan', '450103');
    expect(outside.status).to.equal(422);
    expect(JSON.stringify(await outside.json())).to.include('not-found');
    expect((await acknowledge('jiangnan', '450105')).status).to.equal(200);
    expect((await acknowledge('resident', '450105')).status).to.equal(403);
  });
});
