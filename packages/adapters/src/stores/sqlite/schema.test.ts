import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { pragma, prepare, STEPS } from './schema.js';

describe('sqlite schema', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-schema-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const opened = <T>(file: string, work: (db: Database.Database) => T): T => {
    const db = new Database(file);
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  const keys = (db: Database.Database): unknown => db.prepare('SELECT key FROM seen ORDER BY key').raw().all();

  it('brings an older file on with its rows, after a copy of it for its owner alone', () => {
    const file = join(folder, 'city.db');
    opened(file, (db) => {
      prepare(db, file);
      db.exec(`INSERT INTO seen VALUES ('f', 'a', 1), ('f', 'b', 2)`);
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.bak'))).to.deep.equal([]);
    const later = [...STEPS, 'ALTER TABLE seen ADD COLUMN note TEXT;'];
    opened(file, (db) => {
      prepare(db, file, later);
      expect(pragma(db, 'user_version')).to.equal(later.length);
      expect(keys(db)).to.deep.equal([['a'], ['b']]);
    });
    const copy = `${file}.v${STEPS.length}.bak`;
    if (process.platform !== 'win32') expect(statSync(copy).mode & 0o777).to.equal(0o600);
    opened(copy, (db) => {
      expect([pragma(db, 'user_version'), keys(db)]).to.deep.equal([STEPS.length, [['a'], ['b']]]);
    });
  });

  it('a step that fails changes nothing, and a copy that was broken off is made anew', () => {
    const file = join(folder, 'city.db');
    opened(file, (db) => prepare(db, file));
    const copy = `${file}.v${STEPS.length}.bak`;
    writeFileSync(`${copy}.tmp`, 'half');
    opened(file, (db) => expect(() => prepare(db, file, [...STEPS, 'CREATE TABLE log (x);'])).to.throw('log'));
    opened(file, (db) => expect(pragma(db, 'user_version')).to.equal(STEPS.length));
    opened(copy, (db) => expect(pragma(db, 'integrity_check')).to.equal('ok'));
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
  });
});
