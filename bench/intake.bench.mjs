// Durable intake: commits of one, a hundred and a thousand changes of 600 bytes into SQLite (WAL, full sync).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@yingji/core';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';

const GROUPS = [1, 100, 1000];

export const bench = {
  name: 'intake',
  host: true,
  goals: [{ ours: 'rows in commits of 1000', atLeast: 20_000 }],
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-bench-'));
    const sqlite = await createSqliteStore({
      file: join(folder, 'city.db'),
      keyFile: join(folder, 'vault.key'),
      clock: systemClock,
    });
    const { fence } = await sqlite.store.lease('bench', 1e9);
    let head = 0;
    const times = Object.fromEntries(GROUPS.map((size) => [size, []]));
    const text = '雨'.repeat(120);
    const commit = (size) => {
      const rows = Array.from({ length: size }, (_, i) => {
        const id = `observation/bench/${head + i}`;
        const value = {
          device: `device/registry/${(head + i) % 13_000}`,
          quantity: 'component-state',
          value: ['fault'],
          quality: 'good',
          extra: { 'bench:text': text },
        };
        return {
          change: {
            v: 1,
            kind: 'observation',
            id,
            at: systemClock.now(),
            basis: 'stated',
            source: 'bench',
            order: [0, head + i],
            body: { value },
          },
          slot: `observation|${(head + i) % 13_000}`,
        };
      });
      const seen = rows.map(({ change }) => ({ feed: 'bench', key: change.id, until: '2099-01-01T00:00:00Z' }));
      const began = performance.now();
      return sqlite.store
        .commit({
          fence,
          after: head,
          recordedAt: systemClock.now(),
          rows,
          seen,
          vault: [],
          quarantine: [],
          cursors: {},
          commands: [],
          stamps: {},
        })
        .then(() => {
          times[size].push(performance.now() - began);
          head += size;
          return size;
        });
    };
    return {
      cases: Object.fromEntries(GROUPS.map((size) => [`rows in commits of ${size}`, () => commit(size)])),
      async check() {
        const { journalMode, synchronous } = await sqlite.facts();
        if (journalMode !== 'wal' || synchronous !== 2)
          throw new Error(`not durable: ${journalMode}, synchronous ${synchronous}`);
      },
      notes: () =>
        Object.fromEntries(
          GROUPS.map((size) => {
            const sorted = times[size].sort((a, b) => a - b);
            return [`p99 of a commit of ${size}`, `${sorted[Math.floor(sorted.length * 0.99)].toFixed(2)} ms`];
          }),
        ),
      async close() {
        await sqlite.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
