import Database from 'libsql';
import { expect } from 'chai';
import { freePort } from './free-port.js';
import { report } from './alarm-line.js';
import { makeHouse } from './house.js';
import { serveProcess } from './serve-process.js';

const ROUNDS = Math.min(30, Number(process.env['YINGJI_FUZZ'] ?? 4));
const A_ROUND = 800;
/** Sent ahead of their confirmations: however slowly this program runs, a round is not over before it is killed. */
const AHEAD = 200;
/** After how many confirmations a round is killed: before the first, after it, and in the stream of them. */
const KILLED_AFTER = [0, 1, 100, 300];

describe('a gateway that is killed under load', () => {
  it(`keeps every confirmed alarm once, ${ROUNDS} rounds, and takes the retries as such`, async function () {
    this.timeout(30_000 + ROUNDS * 10_000);
    const port = await freePort();
    const house = makeHouse({ feeds: [{ use: 'gbt26875', source: 'fire', config: { port } }] });
    const confirmed = new Set<number>();
    let killedBetween = 0;
    try {
      let serving = await serveProcess(house.configFile);
      for (let round = 0; round < ROUNDS; round += 1) {
        const numbers = Array.from({ length: A_ROUND }, (_, i) => round * A_ROUND + i);
        const before = confirmed.size;
        let reporting = Promise.resolve();
        // Of a gateway that is dead before somebody has dialled, nobody would hear.
        await new Promise<void>((opened) => (reporting = report(port, numbers, confirmed, { ahead: AHEAD, opened })));
        const after = before + KILLED_AFTER[round % KILLED_AFTER.length]!;
        while (confirmed.size < after) await new Promise((resolve) => setImmediate(resolve));
        await serving.end('SIGKILL');
        await reporting;
        const now = confirmed.size - before;
        if (now > 0 && now < A_ROUND) killedBetween += 1;

        serving = await serveProcess(house.configFile);
        const standing = logged(house.config.store.file);
        for (const n of confirmed) expect(standing.get(n), `alarm ${n}, round ${round}`).to.equal(1);
        await report(port, numbers, confirmed);
        expect(confirmed.size).to.equal((round + 1) * A_ROUND);
      }
      const standing = await shown(serving.url, house.token);
      expect(new Set(standing).size).to.equal(standing.length);
      expect(standing).to.have.length(ROUNDS * A_ROUND);
      const ended = await serving.end('SIGTERM');
      expect(ended.code).to.equal(0);
      const all = logged(house.config.store.file);
      expect(all.size).to.equal(ROUNDS * A_ROUND);
      expect([...all.values()].every((count) => count === 1)).to.equal(true);
      this.test!.title += ` (${killedBetween} of them in the midst)`;
      // A kill that comes before or after all of them proves little.
      expect(killedBetween).to.be.at.least(ROUNDS / 2);
    } finally {
      house.remove();
    }
  });
});

/** Ids of the alarms in the picture. */
async function shown(url: string, token: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/view`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ queries: { alarms: { kind: 'report' } } }),
  });
  const { rows } = (await answer.json()) as { rows: { alarms: { id: string }[] } };
  return rows.alarms.map(({ id }) => id);
}

/** How often each alarm is in the log, by its number. */
function logged(file: string): Map<number, number> {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare(`SELECT change FROM log WHERE json_extract(change, '$.kind') = 'report'`).all() as {
    change: string;
  }[];
  db.close();
  const counts = new Map<number, number>();
  for (const { change } of rows) {
    const { value } = (JSON.parse(change) as { body: { value: { native: string } } }).body;
    const address = Number(/(\d+)$/.exec(value.native)![1]) & 0xffff;
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}
