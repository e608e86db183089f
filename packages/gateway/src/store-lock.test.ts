import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { lockStore } from './store-lock.js';

describe('the lock of a store', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-lock-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('is had by one, and by the next once it is let go', () => {
    const file = join(folder, 'a.db');
    const lock = lockStore(file);
    expect(() => lockStore(file)).to.throw('store-taken');
    lock.release();
    lockStore(file).release();
  });

  it('is gone with a killed process', async function () {
    this.timeout(60_000);
    const file = join(folder, 'b.db');
    const module = fileURLToPath(new URL('./store-lock.ts', import.meta.url));
    const holding = `import(${JSON.stringify(module)}).then((m) => { m.lockStore(${JSON.stringify(file)}); console.log('held'); setInterval(() => {}, 1000); })`;
    const child = spawn(process.execPath, [...process.execArgv, '-e', holding], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await new Promise((resolve) => child.stdout.once('data', resolve));
      expect(() => lockStore(file)).to.throw('store-taken');
    } finally {
      child.kill('SIGKILL');
    }
    await new Promise((resolve) => child.once('exit', resolve));
    lockStore(file).release();
  });

  it('needs a folder', () => {
    expect(() => lockStore(join(folder, 'nowhere', 'a.db'))).to.throw('store-unwritable');
  });
});
