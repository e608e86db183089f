import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { entityId, type Entry, type Position, type Store, type VaultRef } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { createSqliteStore } from './index.js';
import { pragma, STEPS } from './schema.js';

/** The key that the older file was written with. */
const KEY = '0123456789abcdef'.repeat(4);
const [FIRST, SECOND] = [entityId('report', 'calls', '1'), entityId('report', 'calls', '2')];

async function logOf(store: Store): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of store.read(0 as Position, 100)) entries.push(entry);
  return entries;
}
const refsOf = ({ body }: Entry): VaultRef[] =>
  Object.values((body as { value: object }).value).filter((member) => (member as VaultRef)?.$vault !== undefined);

describe('sqlite store: files of older versions', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-older-'));
    const db = new Database(at('city.db'));
    db.exec(readFileSync(new URL('older/city.v1.sql', import.meta.url), 'utf8'));
    db.close();
    writeFileSync(at('vault.key'), KEY, { mode: 0o600 });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (): ReturnType<typeof createSqliteStore> =>
    createSqliteStore({ file: at('city.db'), keyFile: at('vault.key'), clock: createManualClock() });

  it('are brought on with all they hold, and copied first', async () => {
    const { store, vault, facts, close } = await open();
    expect(await facts()).to.include({ schemaVersion: STEPS.length, positions: 7 });
    const log = await logOf(store);
    expect(log.map(({ position }) => position)).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    const told = log.filter(({ id }) => id === FIRST);
    const shown = refsOf(told[1]!);
    const secrets = await Promise.all(shown.map(({ $vault }) => vault.reveal($vault)));
    expect(secrets).to.have.members(['张示例', '13900001111', '电梯停在三层与四层之间']);
    expect((await store.resume()).cursors).to.deep.equal({ 'fire-zone': 6 });
    await close();
    const copy = new Database(at('city.db.v1.bak'), { readonly: true });
    expect(pragma(copy, 'user_version')).to.equal(1);
    expect(copy.prepare('SELECT count(*) AS n FROM log').get()).to.include({ n: 7 });
    copy.close();
  });

  it('tell of a message in quarantine when it came, from when it runs out', async () => {
    const db = new Database(at('city.db'));
    db.exec('DELETE FROM quarantine');
    db.prepare(`INSERT INTO quarantine (feed, key, sealed, issues, until) VALUES ('f', 'k', x'00', '[]', ?)`).run(
      Date.parse('2026-07-31T00:00:00Z'),
    );
    db.close();
    const { quarantine, close } = await open();
    const [held] = await quarantine.list({ limit: 9 });
    expect(Date.parse(held!.receivedAt)).to.equal(Date.parse('2026-07-01T00:00:00Z'));
    expect(held).to.include({ feed: 'f', key: 'k', position: 0, bytes: 1, drafts: false });
    await close();
  });

  it('know whose their secrets are: of an entity in all its versions, and of a number that called twice', async () => {
    const { store, vault, close } = await open();
    const phone = refsOf((await logOf(store)).find(({ id }) => id === SECOND)!)[0]!;
    const erased = await vault.erase({ pseudonym: phone.pseudonym! });
    expect(erased.keys).to.have.length(3);
    expect(erased.entities).to.have.members([FIRST, SECOND]);
    const rest = await vault.erase({ entity: FIRST });
    expect([rest.keys.length, rest.entities]).to.deep.equal([3, [FIRST]]);
    expect((await logOf(store)).flatMap((entry) => refsOf(entry).map((ref) => Object.keys(ref)))).to.deep.equal(
      Array.from({ length: 6 }, () => ['$vault']),
    );
    await close();
    for (const text of ['张**', '139****1111', phone.pseudonym!])
      expect(readFileSync(at('city.db')).includes(text), `${text} in a page of the file`).to.equal(false);
  });
});
