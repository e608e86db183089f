import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createPushFeed, entityId, stated, systemClock } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import Database from 'libsql';
import { expect } from 'chai';
import { makeHouse, type House } from '../../test/house.js';
import { runCli } from '../../test/run-cli.js';
import { createGateway } from '../gateway.js';
import { openStorage } from '../storage.js';

const PHONE = '13900001111';
const CALL = entityId('report', 'calls', '1');

describe('yingji restore', function () {
  this.timeout(60_000);
  let house: House;
  const at = (name: string): string => join(house.folder, name);
  const restore = (from = at('copy.db')) => runCli(['restore', from, '--config', house.configFile]);

  /** A backup with a call in it, of a database that was lost after the caller had been erased. */
  before(async () => {
    house = makeHouse({ feeds: [] });
    const { feed, push } = createPushFeed({ id: 'calls', title: { zh: '接警', en: 'Calls' } });
    const gateway = await createGateway(
      { ...house.config, feeds: [{ use: 'calls', source: 'calls' }] },
      {
        feeds: { calls: { id: 'calls', title: feed.title, configure: () => ({ feed }) } } as never,
        logger: createMemoryLogger(),
      },
    );
    const now = systemClock.now();
    const call = stated(CALL, { channel: '110', title: '有人被困', phone: PHONE }, now);
    await push({ key: 'call', receivedAt: now, drafts: [call], raw: Buffer.from('x'), outcome: 'unmapped' });
    await gateway.close();
    expect(await runCli(['backup', '--config', house.configFile, '--to', at('copy.db')])).to.include({ code: 0 });
    const storage = await openStorage(house.config.store, { clock: systemClock });
    await storage.vault.erase({ entity: CALL });
    await storage.close();
  });
  after(() => house.remove());
  beforeEach(() => lose());
  const lose = (): void => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(at(`data/city.db${end}`), { force: true });
  };
  const secrets = (): number => {
    const db = new Database(at('data/city.db'), { readonly: true });
    const { n } = db.prepare('SELECT count(*) AS n FROM vault').get() as { n: number };
    db.close();
    return n;
  };

  it('puts the copy in the empty place, erases in it what was erased since, and says so', async () => {
    const { code, lines, err } = await restore();
    expect(err).to.include('after the copy');
    expect(code).to.equal(0);
    expect(lines[0]).to.include({ file: at('data/city.db'), erased: 1 });
    expect(lines[0]!['head']).to.be.greaterThan(0);
    expect(statSync(at('data/city.db')).mode & 0o777).to.equal(0o600);
    expect(secrets()).to.equal(0);
    expect(readdirSync(at('data')).filter((name) => name.includes('restoring'))).to.deep.equal([]);
    const gateway = await createGateway(house.config, { logger: createMemoryLogger() });
    expect(gateway.city.view.get(CALL)?.value['title']).to.equal('有人被困');
    expect(JSON.stringify(gateway.city.view.get(CALL)?.value)).to.not.include('139****1111');
    await gateway.close();
  });

  it('writes over no database, nor beside what one has left, and not while a gateway runs', async () => {
    await restore();
    const before = readFileSync(at('data/city.db'));
    expect(await restore()).to.include({ code: 1 });
    expect((await restore()).err).to.include('store-exists');
    expect(readFileSync(at('data/city.db')).equals(before)).to.equal(true);
    lose();
    for (const end of ['-wal', '-journal']) {
      writeFileSync(at(`data/city.db${end}`), 'left');
      expect((await restore()).err, end).to.include('store-exists');
      expect(existsSync(at('data/city.db'))).to.equal(false);
      lose();
    }
    const elsewhere = await openStorage(house.config.store, { clock: systemClock });
    expect((await restore()).err).to.include('store-taken');
    await elsewhere.close();
  });

  it('refuses what is no whole backup, and leaves nothing behind', async () => {
    const copy = readFileSync(at('copy.db'));
    const odd: { readonly [name: string]: Uint8Array } = {
      half: copy.subarray(0, copy.length >> 1),
      text: Buffer.from('a text, and no database at all'),
      none: Buffer.alloc(0),
      flipped: Buffer.concat([copy.subarray(0, 4096), Buffer.alloc(8192, 0xa5), copy.subarray(12_288)]),
    };
    for (const [name, bytes] of Object.entries(odd)) {
      writeFileSync(at(name), bytes);
      const { code, err } = await restore(at(name));
      expect([code, err], name).to.satisfy(([c, e]: [number, string]) => c === 1 && e.includes('backup-damaged'));
    }
    expect((await restore(at('nowhere'))).err).to.include('backup-missing');
    expect(readdirSync(at('data')).filter((name) => /city\.db(?!\.lock|\.audit)/.test(name))).to.deep.equal([]);
  });

  it('refuses without its key, and with another', async () => {
    renameSync(at('data/vault.key'), at('kept.key'));
    expect((await restore()).err).to.include('vault-key-missing');
    expect(existsSync(at('data/vault.key')), 'and makes none').to.equal(false);
    writeFileSync(at('data/vault.key'), 'ab'.repeat(32), { mode: 0o600 });
    expect((await restore()).err).to.include('vault-key-wrong');
    expect(existsSync(at('data/city.db'))).to.equal(false);
    copyFileSync(at('kept.key'), at('data/vault.key'));
    expect(await restore()).to.include({ code: 0 });
  });

  it('says when no list of erasures is there; a damaged one stops it', async () => {
    renameSync(at('data/vault.key.erased'), at('kept.erased'));
    const { code, lines, err } = await restore();
    expect([code, lines[0]!['erased'], secrets()]).to.deep.equal([0, undefined, 1]);
    expect(err).to.include('shows again');
    lose();
    writeFileSync(at('data/vault.key.erased'), 'odd\n');
    expect((await restore()).err).to.include('erasures-damaged');
    expect(existsSync(at('data/city.db'))).to.equal(false);
    renameSync(at('kept.erased'), at('data/vault.key.erased'));
  });

  it('needs the name of a file', async () => {
    expect(await runCli(['restore', '--config', house.configFile])).to.include({ code: 2 });
  });
});
