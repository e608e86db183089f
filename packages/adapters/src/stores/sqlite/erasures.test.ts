import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import {
  entityId,
  toInstant,
  type Commit,
  type EntityId,
  type LogRow,
  type Position,
  type VaultRow,
  type YingjiError,
} from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { createSqliteStore, type SqliteStore } from './index.js';

const [ONE, TWO] = [entityId('report', 'calls', '1'), entityId('report', 'calls', '2')];
const PHONE = '13900001111';

describe('sqlite store: what was erased stays erased', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-erased-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (name = 'city.db'): Promise<SqliteStore> =>
    createSqliteStore({ file: at(name), keyFile: at('vault.key'), clock: createManualClock() });

  /** Writes what each key is of. */
  async function tell(
    { store, vault }: SqliteStore,
    keys: { readonly [key: string]: EntityId },
    more: Partial<Commit> = {},
  ) {
    const lease = await store.lease('a', 30_000);
    if (!('fence' in lease)) throw new Error('held');
    const pseudonym = vault.pseudonym('report/phone', PHONE);
    const { head } = await store.resume();
    const rows = Object.entries(keys).map(([key, id], i): LogRow => ({
      change: {
        v: 1,
        kind: 'report',
        id,
        at: toInstant(head + i),
        basis: 'stated',
        source: 'calls',
        order: [0, head + i + 1],
        body: {
          value: { channel: '110', title: '有人被困', phone: { $vault: key, pseudonym, masked: '139****1111' } },
        },
      },
      slot: id,
    }));
    const secrets = Object.entries(keys).map(([key, entity]): VaultRow => ({
      key,
      field: 'report/phone',
      entity,
      pseudonym,
      secret: PHONE,
    }));
    await store.commit({
      fence: lease.fence,
      after: head,
      recordedAt: toInstant(head),
      rows,
      vault: secrets,
      quarantine: [],
      seen: [],
      cursors: {},
      commands: [],
      stamps: {},
      ...more,
    });
  }
  async function shown({ store }: SqliteStore): Promise<string> {
    const entries: unknown[] = [];
    for await (const entry of store.read(0 as Position, 1000)) entries.push(entry);
    for await (const entry of (await store.snapshot()).entries) entries.push(entry);
    return JSON.stringify(entries);
  }
  const heldBy = ({ vault }: SqliteStore, ...keys: string[]): Promise<(string | undefined)[]> =>
    Promise.all(keys.map((key) => vault.reveal(key)));
  const codeOf = (attempt: Promise<unknown>): Promise<string> =>
    attempt.then(
      () => 'ok',
      (error: YingjiError) => error.code,
    );

  it('in a backup from before it, once that is opened: of an entity, of a number, and of those alone', async () => {
    const city = await open();
    await tell(city, { a: ONE, b: TWO });
    const other = entityId('report', 'calls', '3');
    await city.backup(at('before-both.db'));
    await city.vault.erase({ entity: ONE });
    await city.backup(at('before-second.db'));
    await tell(city, { c: other });
    await city.vault.erase({ pseudonym: city.vault.pseudonym('report/phone', PHONE) });
    await city.close();
    expect(readFileSync(at('before-both.db')).includes('139****1111'), 'the copy is as it was').to.equal(true);
    for (const name of ['before-both.db', 'before-second.db']) {
      const restored = await open(name);
      expect(await shown(restored), name).to.not.match(/\*\*|pseudonym/);
      expect(await heldBy(restored, 'a', 'b'), name).to.deep.equal([undefined, undefined]);
      await restored.close();
      const bytes = readFileSync(at(name));
      expect(bytes.includes('139****1111'), `${name} as a file`).to.equal(false);
    }
    const again = await open('before-both.db');
    await tell(again, { d: ONE });
    await again.close();
    const once = await open('before-both.db');
    expect(await heldBy(once, 'd'), 'what is told afterwards is new').to.deep.equal([PHONE]);
    await once.close();
  });

  it('in a backup that holds more of somebody than was left when it was erased', async () => {
    const city = await open();
    await tell(city, { old: ONE, kept: TWO });
    await city.backup(at('copy.db'));
    await city.close();
    // As retention leaves it: the earlier version is gone from the log, and its secret with it.
    const db = new Database(at('city.db'));
    db.exec(`DELETE FROM vault WHERE key = 'old'`);
    db.close();
    const later = await open();
    await tell(later, { new: ONE });
    expect((await later.vault.erase({ entity: ONE })).keys).to.deep.equal(['new']);
    await later.close();
    const restored = await open('copy.db');
    expect(await heldBy(restored, 'old', 'kept')).to.deep.equal([undefined, PHONE]);
    expect((await shown(restored)).match(/139\*{4}1111/g), 'the other, in log and snapshot').to.have.length(2);
    await restored.close();
  });

  it('by a file that tells nobody who or what, for its owner alone', async () => {
    const city = await open();
    await tell(city, { a: ONE });
    await city.vault.erase({ entity: ONE });
    await city.close();
    expect(statSync(at('vault.key.erased')).mode & 0o777).to.equal(0o600);
    const text = readFileSync(at('vault.key.erased'), 'utf8');
    expect(text).to.not.match(/report|calls|139|1111/);
    expect(JSON.parse(text)).to.have.all.keys('v', 'id', 'keys', 'whose');
  });

  it('although the file was lost: each database brings back what it knows', async () => {
    const city = await open();
    await tell(city, { a: ONE });
    await city.backup(at('copy.db'));
    await city.vault.erase({ entity: ONE });
    await city.close();
    const before = readFileSync(at('vault.key.erased'), 'utf8');
    rmSync(at('vault.key.erased'));
    await (await open()).close();
    expect(readFileSync(at('vault.key.erased'), 'utf8')).to.equal(before);
    const restored = await open('copy.db');
    expect(await heldBy(restored, 'a')).to.deep.equal([undefined]);
    await restored.close();
  });

  it('after a crash between the promise and the deed, and none where the promise was cut short', async () => {
    const city = await open();
    await tell(city, { a: ONE, b: TWO });
    await city.backup(at('copy.db'));
    await city.vault.erase({ entity: ONE });
    await city.close();
    // The disk as it was after the line was written, and nothing else.
    copyFileSync(at('copy.db'), at('city.db'));
    const line = readFileSync(at('vault.key.erased'), 'utf8');
    appendFileSync(at('vault.key.erased'), line.slice(0, -9));
    const again = await open();
    expect(await heldBy(again, 'a', 'b')).to.deep.equal([undefined, PHONE]);
    await again.vault.erase({ entity: TWO });
    await again.close();
    const lines = readFileSync(at('vault.key.erased'), 'utf8').trim().split('\n');
    expect(lines.map((each) => (JSON.parse(each) as { keys: string[] }).keys)).to.deep.equal([['a'], ['b']]);
  });

  it('and refuses to start over a file that is damaged within, since it would show them again', async () => {
    const city = await open();
    await tell(city, { a: ONE });
    await city.vault.erase({ entity: ONE });
    await city.close();
    const line = readFileSync(at('vault.key.erased'), 'utf8');
    const texts = '{"v":1,"id":"x","whose":"y","keys":[],"texts":[1]}\n';
    for (const wrong of ['garbage\n', '{"v":2}\n', '{"v":1,"id":"x","whose":"y","keys":[1]}\n', texts, '\n']) {
      writeFileSync(at('vault.key.erased'), wrong + line);
      expect(await codeOf(open()), wrong).to.equal('erasures-damaged');
    }
    writeFileSync(at('vault.key.erased'), line);
    expect(await codeOf(open().then(({ close }) => close()))).to.equal('ok');
  });

  it('or pruned, it leaves the write-ahead log too, once nobody reads', async () => {
    const city = await open();
    await tell(city, { a: ONE });
    const reader = new Database(at('city.db'), { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM log').get();
    expect(await codeOf(city.vault.erase({ entity: ONE }))).to.equal('erasure-held');
    expect(await heldBy(city, 'a'), 'it is erased all the same').to.deep.equal([undefined]);
    reader.exec('COMMIT');
    reader.close();
    await city.prune();
    expect(statSync(at('city.db-wal')).size).to.equal(0);
    await city.close();
  });

  it('nothing is erased where it cannot be written down', async () => {
    const city = await open();
    await tell(city, { a: ONE });
    writeFileSync(at('not-a-folder'), '');
    await city.close();
    const blind = await createSqliteStore({
      file: at('city.db'),
      keyFile: at('vault.key'),
      erasedFile: at('not-a-folder/erased'),
      clock: createManualClock(),
    });
    const before = await shown(blind);
    expect(await codeOf(blind.vault.erase({ entity: ONE }))).to.equal('store-failed');
    expect([await heldBy(blind, 'a'), await shown(blind)]).to.deep.equal([[PHONE], before]);
    await blind.close();
  });

  it('with the messages in quarantine that tell of it, and no other; also in a backup', async () => {
    const city = await open();
    const message = (key: string, ...about: EntityId[]): Commit['quarantine'][number] => ({
      feed: 'calls',
      key,
      sealed: city.vault.seal(Buffer.from(PHONE)),
      issues: [],
      until: toInstant(1e15),
      about,
    });
    const none = message('unreadable');
    delete (none as { about?: unknown }).about;
    await tell(city, { a: TWO }, { quarantine: [message('1', ONE), message('2', TWO, ONE), message('3', TWO), none] });
    await city.backup(at('copy.db'));
    const left = (name: string): string[] => {
      const db = new Database(at(name), { readonly: true });
      const keys = db.prepare('SELECT key FROM quarantine ORDER BY id').raw().all() as [string][];
      const names = db.prepare('SELECT count(DISTINCT id) FROM quarantine_of').raw().get() as [number];
      db.close();
      expect(names[0], 'names of messages that are gone').to.equal(keys.length - 1);
      return keys.flat();
    };
    expect(readFileSync(at('copy.db')).includes('report/calls/2 '), 'ids in the open').to.equal(false);
    await city.vault.erase({ entity: ONE });
    expect(left('city.db')).to.deep.equal(['3', 'unreadable']);
    await city.vault.erase({ pseudonym: city.vault.pseudonym('report/phone', PHONE) });
    expect(left('city.db')).to.deep.equal(['unreadable']);
    await city.close();
    await (await open('copy.db')).close();
    expect(left('copy.db')).to.deep.equal(['unreadable']);
  });

  describe('a number in the texts that name it', () => {
    /** Texts of calls, each told by somebody else. */
    async function say(city: SqliteStore, texts: { readonly [key: string]: string }): Promise<void> {
      const vault = Object.entries(texts).map(([key, secret]): VaultRow => ({
        ...{ key, field: 'report/narrative', secret, entity: entityId('report', 'calls', `of-${key}`) },
        pseudonym: city.vault.pseudonym('report/narrative', secret),
      }));
      await tell(city, {}, { vault });
    }
    const NAMED = '隔壁 139 0000 1111 的老人还在屋里';
    const erase = (city: SqliteStore) => city.vault.erase({ pseudonym: city.vault.pseudonym('report/phone', PHONE) });

    it('goes in a backup from before it too; where the backup does not know the number, the whole text goes', async () => {
      const city = await open();
      await say(city, { n1: NAMED, n2: '三楼有人' });
      await city.backup(at('without-number.db'));
      await tell(city, { a: ONE });
      await city.backup(at('before.db'));
      expect(await erase(city)).to.deep.include({ keys: ['a', 'n1'], texts: 1 });
      await city.backup(at('after.db'));
      await city.close();
      const text = readFileSync(at('vault.key.erased'), 'utf8');
      expect(text).to.not.match(/report|calls|139|1111/);
      expect(JSON.parse(text)).to.deep.include({ v: 1, keys: ['a'], texts: ['n1'] });
      for (const [name, left] of [
        ['before.db', '隔壁 *** 的老人还在屋里'],
        ['after.db', '隔壁 *** 的老人还在屋里'],
        ['without-number.db', undefined],
      ] as const) {
        const restored = await open(name);
        expect(await heldBy(restored, 'a', 'n1', 'n2'), name).to.deep.equal([undefined, left, '三楼有人']);
        await restored.close();
        const db = new Database(at(name), { readonly: true });
        const joined = db.prepare("SELECT key FROM vault WHERE pseudonym <> ''").raw().all();
        db.close();
        expect(joined, `what joins texts in ${name}`).to.deep.equal([['n2']]);
      }
    });

    it('goes when the program was killed after it was written down that it goes', async () => {
      const city = await open();
      await say(city, { n1: NAMED });
      await tell(city, { a: ONE });
      await city.backup(at('copy.db'));
      await erase(city);
      await city.close();
      // The disk as it was after the line was written, and nothing else.
      copyFileSync(at('copy.db'), at('city.db'));
      const again = await open();
      expect(await heldBy(again, 'a', 'n1')).to.deep.equal([undefined, '隔壁 *** 的老人还在屋里']);
      await again.close();
    });

    it('is found among many, one step after the other, and a row that does not open stops nothing', async () => {
      const city = await open();
      const many = Array.from(
        { length: 1_100 },
        (_, i) => [`m${String(i).padStart(4, '0')}`, `第 ${i} 个电话`] as const,
      );
      await say(city, { ...Object.fromEntries(many), m0499x: NAMED, m0500x: NAMED, zz: NAMED, broken: NAMED });
      await tell(city, { a: ONE });
      await city.close();
      const db = new Database(at('city.db'));
      db.exec(`UPDATE vault SET sealed = zeroblob(80) WHERE key = 'broken'`);
      db.close();
      const later = await open();
      expect((await erase(later)).texts).to.equal(3);
      expect(await heldBy(later, 'm0499x', 'm0500x', 'zz', 'm0001')).to.deep.equal([
        ...Array.from({ length: 3 }, () => '隔壁 *** 的老人还在屋里'),
        '第 1 个电话',
      ]);
      await later.close();
    });

    it('takes the messages in quarantine of whoever told it', async () => {
      const city = await open();
      const message = (key: string, about: EntityId): Commit['quarantine'][number] => ({
        ...{ feed: 'calls', key, issues: [], until: toInstant(1e15), about: [about] },
        sealed: city.vault.seal(Buffer.from(NAMED)),
      });
      await say(city, { n1: NAMED, n2: '三楼有人' });
      const [n1, n2] = [entityId('report', 'calls', 'of-n1'), entityId('report', 'calls', 'of-n2')];
      await tell(city, { a: ONE }, { quarantine: [message('1', n1), message('2', n2)] });
      await erase(city);
      expect((await city.quarantine.list({ limit: 9 })).map(({ key }) => key)).to.deep.equal(['2']);
      await city.close();
    });
  });
});
