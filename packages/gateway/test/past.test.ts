import { readFileSync } from 'node:fs';
import {
  createMemoryStore,
  createPushFeed,
  entityId,
  stated,
  systemClock,
  systemIds,
  toInstant,
  type Actor,
  type Position,
  type Row,
} from '@yingji/core';
import { createMemoryLogger, detector, fireAlarm } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';

const division = (code: string) => entityId('place', 'registry', code);
const organization = (native: string) => entityId('organization', 'registry', native);
const linkage = entityId('linkage', 'registry', '1');
const PERSON = entityId('person-at-risk', 'registry', '1');

/** How it stood, over the real port: with the rights that somebody has today. */
describe('the past, through a whole gateway', () => {
  let house: House;
  let gateway: Gateway;
  const tokens: { [who: string]: string } = {};
  const feed = (id: string) => createPushFeed({ id, title: { zh: id, en: id } });
  const [registry, fire] = [feed('registry'), feed('fire')];
  let n = 0;
  const say = (of: typeof registry, ...drafts: ReturnType<typeof stated>[]) =>
    of.push({ key: `k${(n += 1)}`, receivedAt: systemClock.now(), drafts });

  before(async () => {
    house = makeHouse({ feeds: ['registry', 'fire'].map((use) => ({ use, source: use })) });
    const who: { readonly [id: string]: Pick<Actor, 'roles' | 'scope'> } = {
      commander: { roles: ['commander'], scope: [] },
      qingxiu: { roles: ['duty-desk'], scope: ['450103'] },
      jiangnan: { roles: ['duty-desk'], scope: ['450105'] },
      auditor: { roles: ['auditor'], scope: ['450103'] },
      unit: { roles: ['unit'], scope: [organization('a')] },
      resident: { roles: ['resident'], scope: [] },
      vendor: { roles: ['vendor'], scope: [organization('a')] },
    };
    for (const [id, { roles, scope }] of Object.entries(who))
      tokens[id] = createToken(house.config.auth!.tokens!, { id, masked: '李*', roles, scope }, systemClock);
    const definition = ({ feed: { id, title }, feed: made }: typeof registry) => ({
      [id]: { id, title, configure: () => ({ feed: made }) },
    });
    gateway = await createGateway(house.config, {
      feeds: { ...definition(registry), ...definition(fire) } as never,
      logger: createMemoryLogger(),
    });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  const post = (who: string, path: string, body: object): Promise<Response> =>
    postAs(tokens[who], `${gateway.url}${path}`, body);
  const queries = Object.fromEntries(
    ['report', 'device', 'incident', 'person-at-risk', 'link'].map((kind) => [kind, { kind }]),
  );
  const counted = { counted: { kind: 'report', group: { by: ['eventType'] } } };
  interface Answer {
    readonly at: number;
    readonly now: string;
    readonly rows: { readonly [kind: string]: readonly Row[] };
    readonly groups: { readonly counted: readonly { readonly count: number }[] };
  }
  const looked = async (who: string, at?: number | string): Promise<Answer> => {
    const when = at === undefined ? '' : `?at=${encodeURIComponent(at)}`;
    const answer = await post(who, `/api/view${when}`, { queries: { ...queries, ...counted } });
    expect(answer.status, who).to.equal(200);
    return (await answer.json()) as Answer;
  };
  const refused = async (who: string, at: string): Promise<readonly unknown[]> => {
    const answer = await post(who, `/api/view?at=${at}`, { queries });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };

  it('shows what was recorded by then, and nothing that today’s rights hide', async () => {
    const at = systemClock.now();
    await say(
      registry,
      ...['450103', '450105'].map((code) => stated(division(code), { name: code, scheme: 'division', code }, at)),
      stated(...detector('d', { place: division('450103') }), at),
      stated(
        PERSON,
        { name: '王小丽', phone: '13800001234', place: division('450103'), persons: 1, moves: 'walks' },
        at,
      ),
    );
    await say(fire, stated(...fireAlarm('d'), at));
    const then = gateway.city.view.at;
    const hour = gateway.city.view.now;
    expect((await looked('qingxiu')).rows['report']).to.have.length(1);
    expect((await looked('jiangnan')).rows['report']).to.have.length(0);

    // It is moved to another district: the past is no way around that, nor is the present.
    await say(registry, stated(...detector('d', { place: division('450105') }), systemClock.now()));
    const [city, from, to] = [
      await looked('commander', then),
      await looked('qingxiu', then),
      await looked('jiangnan', then),
    ];
    expect(city.at).to.equal(then);
    expect(city.rows['device']![0]!.value).to.have.property('place', division('450103'));
    expect((await looked('commander')).rows['device']![0]!.value).to.have.property('place', division('450105'));
    for (const { rows, groups } of [from, to]) {
      expect(rows['report']).to.deep.equal([]);
      expect(rows['device']).to.deep.equal([]);
      expect(groups.counted).to.deep.equal([]);
    }
    expect(from.rows['person-at-risk']).to.have.length(1);
    expect((await looked('commander', hour)).at).to.be.at.most(gateway.city.view.at);
    expect((await looked('commander', 0)).rows['device']).to.deep.equal([]);
  });

  it('is shared with whom linkage shares it today, and with nobody once that is taken back', async () => {
    const shared = { name: '联动', lead: [], assist: [organization('a')], informed: [] };
    const at = systemClock.now();
    await say(registry, stated(linkage, shared, at), stated(...detector('e', { place: division('450103') }), at));
    // Two alarms in one place within a minute: the desk's analyst makes an incident of them.
    await say(
      registry,
      ...['z1', 'z2'].map((d) => stated(...detector(d, { place: division('450103'), zone: 'z' }), at)),
    );
    for (const d of ['z1', 'z2']) await say(fire, stated(...fireAlarm(d), systemClock.now()));
    for (let i = 0; i < 200 && gateway.city.view.find({ kind: 'incident' }).length === 0; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    const then = gateway.city.view.at;
    expect((await looked('unit')).rows['incident']).to.have.length(1);
    expect((await looked('unit', then)).rows['incident']).to.have.length(1);
    expect((await looked('auditor', then)).rows['incident']![0]!.value).to.not.have.property('address');
    await say(registry, stated(linkage, { ...shared, assist: [] }, systemClock.now()));
    for (const when of [undefined, then]) {
      const { rows, groups } = await looked('unit', when);
      expect([rows['incident'], rows['report'], rows['link'], groups.counted]).to.deep.equal([[], [], [], []]);
    }
  });

  it('does not bring back who was erased, nor anybody unmasked', async () => {
    const then = gateway.city.view.at;
    const before = JSON.stringify(await looked('qingxiu', then));
    expect(before).to.include('138****1234').and.not.include('13800001234');
    const erase = { v: 1, id: 'erase-0001', input: { of: PERSON, purpose: 'asked by the person' } };
    expect((await post('commander', '/api/commands/erase', erase)).status).to.equal(200);
    for (const when of [then, then - 1, undefined])
      expect(JSON.stringify(await looked('commander', when))).to.not.include('138****1234');
  });

  it('is for who decides or audits, within what is recorded, and says what is wrong', async () => {
    expect(await refused('resident', '1')).to.deep.equal([403, 'not-permitted']);
    expect(await refused('vendor', '1')).to.deep.equal([403, 'not-permitted']);
    expect(await refused('commander', '999999999')).to.deep.equal([404, 'not-recorded']);
    expect(await refused('commander', '2999-01-01T00:00:00Z')).to.deep.equal([404, 'not-recorded']);
    for (const at of ['', '-1', '1.5', '1e3', 'yesterday', '2026-01-01', '1&at=2', '9'.repeat(400)])
      expect(await refused('commander', at), at).to.deep.equal([400, 'bad-position']);
  });

  it('holds two pictures at once, and asks the third to come back', async () => {
    const at = gateway.city.view.at;
    const asks = ['commander', 'qingxiu', 'jiangnan', 'auditor', 'unit'].map((who) =>
      post(who, `/api/view?at=${at}`, { queries }),
    );
    const answers = await Promise.all(asks);
    for (const answer of answers) {
      if (answer.status === 200) continue;
      expect(answer.status).to.equal(429);
      expect(answer.headers.get('retry-after')).to.equal('2');
      expect(await answer.json()).to.have.property('code', 'past-busy');
    }
    expect(answers.some(({ status }) => status === 200)).to.equal(true);
    await looked('auditor', at);
  });

  it('is written down: who looked at which position, and who was refused', () => {
    const lines = readFileSync(`${house.config.store.file}.audit`, 'utf8')
      .split('\n')
      .filter((line) => line.includes('view-past'))
      .map((line) => JSON.parse(line) as { who: string; of?: string; outcome: string });
    expect(lines.filter(({ outcome }) => outcome === 'refused').map(({ who }) => who)).to.deep.equal([
      'resident',
      'vendor',
    ]);
    const done = lines.filter(({ outcome }) => outcome === 'done');
    expect(new Set(done.map(({ who }) => who))).to.include.keys([
      'commander',
      'qingxiu',
      'jiangnan',
      'unit',
      'auditor',
    ]);
    expect(done.every(({ of }) => /^\d+$/.test(of!))).to.equal(true);
  });

  it('what was cut off is gone, and that is said', async () => {
    const cut = { at: 3 as Position, recordedAt: toInstant(Date.parse('2026-06-01T00:00:00Z')) };
    const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
    const storage = {
      store: { ...store, resume: async () => ({ ...(await store.resume()), head: 9 as Position, cut }) },
      vault,
      close: () => Promise.resolve(),
    };
    const other = makeHouse({ feeds: [] });
    const old = await createGateway(other.config, { storage, logger: createMemoryLogger() });
    const answer = await fetch(`${old.url}/api/view?at=2026-05-01T00:00:00Z`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${other.token}` },
      body: JSON.stringify({ queries }),
    });
    expect(answer.status).to.equal(410);
    const { code, message } = (await answer.json()) as { code: string; message: string };
    expect(code).to.equal('log-cut');
    expect(message).to.include(cut.recordedAt);
    await old.close();
    other.remove();
  });
});
