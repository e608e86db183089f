import { spawn, type ChildProcess } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSqliteStore, type SqliteStore } from '@yingji/adapters/stores/sqlite';
import { entityId, toInstant, type LogRow, type Position, type VaultRow } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { expect } from 'chai';
import Database from 'libsql';
import { upkeep, type Work } from './upkeep.js';

const PROGRAM = fileURLToPath(new URL('./store-work.ts', import.meta.url));
const OLDER = new URL('../src/stores/sqlite/older/city.v1.sql', import.meta.url);
const ROUNDS = Math.min(30, Number(process.env['YINGJI_FUZZ'] ?? 2));
const [LINES, DEVICES, REPORTS] = [20_000, 40, 10];

describe('sqlite store: upkeep that is broken off', function () {
  this.timeout(60_000 + ROUNDS * 60_000);
  let root: string;
  let count = 0;
  const clock = createManualClock();
  const start = Date.parse(clock.now()) - 10 * 86_400_000;
  const open = (folder: string): Promise<SqliteStore> =>
    createSqliteStore({ file: join(folder, 'city.db'), keyFile: join(folder, 'vault.key'), clock });

  /** A folder of its own with the database as it was before. */
  function fresh(of: 'new' | 'older'): string {
    const folder = join(root, `${(count += 1)}`);
    mkdirSync(folder);
    for (const name of ['city.db', 'vault.key']) copyFileSync(join(root, of, name), join(folder, name));
    return folder;
  }

  /** Everything of the log, and the keys of what can be revealed. */
  function contentOf(folder: string, name = 'city.db'): { readonly log: unknown[]; readonly vault: unknown[] } {
    const db = new Database(join(folder, name), { readonly: true });
    try {
      const [{ integrity_check: whole }] = db.prepare('PRAGMA integrity_check').all() as [{ integrity_check: string }];
      expect(whole).to.equal('ok');
      return {
        log: db.prepare('SELECT position, slot, prev, change FROM log ORDER BY position').raw().all(),
        vault: db.prepare('SELECT key FROM vault ORDER BY key').raw().all(),
      };
    } finally {
      db.close();
    }
  }

  function run(
    folder: string,
    work: Work,
    limitKb?: number,
  ): { child: ChildProcess; words: string[]; ended: Promise<void> } {
    const argv = [process.execPath, ...process.execArgv, PROGRAM, folder, work];
    const [program, ...rest] =
      limitKb === undefined ? argv : ['sh', '-c', `ulimit -f ${limitKb * 2}; exec "$0" "$@"`, ...argv];
    const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    const words: string[] = [];
    child.stdout!.setEncoding('utf8').on('data', (text: string) => words.push(...text.trim().split('\n')));
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    return { child, words, ended };
  }

  /** Kills it after it began; tells whether it was in the midst. */
  async function killed(folder: string, work: Work, ms: number): Promise<boolean> {
    const { child, words, ended } = run(folder, work);
    for (let over = false; !over && words.length === 0;)
      over = await Promise.race([
        ended.then(() => true),
        new Promise<false>((resolve) => setTimeout(resolve, 1, false)),
      ]);
    await new Promise((resolve) => setTimeout(resolve, ms));
    child.kill('SIGKILL');
    await ended;
    return !words.includes('done');
  }

  async function finish(folder: string, work: Work): Promise<ReturnType<typeof contentOf>> {
    expect(await upkeep(folder, work), work).to.equal('done');
    return contentOf(folder);
  }

  const ends = new Map<Work, ReturnType<typeof contentOf>>();
  /** What it comes to when nothing breaks it off. */
  async function endOf(work: Work, of: 'new' | 'older'): Promise<ReturnType<typeof contentOf>> {
    const end = ends.get(work) ?? (await finish(fresh(of), work));
    ends.set(work, end);
    return end;
  }

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'yingji-broken-'));
    for (const name of ['new', 'older']) mkdirSync(join(root, name));
    const older = new Database(join(root, 'older', 'city.db'));
    older.exec(readFileSync(OLDER, 'utf8'));
    older.exec(
      `WITH RECURSIVE n (i) AS (SELECT 8 UNION ALL SELECT i + 1 FROM n WHERE i < ${LINES})
       INSERT INTO log SELECT i, recorded_at, NULL, NULL, change FROM n, log WHERE log.position = 1`,
    );
    older.close();
    writeFileSync(join(root, 'older', 'vault.key'), '0123456789abcdef'.repeat(4), { mode: 0o600 });

    const sqlite = await open(join(root, 'new'));
    const lease = await sqlite.store.lease('a', 1e12);
    if (!('fence' in lease)) throw new Error('held');
    const last = new Map<string, number>();
    const line = (position: number): { readonly row: LogRow; readonly secret?: VaultRow } => {
      const at = toInstant(start + position * 20_000);
      const told = { v: 1, at, order: [0, position], basis: 'stated' } as const;
      const n = position % DEVICES;
      const key = `key-${position}`;
      const isReport = position % 20 === 0;
      const id = isReport
        ? entityId('report', 'calls', String((position / 20) % REPORTS))
        : entityId('observation', 'wire', String(position));
      const value = isReport
        ? { channel: '110', title: '有人被困', phone: { $vault: key, pseudonym: 'p', masked: '139****1111' } }
        : { device: `device/registry/${n}`, quantity: 'water.level', value: (position * 7919) % 101, quality: 'good' };
      const slot = isReport ? id : `observation/${n}`;
      const prev = last.get(slot);
      last.set(slot, position);
      const [kind, source] = id.split('/') as [string, string];
      return {
        row: { change: { ...told, kind, id, source, body: { value } }, slot, ...(prev && { prev: prev as Position }) },
        ...(isReport && { secret: { key, field: 'report/phone', entity: id, pseudonym: 'p', secret: '13900001111' } }),
      };
    };
    for (let after = 0; after < LINES; after += 500) {
      const lines = Array.from({ length: 500 }, (_, i) => line(after + i + 1));
      await sqlite.store.commit({
        fence: lease.fence,
        after: after as Position,
        recordedAt: toInstant(start + (after + 500) * 20_000),
        rows: lines.map(({ row }) => row),
        vault: lines.flatMap(({ secret }) => secret ?? []),
        quarantine: [],
        seen: [],
        cursors: {},
        commands: [],
        stamps: {},
      });
    }
    await sqlite.close();
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  for (const [work, of, span] of [
    ['retain', 'new', 120],
    ['erase', 'new', 60],
    ['open', 'older', 1500],
  ] as const)
    it(`${work === 'open' ? 'bringing an older file on' : work}, killed, comes to the same end when it is begun anew`, async function () {
      const want = await endOf(work, of);
      let midst = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const folder = fresh(of);
        if (await killed(folder, work, (span * (round + 1)) / ROUNDS)) midst += 1;
        expect(await finish(folder, work), `round ${round}`).to.deep.equal(want);
        if (work !== 'open') continue;
        expect(contentOf(folder, 'city.db.v1.bak').log, 'the copy').to.deep.equal(contentOf(join(root, 'older')).log);
        expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).to.deep.equal([]);
      }
      this.test!.title += ` (${midst} of ${ROUNDS} in the midst)`;
    });

  it('without room on the disk, says so, spoils nothing, and comes to the same end once there is', async function () {
    if (process.platform === 'win32') this.skip();
    for (const [work, of] of [
      ['retain', 'new'],
      ['erase', 'new'],
      ['backup', 'new'],
      ['open', 'older'],
    ] as const) {
      const want = await endOf(work, of);
      const folder = fresh(of);
      const { words, ended } = run(folder, work, 256);
      await ended;
      expect(words.at(-1), work).to.equal('store-failed');
      if (work === 'backup') expect(existsSync(join(folder, 'copy.db')), 'half a copy').to.equal(false);
      expect(await finish(folder, work), work).to.deep.equal(want);
    }
  });
});
