import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { createCity, createPushFeed, entityId, stated, type City, type Draft, type PushFeed } from '@yingji/core';
import { createManualClock, createMemoryLogger, createSeededIds, fireAlarm, hostileDrafts } from '@yingji/core/testing';
import { createSqliteStore } from './index.js';

describe('sqlite store: a city that is told what should break it', function () {
  this.timeout(240_000);
  const clock = createManualClock();
  const logger = createMemoryLogger();
  const device = entityId('device', 'fire', 'gauge');
  let at: string;
  let file: string;
  let source: PushFeed;
  let close: () => Promise<void>;
  let city: City;

  const open = async (): Promise<void> => {
    const { store, vault, close: closed } = await createSqliteStore({ file, keyFile: join(at, 'vault.key'), clock });
    source = createPushFeed({ id: 'fire', title: { zh: '消防', en: 'Fire' } });
    const feeds = [{ feed: source.feed, source: 'fire' }];
    city = await createCity({ store, vault, clock, logger, ids: createSeededIds(5), feeds });
    close = () => city.close().then(closed);
  };
  before(async () => {
    at = mkdtempSync(join(tmpdir(), 'yingji-hostile-'));
    file = join(at, 'city.db');
    await open();
  });
  after(async () => {
    await close();
    rmSync(at, { recursive: true, force: true });
  });
  const tell = (key: string, drafts: readonly unknown[]): Promise<string> =>
    source.push({ key, receivedAt: clock.now(), drafts: drafts as Draft[] });

  it('an Issue of each, every alarm beside it, each in quarantine, and a restart reads it all', async () => {
    for (const [n, { name, code, make }] of hostileDrafts.entries()) {
      const [alarm, value] = fireAlarm(String(n));
      const told = logger.lines.length;
      expect(await tell(`m${n}`, [make('fire', clock.now()), stated(alarm, value, clock.now())]), name).to.equal(
        'stored',
      );
      expect(
        logger.lines.slice(told).map((line) => line.code),
        name,
      ).to.include(code);
      expect(city.view.get(alarm)?.id, name).to.equal(alarm);
      await clock.pass(61_000);
    }
    const before = city.view.find({ kind: 'report' });
    expect(before.length).to.equal(hostileDrafts.length + 1);
    await close();
    const db = new Database(file, { readonly: true });
    const kept = db.prepare('SELECT key FROM quarantine ORDER BY id').all() as { key: string }[];
    db.close();
    expect(kept.map(({ key }) => key)).to.deep.equal(hostileDrafts.map((_, n) => `m${n}`));
    await open();
    expect(city.view.find({ kind: 'report' })).to.deep.equal(before);
  });

  it('−0, NaN and Infinity as readings: 0, and faults, the same after a restart', async () => {
    const values = [-0, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE];
    const id = (n: number) => entityId('observation', 'fire', String(n));
    const drafts = values.map((value, n) =>
      stated(id(n), { device, quantity: `q${n}`, value, unit: 'm', quality: 'good' }, clock.now()),
    );
    expect(await tell('readings', drafts)).to.equal('stored');
    const read = (): unknown[] =>
      values.map((_, n) => {
        const { value, quality } = city.view.get(id(n))!.value;
        return [value, quality];
      });
    const told = read();
    expect(told.map((each) => (each as unknown[])[0])).to.deep.equal([0, null, null, null, 5e-324, Number.MAX_VALUE]);
    expect(told.slice(1, 4).map((each) => (each as unknown[])[1])).to.deep.equal(['fault', 'fault', 'fault']);
    await close();
    await open();
    expect(read()).to.deep.equal(told);
  });
});
