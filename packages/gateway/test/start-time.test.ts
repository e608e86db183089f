import Database from 'libsql';
import { expect } from 'chai';
import { systemClock } from '@yingji/core';
import { openStorage } from '../src/storage.js';
import { makeHouse } from './house.js';
import { serveProcess } from './serve-process.js';

const DEVICES = 13_000;
const ROWS = 1_000_000;

/** A city with a past: 13,000 devices, and all the rest of a million log rows observations of them, the last of each standing. */
function fill(file: string): void {
  const db = new Database(file);
  const at = "'2026-06-12T08:00:00.000Z'";
  const device = "'device/registry/889-1-1-' || (p % $n)".replaceAll('$n', String(DEVICES));
  const deviceChange = `json_object('v', 1, 'kind', 'device', 'id', ${device}, 'at', ${at}, 'basis', 'stated', 'source', 'registry',
    'order', json_array(0, p), 'body', json_object('value', json_object('type', 'smoke-detector', 'native', '889-1-1-' || (p % ${DEVICES}),
    'contract', json_object('by', 'event'), 'position', json_array(108.3 + (p % ${DEVICES}) / 1e5, 22.8))))`;
  const observed = `json_object('v', 1, 'kind', 'observation', 'id', 'observation/registry/' || p, 'at', ${at}, 'basis', 'stated', 'source', 'registry',
    'order', json_array(0, p), 'body', json_object('value', json_object('device', ${device}, 'quantity', 'component-state', 'value', json_array('normal'), 'quality', 'good')))`;
  const slot = `'observation|"' || ${device} || '"|"component-state"'`;
  db.exec(`BEGIN;
    WITH RECURSIVE n(p) AS (SELECT 1 UNION ALL SELECT p + 1 FROM n WHERE p < ${ROWS})
    INSERT INTO log (position, recorded_at, slot, prev, change)
    SELECT p, ${at}, iif(p <= ${DEVICES}, ${device}, ${slot}), iif(p <= 2 * ${DEVICES}, NULL, p - ${DEVICES}), iif(p <= ${DEVICES}, ${deviceChange}, ${observed}) FROM n;
    INSERT INTO live (slot, position) SELECT slot, position FROM log WHERE position <= ${DEVICES} OR position > ${ROWS - DEVICES};
    COMMIT`);
  db.close();
}

describe('the start of a gateway', () => {
  it('takes at most 2 s over a million log rows', async function () {
    this.timeout(120_000);
    const house = makeHouse({ feeds: [] });
    try {
      const { file, keyFile } = house.config.store;
      await (await openStorage({ file, keyFile }, { clock: systemClock })).close();
      fill(file);
      const serving = await serveProcess(house.configFile);
      const ready = JSON.parse(serving.log().split('\n')[0]!) as {
        code: string;
        data: { ms: number; position: number };
      };
      const answer = await fetch(`${serving.url}/api/view`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${house.token}` },
        body: JSON.stringify({ queries: { q: { kind: 'observation' } } }),
      });
      const { rows } = (await answer.json()) as { rows: { q: unknown[] } };
      await serving.end('SIGTERM');
      expect(rows.q).to.have.length(DEVICES);
      expect(ready.data.position).to.be.at.least(ROWS);
      expect(ready.data.ms).to.be.at.most(2_000);
      this.test!.title += ` (took ${ready.data.ms} ms, ${serving.readyMs} ms with the process itself)`;
    } finally {
      house.remove();
    }
  });
});
