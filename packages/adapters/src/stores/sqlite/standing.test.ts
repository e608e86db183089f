import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { toInstant, type Position } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { createSqliteStore, type SqliteStore } from './index.js';

const [LINES, SLOTS, DAY] = [60_000, 300, 86_400_000];

describe('sqlite store: what stood at a position of a long log', function () {
  this.timeout(120_000);
  let folder: string;
  let sqlite: SqliteStore;
  let fence: number;
  /** Slot and position of each line, in order. */
  const log: { readonly slot: string | undefined; readonly position: number }[] = [];
  const clock = createManualClock();
  const start = Date.parse(clock.now());

  const change = (position: number, slot: number, at: number): object => ({
    v: 1,
    kind: 'observation',
    id: `observation/wire/${position}`,
    source: 'wire',
    at: toInstant(at),
    order: [0, position],
    basis: 'stated',
    body: {
      value: {
        device: `device/registry/${slot}`,
        quantity: 'water.level',
        value: (position * 7919) % 101,
        quality: 'good',
      },
    },
  });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-standing-'));
    const options = { file: join(folder, 'city.db'), keyFile: join(folder, 'vault.key'), clock };
    await (await createSqliteStore(options)).close();
    const db = new Database(options.file);
    const put = db.prepare('INSERT INTO log (position, recorded_at, slot, prev, change) VALUES (?, ?, ?, ?, ?)');
    const last = new Map<string, number>();
    db.transaction(() => {
      for (let position = 1; position <= LINES; position += 1) {
        const at = start + position * 1000;
        const n = ((position * 48_271) % 2_147_483_647) % SLOTS;
        // Some come late, and fill no place.
        const slot = position % 17 === 0 ? undefined : `observation/${n}`;
        put.run(
          position,
          toInstant(at),
          slot ?? null,
          slot ? (last.get(slot) ?? null) : null,
          JSON.stringify(change(position, n, at)),
        );
        if (slot) last.set(slot, position);
        log.push({ slot, position });
      }
      db.exec('INSERT INTO live SELECT slot, max(position) FROM log WHERE slot IS NOT NULL GROUP BY slot');
    })();
    db.close();
    sqlite = await createSqliteStore(options);
    const lease = await sqlite.store.lease('a', 1e9);
    if (!('fence' in lease)) throw new Error('held');
    fence = lease.fence;
  });
  after(async () => {
    await sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const naively = (at: number): number[] => {
    const filled = new Map<string, number>();
    for (const { slot, position } of log) if (slot !== undefined && position <= at) filled.set(slot, position);
    return [...filled.values()].sort((a, b) => a - b);
  };
  async function standing(at?: number): Promise<{ readonly position: number; readonly of: string }[]> {
    const found: { position: number; of: string }[] = [];
    for await (const { position, body } of (await sqlite.store.snapshot(at as Position | undefined)).entries)
      found.push({ position, of: String((body as { value: { device: string } }).value.device) });
    return found;
  }
  const positions = async (at?: number): Promise<number[]> => (await standing(at)).map(({ position }) => position);
  async function commit(): Promise<void> {
    const position = log.length + 1;
    const n = position % SLOTS;
    const slot = `observation/${n}`;
    const prev = log.filter((line) => line.slot === slot).at(-1)!.position;
    await sqlite.store.commit({
      fence,
      after: (position - 1) as Position,
      recordedAt: toInstant(start + position * 1000),
      rows: [{ change: change(position, n, start + position * 1000) as never, slot, prev: prev as Position }],
      vault: [],
      quarantine: [],
      seen: [],
      cursors: {},
      commands: [],
      stamps: {},
    });
    log.push({ slot, position });
  }

  it('is what filled each place by then, near its beginning, its middle and its end', async () => {
    for (const at of [0, 1, 300, 19_999, 20_000, 40_001, LINES - 1, LINES])
      expect(await positions(at), String(at)).to.deep.equal(naively(at));
    expect(await positions()).to.deep.equal(naively(LINES));
  });

  it('while commits go on, which wait for a step and not for the walk', async () => {
    for (const at of [100, 30_000, LINES]) {
      let done = false;
      const asked = positions(at).finally(() => (done = true));
      let between = 0;
      for (; !done; between += 1) await commit();
      expect(await asked, String(at)).to.deep.equal(naively(at));
      if (at === 100) expect(between).to.be.above(2);
    }
  });

  it('while old observations are thinned out: no place is left empty', async () => {
    await clock.pass(5 * DAY);
    let done = false;
    const pruned = sqlite.prune({ observationDays: 1 }).finally(() => (done = true));
    let looked = 0;
    for (; !done; looked += 1)
      for (const at of [20_000, 45_000]) {
        const found = await standing(at);
        expect(new Set(found.map(({ of }) => of)).size, `at ${at}`).to.equal(SLOTS);
        expect(found).to.have.length(SLOTS);
      }
    expect((await pruned).observations).to.be.above(10_000);
    expect(looked).to.be.above(0);
  });
});
