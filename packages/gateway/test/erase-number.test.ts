import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';
import {
  createPushFeed,
  entityId,
  stated,
  systemClock,
  type CommandResult,
  type EntityId,
  type VaultRef,
} from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import Database from 'libsql';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';
import { runCli } from './run-cli.js';

/** In no other number of this test. */
const NUMBER = '13912348765';
const [OWN, OTHER, THIRD] = ['1', '2', '3'].map((n) => entityId('report', 'calls', n)) as [
  EntityId,
  EntityId,
  EntityId,
];
const SCHOOL = entityId('facility', 'calls', 'school');
/** Each as somebody may tell it. */
const TOLD: readonly (readonly [EntityId, object])[] = [
  [OWN, { phone: '+86 139 1234 8765', narrative: `我的号码是 ${NUMBER}，三楼着火` }],
  [OTHER, { narrative: '隔壁 １３９－１２３４－８７６５ 的老人还在屋里', caller: '李示例' }],
  [THIRD, { caller: NUMBER, narrative: '幺三九幺二三四八七六五打不通，五楼有烟' }],
];
const LEFT = ['我的号码是 ***，三楼着火', '隔壁 *** 的老人还在屋里', '***打不通，五楼有烟'];

describe('the erasure of a number, through a whole gateway', function () {
  this.timeout(60_000);
  let house: House;
  let gateway: Gateway;
  let token = '';
  let n = 0;
  const calls = createPushFeed({ id: 'calls', title: { zh: '接处警', en: 'Calls' } });
  const at = (name: string): string => join(house.folder, name);
  const command = async (name: string, input: object): Promise<CommandResult> =>
    (await (
      await postAs(token, `${gateway.url}/api/commands/${name}`, {
        v: 1,
        id: `command-${(n += 1)}`,
        input,
      })
    ).json()) as CommandResult;

  before(async () => {
    house = makeHouse({ feeds: [{ use: 'calls', source: 'calls' }] });
    const definition = { id: 'calls', title: calls.feed.title, configure: () => ({ feed: calls.feed }) };
    gateway = await createGateway(house.config, {
      feeds: { calls: definition } as never,
      logger: createMemoryLogger(),
    });
    const commander = { id: 'he', masked: '何*', roles: ['commander'], scope: [] } as const;
    token = createToken(house.config.auth!.tokens!, commander, systemClock);
    const now = systemClock.now();
    const drafts = TOLD.map(([id, more]) => stated(id, { channel: '110', title: '火警', ...more }, now));
    drafts.push(stated(SCHOOL, { name: '示例学校', functions: ['school'], phone: NUMBER }, now));
    await calls.push({ key: 'k1', receivedAt: now, drafts });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  it('takes it from every text that names it, and says and audits how much; the rest of what was told is kept', async () => {
    const { feeds: _, ...plain } = house.config;
    writeFileSync(at('upkeep.json'), JSON.stringify(plain));
    expect(await runCli(['backup', '--config', at('upkeep.json'), '--to', at('copy.db')])).to.include({ code: 0 });
    const { pseudonym } = gateway.city.view.get(OWN)!.value['phone'] as unknown as VaultRef;
    const answer = await command('erase', { pseudonym, purpose: '本人要求删除' });
    expect(answer).to.deep.include({ ok: true });
    expect('issues' in answer && answer.issues!.map(({ code }) => code)).to.deep.equal(['erased-in-texts']);
    expect(answer.ok && [...answer.ids].sort()).to.deep.equal([OWN, OTHER, THIRD]);
    for (const [i, [of]] of TOLD.entries())
      expect(await command('reveal', { of, field: '/narrative', purpose: `核实来电${i}` })).to.include({
        revealed: LEFT[i],
      });
    const lines = readFileSync(`${house.config.store.file}.audit`, 'utf8').split('\n');
    const acts = lines.filter((line) => line.includes('secret:erase')).map((line) => JSON.parse(line) as object);
    expect(acts).to.have.length(2);
    expect(acts[0]).to.include({ who: 'he', of: pseudonym, outcome: 'done' });
    expect(acts[1]).to.include({ who: 'he', of: pseudonym, outcome: 'noted', count: 2, texts: 3 });
    expect(lines.join('\n')).to.not.include(NUMBER);
  });

  it('leaves it nowhere in the vault, nor in a backup from before it, but where it is of another kind', async () => {
    const store = { ...house.config.store, file: at('data/restored.db') };
    writeFileSync(at('restored.json'), JSON.stringify({ ...house.config, feeds: [], store }));
    expect(await opened(at('copy.db'), at('no-list')), 'the copy as it was made').to.have.length(7);
    expect(await runCli(['restore', at('copy.db'), '--config', at('restored.json')])).to.include({ code: 0 });
    for (const file of [store.file, house.config.store.file]) {
      const held = await opened(file, `${store.keyFile}.erased`);
      expect(
        held.filter(([, secret]) => /139|１３９|幺三九/.test(secret)),
        file,
      ).to.deep.equal([['facility/phone', NUMBER]]);
      expect(
        held.map(([, secret]) => secret),
        file,
      ).to.include.members([...LEFT, '李示例']);
    }
  });

  /** All that a vault holds, by field. */
  async function opened(file: string, erasedFile: string): Promise<(readonly [string, string])[]> {
    const db = new Database(file, { readonly: true });
    const rows = db.prepare('SELECT key, field FROM vault').all() as { readonly key: string; readonly field: string }[];
    db.close();
    const { keyFile } = house.config.store;
    const sqlite = await createSqliteStore({ file, keyFile, erasedFile, clock: systemClock });
    const held = await Promise.all(
      rows.map(async ({ key, field }) => [field, (await sqlite.vault.reveal(key))!] as const),
    );
    await sqlite.close();
    return held;
  }
});
