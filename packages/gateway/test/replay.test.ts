import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createPushFeed,
  entityId,
  stated,
  systemClock,
  type Actor,
  type Health,
  type Position,
  type Row,
} from '@yingji/core';
import { createMemoryLogger, detector, fireAlarm } from '@yingji/core/testing';
import { fromBrief, fromColumns, type Down } from '@yingji/core/wire';
import { expect } from 'chai';
import { connectReplay } from '@yingji/adapters/remote';
import { readLines } from '../../adapters/src/remote/lines.js';
import { deny } from '../src/auth/deny-file.js';
import { jtiOf, readTokens } from '../src/auth/token-file.js';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';
import { until } from './wait.js';

const division = (code: string) => entityId('place', 'registry', code);
const organization = (native: string) => entityId('organization', 'registry', native);
const linkage = entityId('linkage', 'registry', '1');
const PERSON = entityId('person-at-risk', 'registry', '1');

interface Playing {
  readonly status: number;
  readonly code: string | undefined;
  readonly said: readonly Down[];
  /** What stands of one query, as a client puts it together. */
  rows(key: string): readonly Row[];
  /** Why it ended. */
  readonly bye: string | undefined;
  readonly over: boolean;
  stop(): void;
}

/** How it came to be, over the real port: with the rights that somebody has at this moment. */
describe('a replay, through a whole gateway', function () {
  this.timeout(60_000);
  let house: House;
  let gateway: Gateway;
  let denied: string;
  let start = 0;
  const tokens: { [who: string]: string } = {};
  const feed = (id: string) => createPushFeed({ id, title: { zh: id, en: id } });
  const [registry, fire] = [feed('registry'), feed('fire')];
  const open: Playing[] = [];
  let n = 0;
  const say = (of: typeof registry, ...drafts: ReturnType<typeof stated>[]) =>
    of.push({ key: `k${(n += 1)}`, receivedAt: systemClock.now(), drafts });
  const head = (): number => gateway.city.view.at;
  /** Once it has become later in the picture. */
  const later = (now = gateway.city.view.now): Promise<string> =>
    until('the time', () => gateway.city.view.now > now && gateway.city.view.now);

  before(async () => {
    house = makeHouse({
      feeds: ['registry', 'fire'].map((use) => ({ use, source: use })),
      limits: { failuresPerMinute: 1_000 },
    });
    denied = join(house.folder, 'denied.json');
    const who: { readonly [id: string]: Pick<Actor, 'roles' | 'scope'> } = {
      commander: { roles: ['commander'], scope: [] },
      qingxiu: { roles: ['duty-desk'], scope: ['450103'] },
      jiangnan: { roles: ['duty-desk'], scope: ['450105'] },
      auditor: { roles: ['auditor'], scope: ['450103'] },
      unit: { roles: ['unit'], scope: [organization('a')] },
      resident: { roles: ['resident'], scope: [] },
      vendor: { roles: ['vendor'], scope: [organization('a')] },
    };
    const file = house.config.auth!.tokens!;
    for (const [id, { roles, scope }] of Object.entries(who))
      tokens[id] = createToken(file, { id, masked: '李*', roles, scope }, systemClock);
    const definition = ({ feed: { id, title }, feed: made }: typeof registry) => ({
      [id]: { id, title, configure: () => ({ feed: made }) },
    });
    gateway = await createGateway(
      { ...house.config, auth: { tokens: file, denied } },
      { feeds: { ...definition(registry), ...definition(fire) } as never, logger: createMemoryLogger() },
    );
    const at = systemClock.now();
    start = head();
    await say(
      registry,
      ...['450103', '450105'].map((code) => stated(division(code), { name: code, scheme: 'division', code }, at)),
      ...['d', 'e', 'z1', 'z2'].map((native) =>
        stated(...detector(native, { place: division('450103'), ...(native.startsWith('z') && { zone: 'z' }) }), at),
      ),
      stated(PERSON, { name: '王小丽', phone: '13800001234', place: division('450103'), persons: 1 }, at),
      stated(linkage, { name: '联动', lead: [], assist: [organization('a')], informed: [] }, at),
    );
    await say(fire, stated(...fireAlarm('d'), at));
    await say(fire, stated(...fireAlarm('e'), at));
  });
  afterEach(async () => {
    for (const each of open.splice(0)) each.stop();
    await until('all replays are gone', async () => {
      const one = await play('auditor', { from: start, to: start });
      return one.status === 200;
    });
    for (const each of open.splice(0)) each.stop();
  });
  after(async () => {
    const playing = await play('commander', { from: start, speed: 0.001 });
    await ready(playing);
    const since = Date.now();
    await gateway.close();
    await until('it is told that the host stops', () => playing.over);
    expect([playing.bye, Date.now() - since < 4_500]).to.deep.equal(['host-closing', true]);
    house.remove();
  });

  const queries = Object.fromEntries(
    ['report', 'device', 'incident', 'person-at-risk', 'link'].map((kind) => [kind, { kind }]),
  );
  async function play(
    who: string,
    asked: { readonly [name: string]: string | number },
    body: object = { t: 'open', versions: [2, 1], queries },
  ): Promise<Playing> {
    const stop = new AbortController();
    const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`${gateway.url}/api/replay?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[who]}` },
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    const said: Down[] = [];
    const rows = new Map<string, Map<string, Row>>();
    const playing = { code: undefined as string | undefined, bye: undefined as string | undefined, over: false };
    const take = (message: Down): void => {
      said.push(message);
      if (message.t === 'bye') playing.bye = message.issue.code;
      if (message.t !== 'snap' && message.t !== 'diff') return;
      const delta = message.t === 'diff' ? fromBrief(message.delta, message.resume.position) : message.delta;
      if (delta.reset) rows.set(message.key, new Map());
      const of = rows.get(message.key)!;
      const put = 'columns' in message && message.columns ? fromColumns(message.columns) : delta.put;
      for (const row of put) of.set(row.id, row);
      for (const id of delta.removed) of.delete(id);
    };
    if (answer.status === 200)
      void (async () => {
        try {
          for await (const line of readLines(answer.body!)) take(JSON.parse(line) as Down);
        } catch {
          // Cut off by us.
        }
        playing.over = true;
      })();
    else playing.code = ((await answer.json()) as { code: string }).code;
    const made: Playing = {
      status: answer.status,
      get code() {
        return playing.code;
      },
      get bye() {
        return playing.bye;
      },
      get over() {
        return playing.over;
      },
      said,
      rows: (key) => [...(rows.get(key)?.values() ?? [])],
      stop: () => stop.abort(),
    };
    open.push(made);
    return made;
  }
  type Ids = { readonly [key: string]: readonly string[] };
  const idsOf = (rows: (key: string) => readonly Row[]): Ids =>
    Object.fromEntries(
      Object.keys(queries).map((key) => [
        key,
        rows(key)
          .map(({ id }) => id)
          .sort(),
      ]),
    );
  /** What a single look at that place gives by now. */
  const idsAt = async (who: string, at: number): Promise<Ids> => {
    const answer = await postAs(tokens[who], `${gateway.url}/api/view?at=${at}`, { queries });
    const { rows } = (await answer.json()) as { readonly rows: { readonly [key: string]: readonly Row[] } };
    return idsOf((key) => rows[key]!);
  };
  const ready = (of: Playing): Promise<true> =>
    until('the picture', () => of.said.some(({ t }) => t === 'ready') && (true as const));
  const ended = async (who: string, asked: { readonly [name: string]: string | number }): Promise<Playing> => {
    const played = await play(who, asked);
    expect(played.status, who).to.equal(200);
    await until(`the end for ${who}`, () => played.over);
    return played;
  };

  it('is the stream of then: whole results, each change, the time of then, and an end', async () => {
    const played = await ended('commander', { from: start, speed: 3600 });
    const words = played.said.map(({ t }) => t).filter((t, i, all) => t !== all[i - 1]);
    expect(words.slice(0, 4)).to.deep.equal(['hello', 'snap', 'ready', 'diff']);
    expect(played.bye).to.equal('replay-ended');
    const arrived = played.said.flatMap((m) => (m.t === 'diff' && m.key === 'report' ? (m.delta.put ?? []) : []));
    expect(arrived.map(({ id }) => id)).to.include.members([fireAlarm('d')[0], fireAlarm('e')[0]]);
    const [hello] = played.said;
    expect(hello).to.include({ t: 'hello', version: 2, resumed: false, city: 'nanning' });
    const places = played.said.flatMap((m) =>
      m.t === 'diff' ? [m.resume.position - (m.delta.at ?? m.resume.position)] : [],
    );
    expect(new Set(places), 'a diff and its place are of one moment').to.deep.equal(new Set([0]));
    expect(idsOf(played.rows)).to.deep.equal(await idsAt('commander', head()));
  });

  it('is a view to who reads it with the client, and stays as it ended', async () => {
    const to = head();
    const view = connectReplay({
      ...{ url: gateway.url, token: tokens['commander']! },
      ...{ from: start as Position, to: to as Position, speed: 3600 },
    });
    const ids = new Set<string>();
    let said: Health | undefined;
    view.health$.subscribe((health) => (said = health));
    view.select({ kind: 'report' }).subscribe(({ put }) => put.forEach(({ id }) => ids.add(id)));
    await until('the end', () => said?.code === 'replay-ended');
    expect([...ids].sort()).to.deep.equal((await idsAt('commander', to))['report']);
    expect(said?.link.state).to.equal('stale');
    view.close();
  });

  it('shows what today’s rights show, and no more once they are taken back while it plays', async () => {
    for (const d of ['z1', 'z2']) await say(fire, stated(...fireAlarm(d), systemClock.now()));
    await until('the incident', () => gateway.city.view.find({ kind: 'incident' }).length > 0);
    const then = head();
    const others = await ended('jiangnan', { from: start, speed: 3600 });
    expect(['report', 'device', 'person-at-risk'].map((key) => others.rows(key).length)).to.deep.equal([0, 0, 0]);
    expect(JSON.stringify(others.said)).to.not.include('device/registry');

    const to = await later();
    const unit = await play('unit', { from: then, to, speed: 0.001 });
    const desk = await play('qingxiu', { from: then, to, speed: 0.001 });
    await Promise.all([ready(unit), ready(desk)]);
    expect(unit.rows('incident')).to.have.length(1);
    expect(desk.rows('report')).to.have.length(4);
    // Both are at a moment when they could: what is taken back today is gone from them today.
    await say(
      registry,
      stated(linkage, { name: '联动', lead: [], assist: [], informed: [] }, systemClock.now()),
      ...['d', 'z1'].map((native) => stated(...detector(native, { place: division('450105') }), systemClock.now())),
    );
    await until('it left the unit', () => ['incident', 'report', 'link'].every((key) => unit.rows(key).length === 0));
    await until('it left the desk', () => desk.rows('report').length < 4 && desk.rows('device').length === 2);
    expect(idsOf(desk.rows)).to.deep.equal(await idsAt('qingxiu', then));
    expect(idsOf(unit.rows)).to.deep.equal(await idsAt('unit', then));
    expect([unit.over, desk.over]).to.deep.equal([false, false]);
  });

  it('loses who is erased while it plays, and does not bring anybody back', async () => {
    const [from, to] = [head(), await later()];
    const playing = await play('qingxiu', { from, to, speed: 0.001 });
    await ready(playing);
    expect(JSON.stringify(playing.rows('person-at-risk')))
      .to.include('138****1234')
      .and.not.include('13800001234');
    const erase = { v: 1, id: 'erase-0001', input: { of: PERSON, purpose: 'asked by the person' } };
    expect((await postAs(tokens['commander'], `${gateway.url}/api/commands/erase`, erase)).status).to.equal(200);
    await until('it is gone', () => !JSON.stringify(playing.rows('person-at-risk')).includes('138****'));
    playing.stop();
    const again = await ended('commander', { from: start, speed: 3600 });
    expect(JSON.stringify(again.said)).to.include(PERSON).and.not.include('138****1234').and.not.include('pseudonym');
  });

  it('is one of an actor’s and two in all: the second of one ends the first, a third actor waits', async () => {
    const from = { from: start, speed: 0.001 };
    const [one, two] = [await play('commander', from), await play('qingxiu', from)];
    await Promise.all([ready(one), ready(two)]);
    const three = await play('auditor', from);
    expect([three.status, three.code]).to.deep.equal([429, 'past-busy']);
    const again = await play('commander', from);
    await ready(again);
    await until('the first is told', () => one.over);
    expect(one.bye).to.equal('replay-replaced');
    expect([two.over, again.over]).to.deep.equal([false, false]);
    again.stop();
    await until('its place is free', async () => (await play('auditor', { from: start, to: start })).status === 200);
  });

  it('is for who decides or audits, within what is recorded, and says what is wrong', async () => {
    const refused = async (who: string, asked: { readonly [name: string]: string | number }, body?: object) => {
      const { status, code } = await play(who, asked, body);
      return [status, code];
    };
    const ahead = '2999-01-01T00:00:00Z';
    for (const who of ['resident', 'vendor'])
      expect(await refused(who, { from: start }), who).to.deep.equal([403, 'not-permitted']);
    for (const asked of [{ from: head() + 1_000 }, { from: start, to: head() + 1_000 }, { from: start, to: ahead }])
      expect(await refused('commander', asked), JSON.stringify(asked)).to.deep.equal([404, 'not-recorded']);
    for (const asked of [{}, { from: 'yesterday' }, { from: -1 }, { from: head(), to: start }, { from: start, to: '' }])
      expect(await refused('commander', asked), JSON.stringify(asked)).to.deep.equal([400, 'bad-position']);
    for (const speed of ['0', '-1', '1e9', 'Infinity', 'NaN', '3601', '', '0.0001'])
      expect(await refused('commander', { from: start, speed }), speed).to.deep.equal([400, 'bad-speed']);
    expect(await refused('commander', { from: start }, { t: 'open', versions: [2], queries: {} })).to.deep.equal([
      400,
      'bad-open',
    ]);
  });

  it('ends within five seconds once its actor or credential is taken back', async () => {
    const jti = readTokens(house.config.auth!.tokens!).find(({ actor }) => actor.id === 'unit')!;
    const both = [
      await play('jiangnan', { from: start, speed: 0.001 }),
      await play('unit', { from: start, speed: 0.001 }),
    ];
    await Promise.all(both.map(ready));
    const since = Date.now();
    deny(denied, { sub: 'jiangnan' }, systemClock);
    deny(denied, { jti: jtiOf(jti) }, systemClock);
    await until('they end', () => both.every(({ over }) => over));
    expect(Date.now() - since).to.be.below(5_000);
    expect(both.map(({ bye }) => bye)).to.deep.equal(['token-unknown', 'token-unknown']);
    for (const who of ['jiangnan', 'unit']) expect((await play(who, { from: start })).status).to.equal(401);
  });

  it('goes no faster than asked, and tells its time each second', async () => {
    const from = gateway.city.view.now;
    const playing = await play('commander', { from, to: await later(from), speed: 0.1 });
    await ready(playing);
    const since = performance.now();
    const beats = () => playing.said.flatMap((m) => (m.t === 'beat' ? [Date.parse(m.now) - Date.parse(from)] : []));
    await until('two beats', () => beats().length > 1);
    const went = performance.now() - since;
    expect(went).to.be.below(3_000);
    expect(beats().at(-1)).to.be.within(1, went / 10 + 100);
    expect(playing.over).to.equal(false);
  });

  it('is written down before its first line: who, from where, to where; and who was refused', () => {
    const lines = readFileSync(`${house.config.store.file}.audit`, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"replay-past"'))
      .map((line) => JSON.parse(line) as { who: string; of?: string; outcome: string });
    const done = lines.filter(({ outcome }) => outcome === 'done');
    expect(new Set(done.map(({ who }) => who))).to.include.keys(['commander', 'qingxiu', 'jiangnan', 'unit']);
    for (const { of } of done) expect(of).to.match(/^\d+ to (\d+|\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d))$/);
    const refused = lines.filter(({ outcome }) => outcome === 'refused').map(({ who }) => who);
    expect(new Set(refused)).to.deep.equal(new Set(['resident', 'vendor']));
  });
});
