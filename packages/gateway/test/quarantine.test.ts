import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import Database from 'libsql';
import { entityId, systemClock, systemIds, toInstant, type Clock, type VaultRef } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { createGateway, type Gateway } from '../src/gateway.js';
import { createToken } from '../src/auth/tokens.js';
import { feedLoaders } from '../src/feeds.js';
import { isolateFeed } from '../src/isolation/isolated-feed.js';
import { freePort } from './free-port.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';
import { known, pump } from './pump-feed.js';
import { runCli, type Ran } from './run-cli.js';

const PUMP = entityId('device', 'pump', '1');
const AT = (minute: number): string => `2026-06-12T16:0${minute}:00.000+08:00`;

describe('yingji quarantine', function () {
  this.timeout(60_000);
  let house: House;
  let port: number;
  let gateway: Gateway | undefined;
  beforeEach(async () => {
    house = makeHouse();
    port = await freePort();
    process.env['YINGJI_TOKEN'] = house.token;
  });
  afterEach(async () => {
    delete process.env['YINGJI_TOKEN'];
    await close();
    house.remove();
  });
  const close = async (): Promise<void> => {
    await gateway?.close();
    gateway = undefined;
  };
  /** The gateway with a feed whose mapping knows so much; one that runs goes on, mended. */
  async function serve(...knows: string[]): Promise<void> {
    known.clear();
    for (const word of knows) known.add(word);
    gateway ??= await createGateway(
      { ...house.config, feeds: [{ use: 'pump', source: 'pump', config: { port } }] },
      { feeds: { ...feedLoaders, pump }, logger: createMemoryLogger() },
    );
  }
  /** Says lines and hears that each is settled. */
  const say = (...lines: string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      socket.on('error', reject).on('data', (bytes) => {
        heard += bytes.toString('utf8');
        if (heard.length < lines.join('').length) return;
        socket.destroy();
        resolve();
      });
      socket.write(lines.map((line) => `${line}\n`).join(''));
    });
  const yingji = (...argv: string[]): Promise<Ran> =>
    runCli([
      'quarantine',
      ...argv,
      '--config',
      house.configFile,
      ...(argv[0] === 'list' ? [] : ['--gateway', gateway!.url]),
    ]);
  /** Read beside the gateway, as anybody may who has the file. */
  const keysLeft = (): unknown[] => {
    const db = new Database(`${house.folder}/data/city.db`, { readonly: true });
    const keys = db.prepare('SELECT key FROM quarantine ORDER BY id').raw().all() as [string][];
    db.close();
    return keys.flat();
  };
  const native = (): unknown => gateway!.city.view.get(PUMP)?.value['native'];

  it('lists what could not be used, without what it holds, also while the gateway is stopped', async () => {
    await serve();
    await say(`1 alarm 张示例 ${AT(1)}`, `2 state 闸门 ${AT(2)}`);
    await close();
    const { code, out, lines } = await yingji('list', '--feed', 'pump');
    expect(code).to.equal(0);
    expect(lines.map(({ id, feed, key, drafts }) => ({ id, feed, key, drafts }))).to.deep.equal([
      { id: 1, feed: 'pump', key: 'k1', drafts: false },
      { id: 2, feed: 'pump', key: 'k2', drafts: false },
    ]);
    expect(lines[0]!['issues']).to.deep.equal([{ code: 'unknown-word', path: '', level: 'error' }]);
    const heard = Date.parse(String(lines[0]!['receivedAt']));
    expect(Date.now() - heard).to.be.within(0, 20_000);
    expect(Date.parse(String(lines[0]!['until'])) - heard).to.be.closeTo(30 * 86_400_000, 5_000);
    expect(out).to.not.match(/张示例|闸门|says nothing/);
    expect((await yingji('list', '--feed', 'other')).out).to.equal('');
  });

  it('shows one, to who may see the whole city, with a purpose; every attempt is in the audit', async () => {
    await serve();
    await say(`1 alarm 张示例 ${AT(1)}`);
    const shown = await yingji('show', '--id', '1', '--purpose', '核对13900001111来电');
    expect(shown.err).to.equal('');
    expect(shown.lines[0]).to.include({ id: 1, key: 'k1', text: `1 alarm 张示例 ${AT(1)}` });
    expect((await yingji('show', '--id', '7', '--purpose', '核对来电')).err).to.include('[not-found]');
    const scoped = { id: 'wu', masked: '吴*', roles: ['duty-desk'], scope: ['450103'] } as const;
    process.env['YINGJI_TOKEN'] = createToken(`${house.folder}/tokens.json`, scoped, systemClock);
    const refused = await yingji('show', '--id', '1', '--purpose', '核对来电');
    expect([refused.code, refused.out]).to.deep.equal([1, '']);
    expect(refused.err).to.include('[not-permitted]');
    expect((await yingji('replay', '--feed', 'pump')).err).to.include('[not-permitted]');
    await close();
    const audit = readFileSync(`${house.folder}/data/city.db.audit`, 'utf8').trim().split('\n');
    const acts = audit.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      acts
        .filter(({ what }) => what === 'secret:show-quarantined')
        .map(({ who, of, purpose, outcome }) => [who, of, purpose, outcome]),
    ).to.deep.equal([
      ['li', 'quarantine/pump/1', '核对139****1111来电', 'done'],
      ['li', 'quarantine/nothing/7', '核对来电', 'noted'],
      ['wu', 'quarantine/pump/1', '核对来电', 'refused'],
    ]);
    expect(
      acts.filter(({ what }) => what === 'command:replay-quarantined').map(({ outcome }) => outcome),
    ).to.deep.equal(['refused']);
    expect(audit.join('')).to.not.match(/张示例|13900001111/);
  });

  it('replays after a fix: with old key and time, through the door; what still cannot be used stays with its new Issues', async () => {
    await serve();
    await say(`1 alarm 张示例 ${AT(1)}`, `2 riddle x ${AT(2)}`, `3 alarm 李示例 noon`);
    const before = await yingji('list');
    // Mended as people mend it: stopped, and started with the new one.
    await close();
    await serve('alarm');
    const { code, err, lines } = await yingji('replay', '--feed', 'pump');
    expect(code).to.equal(1);
    expect(err).to.include('1 of 3 messages have left the quarantine; 2 stay');
    expect(lines.map(({ key, issues }) => [key, (issues as { code: string }[])[0]!.code])).to.deep.equal([
      ['k2', 'unknown-word'],
      ['k3', 'invalid-value'],
    ]);
    expect(lines[0]!['receivedAt']).to.equal(before.lines[1]!['receivedAt']);
    const report = gateway!.city.view.get(entityId('report', 'pump', '1'))!;
    expect(Date.parse(report.at)).to.equal(Date.parse(AT(1)));
    const caller = report.value['caller'] as unknown as VaultRef;
    expect(caller.masked).to.equal('张**');
    const position = gateway!.city.view.at;
    await say(`1 alarm 王示例 ${AT(3)}`);
    expect(gateway!.city.view.at, 'its key is known: the source sends it again in vain').to.equal(position);
    await yingji('replay', '--feed', 'pump');
    expect(gateway!.city.view.at, 'again: nothing more').to.equal(position);
    expect(keysLeft()).to.deep.equal(['k2', 'k3']);
  });

  it('does not set back what the source has told anew since, and in a row of replayed ones the last one stands', async () => {
    await serve();
    await say(`1 state 旧 ${AT(1)}`, `2 state 中 ${AT(2)}`);
    await serve('state');
    await yingji('replay', '--feed', 'pump', '--id', '1');
    expect(native()).to.equal('旧');
    await yingji('replay', '--feed', 'pump', '--id', '2');
    expect(native()).to.equal('中');
    expect(keysLeft()).to.deep.equal([]);

    await serve();
    await say(`3 state 晚 ${AT(3)}`, `4 state 同 ${AT(4)}`);
    await serve('state');
    await say(`5 state 新 ${AT(4)}`);
    expect((await yingji('replay', '--feed', 'pump')).code).to.equal(0);
    expect(native(), 'told at 4 after that of 4').to.equal('新');
    await say(`6 state 末 ${AT(5)}`);
    expect(native(), 'and what comes next counts').to.equal('末');
  });

  it('takes nothing of a message that tells of somebody who was erased since', async () => {
    await serve('alarm');
    await say(`1 alarm 张示例 ${AT(1)}`, `2 unread 张示例 ${AT(2)}`);
    const { pseudonym } = gateway!.city.view.get(entityId('report', 'pump', '1'))!.value[
      'caller'
    ] as unknown as VaultRef;
    const commander = { id: 'he', masked: '何*', roles: ['commander'], scope: [] } as const;
    const token = createToken(`${house.folder}/tokens.json`, commander, systemClock);
    const input = { pseudonym: pseudonym!, purpose: '本人要求删除' };
    const erased = await postAs(token, `${gateway!.url}/api/commands/erase`, { v: 1, id: 'erase-0001', input });
    expect(erased.status, await erased.clone().text()).to.equal(200);
    // It could not be read as anybody's, so the erasure has not reached it.
    await serve('alarm', 'unread');
    const { code, lines } = await yingji('replay', '--feed', 'pump');
    expect(code).to.equal(1);
    expect((lines[0]!['issues'] as { code: string }[])[0]!.code).to.equal('erased-since');
    expect(gateway!.city.view.get(entityId('report', 'pump', '2'))).to.equal(undefined);
  });

  it('says what is missing to ask with', async () => {
    await serve();
    expect((await yingji('replay', '--feed', 'none')).code).to.equal(0);
    await say(`1 alarm 张示例 ${AT(1)}`);
    process.env['YINGJI_TOKEN'] = 'wrong';
    expect(await yingji('show', '--id', '1', '--purpose', '核对来电')).to.include({ code: 1, out: '' });
    delete process.env['YINGJI_TOKEN'];
    expect(await yingji('show', '--id', '1', '--purpose', '核对来电')).to.include({ code: 2, out: '' });
    const dead = await runCli([
      ...['quarantine', 'show', '--id', '1', '--purpose', '核对来电', '--config', house.configFile],
      ...['--gateway', 'http://127.0.0.1:9'],
    ]);
    expect([dead.code, dead.out]).to.not.deep.equal([0, '']);
  });
});

