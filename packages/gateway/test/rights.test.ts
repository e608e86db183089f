import { readFileSync } from 'node:fs';
import { connectGateway } from '@yingji/adapters/remote';
import { createPushFeed, entityId, stated, systemClock, type Row } from '@yingji/core';
import { createMemoryLogger, detector, fireAlarm } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';
import { until } from './wait.js';

const division = (code: string) => entityId('place', 'registry', code);
const facility = (code: string) => entityId('facility', 'registry', code);
const stock = (code: string) => entityId('stock', 'registry', code);
const reading = (code: string) => entityId('observation', 'fire', code);

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
      stated(facility(code), { name: code, functions: ['supply-point'], place: division(code) }, at),
      stated(
        stock(code),
        { item: 'bottled-water', name: '瓶装水', facility: facility(code), unit: '瓶', ownership: 'own' },
        at,
      ),
      stated(
        entityId('person-at-risk', 'registry', code),
        { name: '王小丽', phone: '13800001234', place: division(code), persons: 1 },
        at,
      ),
    ]);
    await registry.push({ key: 'all', receivedAt: at, drafts });
    await fire.push({
      key: 'readings',
      receivedAt: at,
      drafts: ['450103', '450105'].map((code) => {
        const device = detector(code)[0];
        return stated(reading(code), { device, quantity: 'component-state', value: ['fault'], quality: 'good' }, at);
      }),
    });
    const alarms = ['450103', '450105'].map((code) => stated(...fireAlarm(code), at));
    await fire.push({ key: 'alarms', receivedAt: at, drafts: alarms });
    for (const code of ['450103', '450105'])
      await command('city', 'record-movement', { input: { stock: stock(code), sort: 'receive', quantity: 40 } });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  let n = 0;
  const command = (who: string, name: string, body: object): Promise<Response> =>
    post(who, `/api/commands/${name}`, { v: 1, id: `command-${(n += 1)}`, ...body });

  const codes = (rows: Iterable<Pick<Row, 'id'>>): string[] => [...rows].map(({ id }) => /\d{6}/.exec(id)![0]).sort();

  const post = (who: string, path: string, body: object): Promise<Response> =>
    postAs(tokens[who], `${gateway.url}${path}`, body);

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

  it('a Command tells nothing of what its actor cannot see: hidden and not there are one answer', async () => {
    const hidden = [fireAlarm('450103')[0], entityId('person-at-risk', 'registry', '450103'), stock('450103')];
    const inputs: ((id: string) => readonly [name: string, input: object])[] = [
      (of) => ['acknowledge-alarm', { of }],
      (of) => ['acknowledge-alarm', { of, more: 1 }],
      (of) => ['acknowledge-alarm', { of: 5, more: { [of]: 1 } }],
      (of) => ['reveal', { of, field: '/phone', purpose: 'to call them' }],
      (stock) => ['record-movement', { stock, sort: 'issue', quantity: 1 }],
      (to) => ['record-movement', { stock: stock('450105'), sort: 'issue', quantity: 1, to }],
    ];
    for (const id of hidden)
      for (const [i, input] of inputs.entries()) {
        const answer = async (named: string): Promise<unknown> => {
          const [name, body] = input(named);
          const response = await command('jiangnan', name, { input: body });
          return [response.status, (await response.text()).replaceAll(named, '…')];
        };
        const none = `${id}0`;
        expect(await answer(id), `${id} ${i}`).to.deep.equal(await answer(none));
      }
  });

  it('who reaches for what is hidden is written down with it', async () => {
    const of = entityId('person-at-risk', 'registry', '450103');
    const input = { of, field: '/home', purpose: 'to call them' };
    expect((await command('jiangnan', 'reveal', { input })).status).to.equal(422);
    const lines = readFileSync(`${house.config.store.file}.audit`, 'utf8').split('\n');
    expect(lines.filter((line) => line.includes(`${of}#/home`) && line.includes('refused'))).to.have.length(1);
  });

  it('a guess at what a hidden row stands at is wrong, even when it is right', async () => {
    const id = fireAlarm('450103')[0];
    const { position } = gateway.city.view.get(id)!;
    const response = await command('jiangnan', 'acknowledge-alarm', {
      input: { of: fireAlarm('450105')[0] },
      expects: [{ id, position }],
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).to.deep.equal([
      422,
      'changed-meanwhile',
    ]);
  });

  it('nothing is handed out of a store that is named by its item alone and cannot be seen', async () => {
    const issue = async (code: string, quantity: number): Promise<string> =>
      (
        await command('jiangnan', 'record-movement', {
          input: { item: 'bottled-water', facility: facility(code), sort: 'issue', quantity },
        })
      ).text();
    // The store's house is open to all to see, so that it may be said that it is not theirs; of what lies in it nothing is.
    const refused = await issue('450103', 1000);
    expect(JSON.parse(refused)).to.have.property('code', 'not-permitted');
    expect(await issue('450103', 1)).to.equal(refused);
    expect(await issue('450105', 1)).to.include('"ok":true');
  });

  it('nobody decides about what they cannot see', async () => {
    const acknowledge = (who: string, code: string): Promise<Response> =>
      post(who, '/api/commands/acknowledge-alarm', { v: 1, id: `${who}-${code}`, input: { of: fireAlarm(code)[0] } });
    const outside = await acknowledge('jiangnan', '450103');
    expect(outside.status).to.equal(422);
    expect(JSON.stringify(await outside.json())).to.include('not-found');
    expect((await acknowledge('jiangnan', '450105')).status).to.equal(200);
    expect((await acknowledge('resident', '450105')).status).to.equal(403);
  });

  it('what hangs on a moved device leaves one sight and comes into the other with it, though it said nothing', async () => {
    await command('city', 'acknowledge-alarm', { input: { of: fireAlarm('450103')[0] } });
    const watch = (who: string) => {
      const view = connectGateway({ url: gateway.url, token: tokens[who]! });
      const rows = (['observation', 'acknowledgement'] as const).map((kind) => {
        const seen = new Set<string>();
        let whole = false;
        view.select({ kind }).subscribe(({ put, removed }) => {
          whole = true;
          for (const { id } of put) seen.add(id);
          for (const id of removed) seen.delete(id);
        });
        return { seen, whole: () => whole };
      });
      return { view, rows, sizes: () => rows.map(({ seen }) => seen.size).join() };
    };
    const [from, to] = [watch('qingxiu'), watch('jiangnan')];
    await until('both whole', () => [...from.rows, ...to.rows].every(({ whole }) => whole()));
    const [before, more] = [from.sizes(), to.sizes()];
    expect([before, more]).to.deep.equal(['1,1', '1,1']);
    const device = stated(...detector('450103', { place: division('450105') }), systemClock.now());
    await registry.push({ key: 'moved', receivedAt: systemClock.now(), drafts: [device] });
    await until('it left', () => from.sizes() === '0,0');
    await until('it came', () => to.sizes() === '2,2');
    from.view.close();
    to.view.close();
  });
});
