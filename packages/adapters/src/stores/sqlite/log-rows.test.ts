import Database from 'libsql';
import { expect } from 'chai';
import { logRowsOf, type Row } from './log-rows.js';
import { prepare } from './schema.js';

describe('rows of the log', () => {
  it('are all written, in order and as they are, however many come at once', () => {
    const db = new Database(':memory:');
    prepare(db, ':memory:');
    const write = logRowsOf(db);
    let after = 0;
    const all: Row[] = [];
    for (const count of [0, 1, 7, 8, 9, 63, 64, 65, 137, 200]) {
      const rows = Array.from({ length: count }, (_, i): Row => {
        const n = after + i + 1;
        // Every third one stands nowhere; some places are filled twice in one commit.
        return [n % 3 === 0 ? null : `place ${n % 50}`, n % 2 === 0 ? n - 1 : null, `{"n":${n},"雨":"\\"'\\n"}`];
      });
      write(after, `at ${after}`, rows);
      const read = db
        .prepare('SELECT position, recorded_at, slot, prev, change FROM log WHERE position > ? ORDER BY position')
        .raw()
        .all(after);
      expect(read).to.deep.equal(rows.map((row, i) => [after + i + 1, `at ${after}`, ...row]));
      all.push(...rows);
      after += count;
    }
    const standing = new Map<string, number>();
    all.forEach(([slot], i) => slot !== null && standing.set(slot, i + 1));
    const live = db.prepare('SELECT slot, position FROM live').raw().all() as [string, number][];
    expect(new Map(live)).to.deep.equal(standing);
    db.close();
  });
});