describe('a feed from outside, decoding again', function () {
  this.timeout(60_000);
  const folder = fileURLToPath(new URL('./odd-feed', import.meta.url));
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('does so in a thread of its own: what throws or hangs there is an Issue', async () => {
    const quick: Clock = { ...systemClock, sleep: (ms, stop) => systemClock.sleep(ms === 5_000 ? 1_000 : ms, stop) };
    const made = await isolateFeed({ feed: folder, from: process.cwd(), config: { does: 'good' } }, { clock: quick });
    if ('issues' in made) return expect.fail('no feed');
    const receivedAt = toInstant(0);
    const results = await made.decoder(
      ['fine', 'throw', 'nonsense', 'hang', 'fine'].map((text) => ({ bytes: bytes(text), receivedAt })),
      'odd',
    );
    expect(results.map(({ ok, issues: [first] }) => (ok ? 'ok' : first!.code))).to.deep.equal([
      'ok',
      'read-failed',
      'read-failed',
      'feed-hung',
      'feed-hung',
    ]);
    // Its own thread waits to be opened.
    const stop = new AbortController();
    const context = { source: 'odd', clock: systemClock, ids: systemIds, status: () => undefined };
    const session = await made.feed.open({ ...context, logger: createMemoryLogger() }, stop.signal);
    stop.abort();
    await session.closed;
  });
});
