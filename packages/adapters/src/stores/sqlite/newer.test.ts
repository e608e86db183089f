import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import {
  createCity,
  entityId,
  entryVersions,
  systemIds,
  type City,
  type EntryVersions,
  type Position,
  type Unread,
  type YingjiError,
} from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { createSqliteStore, restoreSqlite } from './index.js';
import { prepare } from './schema.js';

/** The key that the file was written with. */
const KEY = '0123456789abcdef'.repeat(4);
const FIRST = entityId('report', 'calls', '1');
const DAY = 86_400_000;
const able: EntryVersions = {
  current: 3,
  upcasters: {
    1: ({ body: said, ...line }) => ({ ...line, said: said! }),
    2: ({ said, ...line }) => ({ ...line, body: said! }),
  },
};

/** The lines of the file, as they are. */
function linesOf(file: string): { readonly position: number; readonly change: string }[] {
  const db = new Database(file, { readonly: true });
  const lines = db.prepare('SELECT position, change FROM log ORDER BY position').all();
  db.close();
  return lines as { position: number; change: string }[];
}

describe('sqlite store: lines of a newer version', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-newer-'));
    const db = new Database(at('city.db'));
    db.exec(readFileSync(new URL('older/city.v1.sql', import.meta.url), 'utf8'));
    prepare(db, at('city.db'));
    // As a newer program might write it: what is told stands elsewhere, and numbers are written in another way.
    db.exec(`UPDATE log SET change = replace(replace(replace(change, '"v":1', '"said_at":1.0e2,"v":2'), '"body":', '"said":'), '"order":[0,', '"order":[ 0,')
             WHERE change ->> '$.id' = '${FIRST}'`);
    db.close();
    writeFileSync(at('vault.key'), KEY, { mode: 0o600 });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (versions = entryVersions, file = 'city.db', clock = createManualClock()) =>
    createSqliteStore({ file: at(file), keyFile: at('vault.key'), clock, versions });
  async function city<T>(versions: EntryVersions, look: (city: City) => T | Promise<T>): Promise<T> {
    const { store, vault, close } = await open(versions);
    const running = await createCity({ store, vault, clock: createManualClock(), ids: systemIds });
    try {
      return await look(running);
    } finally {
      await running.close();
      await close();
    }
  }

  it('are refused to whoever does not ask for them, and told with their places to whoever does', async () => {
    const { store, close } = await open();
    const read = async (): Promise<void> => {
      for await (const entry of store.read(0 as Position, 100)) void entry;
    };
    const refused = await read().catch((error: YingjiError) => error);
    expect(refused)
      .to.have.property('message')
      .match(/version-mismatch.*position \d .*version 2.*up to 1/);
    const lines: Unread[] = [];
    const positions: number[] = [];
    for await (const { position } of store.read(0 as Position, 100, (line) => lines.push(line)))
      positions.push(position);
    expect(positions.length + lines.length).to.equal(7);
    expect(lines.length).to.be.above(1);
    for (const line of lines) expect(line).to.include({ v: 2, kind: 'report', id: FIRST, slot: FIRST });
    await close();
  });

  it('stop no city, stay as they are byte by byte, and are there again for the newer program', async () => {
    const before = linesOf(at('city.db'));
    await city(entryVersions, ({ view, aside }) => {
      expect(view.get(FIRST)).to.equal(undefined);
      expect(aside.map(({ kind, v, lines }) => [kind, v, lines])).to.deep.equal([['report', 2, 1]]);
    });
    expect(linesOf(at('city.db')).slice(0, before.length)).to.deep.equal(before);
    await city(able, ({ view, aside }) => {
      expect(view.get(FIRST)?.value).to.include({ title: '有人被困' });
      expect(aside).to.deep.equal([]);
    });
    expect(linesOf(at('city.db')).slice(0, before.length)).to.deep.equal(before);
  });

  it('are in a backup and in what is restored of it, and outlive a cut with their secrets', async () => {
    const clock = createManualClock();
    const first = await open(entryVersions, 'city.db', clock);
    await first.backup(at('copy.db'));
    await first.close();
    const told = linesOf(at('city.db')).filter(({ change }) => change.includes('"v":2'));
    expect(restoreSqlite({ from: at('copy.db'), file: at('again.db'), keyFile: at('vault.key') }).head).to.equal(7);
    expect(linesOf(at('again.db'))).to.deep.equal(linesOf(at('city.db')));
    const second = await open(entryVersions, 'again.db', clock);
    const keys = [
      ...told
        .map(({ change }) => change)
        .join()
        .matchAll(/"\$vault":"([^"]+)"/g),
    ].map(([, key]) => key!);
    await clock.pass(90 * DAY);
    const { log } = await second.prune({ logDays: 30, observationDays: 30 });
    expect(log, 'lines that were cut').to.be.above(0);
    expect(keys).to.have.length.above(2);
    for (const key of keys) expect(await second.vault.reveal(key), key).to.be.a('string');
    await second.close();
    const after = linesOf(at('again.db'));
    expect(after.filter(({ change }) => change.includes('"v":2'))).to.deep.equal(told);
    // Once they can be read, what was spared for them is cut as any other.
    const third = await open(able, 'again.db', clock);
    expect((await third.prune({ logDays: 30 })).log).to.equal(told.length - 1);
    await third.close();
  });

  it('show nothing more of what is erased, and lose nothing else', async () => {
    const before = linesOf(at('city.db'));
    const { vault, close } = await open();
    const erased = await vault.erase({ entity: FIRST });
    expect(erased).to.not.have.property('unread');
    expect(erased.entities).to.deep.equal([FIRST]);
    await close();
    const bare = before.map(({ change }) => JSON.parse(change) as object);
    const strip = (value: unknown): unknown =>
      typeof value !== 'object' || value === null
        ? value
        : '$vault' in value && erased.keys.includes(value.$vault as string)
          ? { $vault: value.$vault }
          : Array.isArray(value)
            ? value.map(strip)
            : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, strip(member)]));
    expect(linesOf(at('city.db')).map(({ change }) => JSON.parse(change) as object)).to.deep.equal(bare.map(strip));
    for (const text of ['张**', '139****1111'])
      expect(
        linesOf(at('city.db')).filter(({ change }) => change.includes(FIRST) && change.includes(text)),
        text,
      ).to.deep.equal([]);
  });
});
