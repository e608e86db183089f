import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import {
  toInstant,
  YingjiError,
  type Clock,
  type Commit,
  type EntityId,
  type Position,
  type VaultRow,
} from '@yingji/core';
import { createManualClock, storeChecks, type StoreUnderTest } from '@yingji/core/testing';
import { createSqliteStore, type SqliteStore } from './index.js';
import { STEPS } from './schema.js';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'yingji-store-'));
  folders.push(made);
  return made;
};
after(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })));

const open = (at: string, clock: Clock = createManualClock(), more: object = {}): Promise<SqliteStore> =>
  createSqliteStore({ file: join(at, 'city.db'), keyFile: join(at, 'vault.key'), clock, ...more });

const commit = (given: Partial<Omit<Commit, 'after'>> & { fence: number; after: number }): Commit => ({
  recordedAt: toInstant(0),
  rows: [],
  vault: [],
  quarantine: [],
  seen: [],
  cursors: {},
  commands: [],
  stamps: {},
  ...given,
  after: given.after as Position,
});

const NOTHING = { quarantine: 0, seen: 0, commands: 0, observations: 0, log: 0, secrets: 0 };
const secretRow = (key: string, secret: string): VaultRow => ({
  key,
  field: 'report/caller',
  entity: 'report/calls/1' as EntityId,
  pseudonym: key,
  secret,
});

async function fenceOf({ store }: SqliteStore): Promise<number> {
  const lease = await store.lease('a', 30_000);
  if (!('fence' in lease)) throw new Error('held');
  return lease.fence;
}

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'ok',
    (error: unknown) => (error instanceof YingjiError ? error.code : String(error)),
  );
const seen = async ({ store }: SqliteStore, key: string): Promise<boolean> =>
  (await store.known({ keys: [{ feed: 'f', key }], commands: [] })).seen('f', key);

