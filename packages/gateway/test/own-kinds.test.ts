import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectGateway } from '@yingji/adapters/remote';
import { createPushFeed, entityId, stated, systemClock, type FeedDefinition, type Row } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { loadConfig } from '../src/config/load.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { runCli } from './run-cli.js';
import { filesIn, tracesIn } from './traces.js';
import { postAs } from './post-as.js';
import { until } from './wait.js';

const NAME = '李小明';
const PHONE = '13800001234';
const shed = (code: string) => entityId('acme:bike-shed', 'acme', code);
const quiet = (code: string) => entityId('acme:bike-quiet', 'acme', code);
const division = (code: string) => entityId('place', 'acme', code);

/** A kind of a vendor, named in a configuration: from its feed to whoever may see it, and over a restart. */
describe('kinds of others, through a whole gateway', function () {
  this.timeout(60_000);
  let house: House;
  let gateway: Gateway;
  const logger = createMemoryLogger();
  const tokens: { [who: string]: string } = {};

  /** The feed of the vendor, made anew for each gateway. */
  let push: ReturnType<typeof createPushFeed>;
  const acme: FeedDefinition = {
    id: 'acme',
    title: { zh: '车棚', en: 'Sheds' },
    norm: 'none: a test',
    contract: 1,
    configure: () => ({ feed: push.feed }),
    decode: () => ({ ok: true, drafts: [], issues: [] }),
  };

  async function start(): Promise<Gateway> {
    push = createPushFeed({ id: 'acme', title: acme.title });
    const loaded = await loadConfig(house.configFile, {});
    if ('issues' in loaded) throw new Error(loaded.issues.map(({ message }) => message).join());
    return createGateway(loaded.config, { logger, feeds: { acme } });
  }

  before(async () => {
    house = makeHouse({
      feeds: [{ use: 'acme', source: 'acme' }],
      kinds: ['./kinds/bike-shed.mjs', './kinds/quiet.mjs'],
    });
    withPackages(house);
    mkdirSync(join(house.folder, 'kinds'));
    writeFileSync(join(house.folder, 'kinds/bike-shed.mjs'), example());
    // The same, with nothing said of who sees it.
    const unsaid = example()
      .replace('acme:bike-shed', 'acme:bike-quiet')
      .replace(/^ *access: .*\n/m, '');
    expect(unsaid).to.not.include('access');
    writeFileSync(join(house.folder, 'kinds/quiet.mjs'), unsaid);
    const who = {
      city: { roles: ['duty-desk'], scope: [] },
      qingxiu: { roles: ['duty-desk'], scope: ['450103'] },
      jiangnan: { roles: ['duty-desk'], scope: ['450105'] },
      worker: { roles: ['grid-worker'], scope: ['450103'] },
      resident: { roles: ['resident'], scope: [] },
      vendor: { roles: ['vendor'], scope: [] },
    } as const;
    for (const [id, { roles, scope }] of Object.entries(who))
      tokens[id] = createToken(house.config.auth!.tokens!, { id, masked: '李*', roles, scope }, systemClock);
    gateway = await start();
    const at = systemClock.now();
    const drafts = ['450103', '450105'].map((code) =>
      stated(division(code), { name: code, scheme: 'division', code }, at),
    );
    await push.push({ key: 'places', receivedAt: at, drafts });
    const value = { state: 'open', place: division('450103'), bays: 40, keeper: NAME, keeperPhone: PHONE };
    await push.push({ key: 'shed', receivedAt: at, drafts: [stated(shed('7'), value, at)] });
    await push.push({ key: 'quiet', receivedAt: at, drafts: [stated(quiet('7'), value, at)] });
    await push.push({ key: 'lost', receivedAt: at, drafts: [stated(shed('8'), { state: 'shut', bays: 4 }, at)] });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  const post = (who: string, path: string, body: object): Promise<Response> =>
    postAs(tokens[who], `${gateway.url}${path}`, body);
  async function seen(who: string, kind = 'acme:bike-shed'): Promise<Row[]> {
    const answer = await post(who, '/api/view', { queries: { sheds: { kind } } });
    const body = (await answer.json()) as { rows: { sheds: Row[] } };
    return body.rows.sheds;
  }
  const ids = async (who: string, kind?: string): Promise<string[]> =>
    (await seen(who, kind)).map(({ id }) => id).sort();

  it('is shown to the desks in whose scope it stands, and to who works there by the access it states', async () => {
    expect(await ids('city')).to.deep.equal([shed('7'), shed('8')]);
    expect(await ids('qingxiu')).to.deep.equal([shed('7'), shed('8')]);
    // What nobody can place is every desk's; what stands in another district is not.
    expect(await ids('jiangnan')).to.deep.equal([shed('8')]);
    expect(await ids('worker')).to.deep.equal([shed('7')]);
    for (const who of ['resident', 'vendor']) expect(await ids(who), who).to.deep.equal([]);
  });

  it('without access is shown to the desks, and to nobody else', async () => {
    expect(await ids('qingxiu', 'acme:bike-quiet')).to.deep.equal([quiet('7')]);
    for (const who of ['jiangnan', 'worker', 'resident', 'vendor'])
      expect(await ids(who, 'acme:bike-quiet'), who).to.deep.equal([]);
  });

  it('follows the place it stands in, and is streamed like ours', async () => {
    const view = connectGateway({ url: gateway.url, token: tokens['jiangnan']! });
    const rows = new Set<string>();
    view.select({ kind: 'acme:bike-shed' }).subscribe(({ put, removed }) => {
      for (const { id } of put) rows.add(id);
      for (const id of removed) rows.delete(id);
    });
    await until('what is there', () => rows.has(shed('8')));
    const at = systemClock.now();
    const moved = { name: '450103', scheme: 'division', code: '450105001' };
    await push.push({ key: 'moved', receivedAt: at, drafts: [stated(division('450103'), moved, at)] });
    await until('the shed that came into sight', () => rows.has(shed('7')));
    const back = { ...moved, code: '450103' };
    await push.push({ key: 'back', receivedAt: at, drafts: [stated(division('450103'), back, systemClock.now())] });
    await until('it to leave again', () => !rows.has(shed('7')));
    view.close();
  });

  it('is told of as CloudEvents, to the same', async () => {
    const told = async (who: string): Promise<string[]> => {
      const answer = await fetch(`${gateway.url}/api/events?kind=acme:bike-shed`, {
        headers: { authorization: `Bearer ${tokens[who]}` },
      });
      const events = (await answer.json()) as { type: string; subject?: string }[];
      return events.filter(({ type }) => type === 'yingji.row.acme:bike-shed.v1').map(({ subject }) => subject!);
    };
    expect((await told('qingxiu')).sort()).to.deep.equal([shed('7'), shed('8')]);
    expect(await told('jiangnan')).to.deep.equal([shed('8')]);
    expect(await told('resident')).to.deep.equal([]);
  });

  it('a Command is answered alike about one that is hidden and one that is not there', async () => {
    const answers = [];
    for (const [i, of] of [shed('7'), shed('none')].entries()) {
      const body = { v: 1, id: `command-${i}`, input: { of } };
      const answer = await post('jiangnan', '/api/commands/acknowledge-alarm', body);
      answers.push((await answer.text()).replaceAll(of, 'it'));
    }
    expect(answers[0]).to.equal(answers[1]).and.include('not-found');
  });

  it('its personal fields are in the vault alone, and a desk that leads may have one revealed', async () => {
    const [row] = await seen('qingxiu');
    expect(row!.value['keeper']).to.deep.include({ masked: '李**' });
    expect(row!.value['keeperPhone']).to.have.property('$vault');
    const body = {
      v: 1,
      id: 'reveal-0001',
      input: { of: shed('7'), field: '/keeperPhone', purpose: '电话核实车棚情况' },
    };
    expect(await (await post('qingxiu', '/api/commands/reveal', body)).text()).to.include(PHONE);
    const asked = { ...body, id: 'reveal-0002' };
    expect(await (await post('jiangnan', '/api/commands/reveal', asked)).text()).to.not.include(PHONE);
  });

  it('is in /api/schema, by itself too, and printed by yingji schema', async () => {
    const all = (await (await fetch(`${gateway.url}/api/schema`)).json()) as { $defs: { [kind: string]: object } };
    expect(Object.keys(all.$defs)).to.include.members(['report', 'acme:bike-shed']);
    const one = await (await fetch(`${gateway.url}/api/schema/acme:bike-shed`)).json();
    expect(one).to.deep.equal(all.$defs['acme:bike-shed']);
    expect(one).to.have.nested.property('properties.keeper.sensitive', true);
    const printed = await runCli(['schema', 'acme:bike-shed', '--config', house.configFile]);
    expect([printed.code, JSON.parse(printed.out)]).to.deep.equal([0, one]);
    const bundle = await runCli(['schema', '--config', house.configFile]);
    expect(JSON.parse(bundle.out)).to.deep.equal(all);
    expect((await runCli(['schema', 'acme:bike-shed'])).err).to.include('There is no kind');
    expect((await runCli(['schema', 'acme:bike-shd', '--config', house.configFile])).err).to.include('acme:bike-shed');
  });

  it('is known after a restart; without its module it is kept, reported, and there again once it is named', async () => {
    const before = await seen('city');
    await gateway.close();
    gateway = await start();
    expect(await seen('city')).to.deep.equal(before);
    await gateway.close();
    const { kinds: _, ...without } = house.config;
    push = createPushFeed({ id: 'acme', title: acme.title });
    gateway = await createGateway(without, { logger, feeds: { acme } });
    expect((await post('city', '/api/view', { queries: { q: { kind: 'acme:bike-shed' } } })).status).to.equal(400);
    const at = systemClock.now();
    const drafts = [
      stated(shed('9'), { state: 'open', bays: 1 }, at),
      stated(division('450107'), { name: '西乡塘', scheme: 'division' }, at),
    ];
    expect(await push.push({ key: 'unknown', receivedAt: at, drafts })).to.equal('stored');
    expect(logger.lines.filter(({ code }) => code === 'unknown-kind')).to.have.length.above(1);
    expect(gateway.city.view.get(division('450107'))).to.not.equal(undefined);
    await gateway.close();
    gateway = await start();
    expect(await ids('city')).to.deep.equal([shed('7'), shed('8')]);
  });

  it('nothing personal is in the database, in the log, or in what anybody was sent', async () => {
    const found = filesIn(join(house.folder, 'data')).flatMap(({ name, bytes }) =>
      [NAME, PHONE].flatMap((secret) => tracesIn(bytes, secret).map((way) => `${name}: ${way}`)),
    );
    expect(found).to.deep.equal([]);
    expect(JSON.stringify(logger.lines)).to.not.include(PHONE).and.not.include(NAME);
  });
});

/** The whole example of docs/kinds.md, as a stranger copies it. */
function example(): string {
  const page = readFileSync(new URL('../../../docs/kinds.md', import.meta.url), 'utf8');
  const [, code] = /```js\n(\/\/ kinds\/bike-shed\.mjs\n[^`]*)```/.exec(page) ?? [];
  expect(code?.trimEnd().split('\n'), 'the example').to.have.length.within(15, 25);
  return code!;
}

/** Lets modules of a house import what is installed beside the gateway. */
function withPackages({ folder }: House): void {
  symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'));
}
