import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { expect } from 'chai';
import { freePort } from './free-port.js';
import { report } from './alarm-line.js';
import { makeHouse } from './house.js';
import { serveProcess } from './serve-process.js';

const SCRIPT = fileURLToPath(new URL('./dies-after-commit.ts', import.meta.url));

describe('a gateway that dies between commit and confirmation', () => {
  it('has the alarm once: the device’s retry is confirmed and adds no row', async function () {
    this.timeout(60_000);
    const port = await freePort();
    const house = makeHouse({ feeds: [{ use: 'gbt26875', source: 'fire', config: { port } }] });
    try {
      const dying = spawn(process.execPath, [...process.execArgv, SCRIPT, house.configFile], {
        stdio: 'ignore',
      });
      const died = new Promise<NodeJS.Signals | null>((resolve) => dying.once('exit', (_, signal) => resolve(signal)));
      const confirmed = new Set<number>();
      await report(port, [7], confirmed);
      expect(await died).to.equal('SIGKILL');
      expect([...confirmed], 'nothing was confirmed').to.deep.equal([]);
      const before = rows(house.config.store.file);
      expect(before.filter((kind) => kind === 'report')).to.have.length(1);

      const serving = await serveProcess(house.configFile);
      await report(port, [7], confirmed);
      expect([...confirmed]).to.deep.equal([7]);
      await serving.end('SIGTERM');
      const after = rows(house.config.store.file);
      expect(after.filter((kind) => kind === 'report')).to.have.length(1);
      expect(after.filter((kind) => kind === 'observation')).to.have.length(1);
    } finally {
      house.remove();
    }
  });
});

function rows(file: string): string[] {
  const db = new Database(file, { readonly: true });
  const found = db.prepare(`SELECT json_extract(change, '$.kind') AS kind FROM log ORDER BY position`).all() as {
    kind: string;
  }[];
  db.close();
  return found.map(({ kind }) => kind);
}