describe('sqlite store', () => {
  const checks = storeChecks(
    (clock) => {
      const at = folder();
      const under = async (): Promise<StoreUnderTest> => {
        const { store, vault, prune, close } = await open(at, clock);
        return { store, vault, prune, reopen: () => close().then(under), dispose: close };
      };
      return under();
    },
    { forgets: true },
  );
  for (const { name, run } of checks) it(name, run);

  it('writes ahead with a full sync at each commit, read back from the live connection', async () => {
    const sqlite = await open(folder());
    expect(await sqlite.facts()).to.deep.equal({
      journalMode: 'wal',
      synchronous: 2,
      schemaVersion: STEPS.length,
      positions: 0,
    });
    await sqlite.close();
  });

  it('refuses a file of a newer version with both numbers', async () => {
    const at = folder();
    await (await open(at)).close();
    const db = new Database(join(at, 'city.db'));
    db.exec('PRAGMA user_version = 99');
    db.close();
    const refused = await open(at).catch((error: YingjiError) => error);
    expect(refused)
      .to.be.instanceOf(YingjiError)
      .with.property('message')
      .match(new RegExp(`version-mismatch.*99.*${STEPS.length}`));
  });

  it('has let go of the file once it is closed', async () => {
    for (let n = 0; n < 3; n += 1) {
      const at = folder();
      const sqlite = await open(at);
      await sqlite.store.commit(commit({ fence: await fenceOf(sqlite), after: 0 }));
      await sqlite.close();
      expect(readdirSync(at).sort()).to.deep.equal(['city.db', 'vault.key']);
      const db = new Database(join(at, 'city.db'));
      db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; COMMIT');
      db.close();
    }
  });

  it('makes its key once, for its owner alone, and never a second one', async () => {
    const at = folder();
    const first = await open(at);
    const fence = await fenceOf(first);
    expect(statSync(join(at, 'vault.key')).mode & 0o777).to.equal(0o600);
    expect(statSync(join(at, 'city.db')).mode & 0o777).to.equal(0o600);
    await first.store.commit(commit({ fence, after: 0, vault: [secretRow('k', 's')] }));
    await first.close();
    const key = readFileSync(join(at, 'vault.key'));
    rmSync(join(at, 'vault.key'));
    expect(await codeOf(open(at))).to.equal('vault-key-missing');
    expect(existsSync(join(at, 'vault.key'))).to.equal(false);
    writeFileSync(join(at, 'vault.key'), 'short');
    expect(await codeOf(open(at))).to.equal('vault-key-wrong');
    writeFileSync(join(at, 'vault.key'), '0'.repeat(64));
    expect(await codeOf(open(at)), 'another key of the right form').to.equal('vault-key-wrong');
    writeFileSync(join(at, 'vault.key'), key);
    const right = await open(at);
    expect(await right.vault.reveal('k')).to.equal('s');
    await right.close();
  });

  it('plain secrets are in no file, in no encoding', async () => {
    const at = folder();
    const sqlite = await open(at);
    const fence = await fenceOf(sqlite);
    const canary = '金丝雀13800009999';
    const raw = new TextEncoder().encode(canary);
    await sqlite.store.commit(
      commit({
        fence,
        after: 0,
        vault: [secretRow('k', canary)],
        quarantine: [{ feed: 'f', key: 'q', sealed: sqlite.vault.seal(raw), issues: [], until: toInstant(1e15) }],
      }),
    );
    await sqlite.backup(join(at, 'copy.db'));
    const gb18030 = Buffer.concat([Buffer.from([0xbd, 0xf0, 0xcb, 0xbf, 0xc8, 0xb8]), Buffer.from('13800009999')]);
    const forms = [
      Buffer.from(canary),
      Buffer.from(canary, 'utf16le'),
      Buffer.from(canary, 'utf16le').swap16(),
      Buffer.from('\\u91d1\\u4e1d\\u96c0'),
      Buffer.from(Buffer.from(canary).toString('base64').slice(0, 20)),
      gb18030,
      Buffer.from('13800009999'),
    ];
    const look = (): void => {
      for (const name of readdirSync(at))
        for (const form of forms)
          expect(readFileSync(join(at, name)).includes(form), `${name} holds ${form.toString('hex')}`).to.equal(false);
    };
    look();
    expect(readdirSync(at)).to.include.members(['city.db', 'city.db-wal', 'copy.db']);
    expect((await sqlite.vault.erase({ pseudonym: 'k' })).keys).to.deep.equal(['k']);
    await sqlite.close();
    look();
  });

  it('backs up to a new file only, whole and readable', async () => {
    const at = folder();
    const sqlite = await open(at);
    const fence = await fenceOf(sqlite);
    await sqlite.store.commit(commit({ fence, after: 0, seen: [{ feed: 'f', key: 'k', until: toInstant(1e15) }] }));
    await sqlite.backup(join(at, 'copy.db'));
    expect(await codeOf(sqlite.backup(join(at, 'copy.db')))).to.equal('backup-exists');
    const copy = await createSqliteStore({
      file: join(at, 'copy.db'),
      keyFile: join(at, 'vault.key'),
      clock: createManualClock(),
    });
    expect(await seen(copy, 'k')).to.equal(true);
    await copy.close();
    await sqlite.close();
  });

  it('prunes what has run out and nothing else', async () => {
    const clock = createManualClock();
    const sqlite = await open(folder(), clock);
    const fence = await fenceOf(sqlite);
    const [soon, far] = [toInstant(Date.parse(clock.now()) + 1000), toInstant(Date.parse(clock.now()) + 1e9)];
    const sealed = sqlite.vault.seal(new Uint8Array(10));
    await sqlite.store.commit(
      commit({
        fence,
        after: 0,
        seen: [
          { feed: 'f', key: 'a', until: soon },
          { feed: 'f', key: 'b', until: far },
        ],
        quarantine: [{ feed: 'f', key: 'a', sealed, issues: [], until: soon }],
        commands: [{ id: 'a', result: { ok: false, issues: [] }, until: soon }],
      }),
    );
    await clock.pass(2000);
    expect(await sqlite.prune()).to.deep.equal({ ...NOTHING, quarantine: 1, seen: 1, commands: 1 });
    expect(await seen(sqlite, 'b')).to.equal(true);
    await sqlite.close();
  });

  it('prunes a million keys a step at a time: who asks meanwhile waits for no more than a step', async () => {
    const at = folder();
    const clock = createManualClock();
    await (await open(at, clock)).close();
    const db = new Database(join(at, 'city.db'));
    db.exec(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
       INSERT INTO seen SELECT 'f' || (i % 3), i, iif(i % 20 = 0, 0, 99999999999999) FROM n`,
    );
    db.close();
    const sqlite = await open(at, clock);
    const fence = await fenceOf(sqlite);
    let done = false;
    const pruned = sqlite.prune().finally(() => (done = true));
    let between = 0;
    for (; !done; between += 1) await sqlite.store.commit(commit({ fence, after: 0 }));
    expect(await pruned).to.deep.equal({ ...NOTHING, seen: 50_000 });
    expect(between).to.be.above(50);
    expect(await sqlite.prune()).to.deep.equal(NOTHING);
    await sqlite.close();
  });

  it('keeps the quarantine of a feed within its bytes, the oldest going first', async () => {
    const at = folder();
    const sqlite = await open(at, createManualClock(), { quarantineBytes: 10_000 });
    const fence = await fenceOf(sqlite);
    for (let n = 0; n < 30; n += 1) {
      const sealed = sqlite.vault.seal(new Uint8Array(1000));
      await sqlite.store.commit(
        commit({
          fence,
          after: 0,
          quarantine: [{ feed: 'f', key: String(n), sealed, issues: [], until: toInstant(1e15) }],
        }),
      );
    }
    const db = new Database(join(at, 'city.db'), { readonly: true });
    const kept = db.prepare('SELECT key, length(sealed) AS bytes FROM quarantine ORDER BY id').all() as {
      key: string;
      bytes: number;
    }[];
    expect(kept.at(-1)?.key).to.equal('29');
    expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).to.be.within(5000, 10_000);
    db.close();
    await sqlite.close();
  });

  it('a full disk fails the commit as a whole, says so, and the next one works', async () => {
    const at = folder();
    const sqlite = await open(at);
    const fence = await fenceOf(sqlite);
    const db = new Database(join(at, 'city.db'));
    db.exec(
      `CREATE TRIGGER full BEFORE INSERT ON seen WHEN NEW.key = 'no-room' BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    );
    db.close();
    const change = {
      v: 1 as const,
      kind: 'place',
      id: 'place/r/1' as never,
      at: toInstant(0),
      basis: 'stated' as const,
      source: 'r',
      order: [0, 1] as const,
      body: { value: { name: 'x', scheme: 'zone' } },
    };
    const both = (key: string): Commit =>
      commit({
        fence,
        after: 0,
        rows: [{ change, slot: change.id }],
        seen: [{ feed: 'f', key, until: toInstant(1e15) }],
      });
    const failed = await sqlite.store.commit(both('no-room')).catch((error: YingjiError) => error);
    expect(failed).to.include({ code: 'store-failed', recovery: 'retry' });
    expect((await sqlite.store.resume()).head).to.equal(0);
    await sqlite.store.commit(both('room'));
    expect((await sqlite.store.resume()).head).to.equal(1);
    await sqlite.close();
  });

  it('a commit that cannot be written as JSON is refused, not thrown', async () => {
    const sqlite = await open(folder());
    const fence = await fenceOf(sqlite);
    const odd = commit({ fence, after: 0, rows: [{ change: { at: 1n } as never }] });
    let thrown = false;
    await sqlite.store.commit(odd).catch(() => (thrown = true));
    expect(thrown).to.equal(true);
    await sqlite.close();
  });
});
