// What `npm start` does once all is installed and built: one address, a picture with warnings in it, everything stopped by one
// signal, and the next start has what the last one recorded.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

interface Warning {
  readonly value: { readonly native: string };
  readonly exercise?: string;
}

describe('npm start', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-start-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts the demo, waits for its address, lets `look` look, and stops it as Ctrl-C does. */
  async function demo(options: readonly string[], look: (page: string, words: string) => Promise<void>): Promise<void> {
    const child = spawn(process.execPath, ['tools/start.mjs', '--var', folder, ...options], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let words = '';
    const ready = new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        words += String(chunk);
        const [, page] = /→ (http\S+\/safety)\n[^]*log\n/.exec(words) ?? [];
        if (page) resolve(page);
      });
      child.once('close', () => reject(new Error(words)));
    });
    try {
      await look(await ready, words);
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended, words).to.equal(process.platform === 'win32' ? null : 0);
  }

  /** Asks the demo's gateway as the page does. */
  async function warnings(page: string): Promise<readonly Warning[]> {
    const [, gateway] = /<yj-provider gateway="([^"]+)"/.exec(await (await fetch(page)).text())!;
    const answer = await fetch(`${gateway}/api/view`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${readFileSync(join(folder, 'demo/token'), 'utf8').trim()}`,
      },
      body: JSON.stringify({ queries: { warnings: { kind: 'warning' } } }),
    });
    return ((await answer.json()) as { rows: { warnings: Warning[] } }).rows.warnings;
  }
  async function until(page: string, count: number): Promise<readonly Warning[]> {
    for (let tries = 0; tries < 100; tries += 1) {
      const found = await warnings(page);
      if (found.length >= count) return found;
      await setTimeout(200);
    }
    throw new Error(`no ${count} warnings within 20 s`);
  }
  let before95: readonly string[];

  it('prints one address, behind which warnings stand at once, all of them exercises', async () => {
    await demo([], async (page, words) => {
      expect(words).to.not.include('--fresh');
      const found = await until(page, 5);
      expect(found.every(({ exercise }) => exercise !== undefined)).to.equal(true);
      before95 = found.map(({ value }) => value.native).sort();
      expect(before95.map((native) => native.replace(/^.*-/, '')).sort()).to.deep.equal(['W0', 'W1', 'W2', 'W3', 'W4']);
    });
    expect(existsSync(join(folder, 'running.json'))).to.equal(false);
  });

  it('the next start has what was recorded, and plays no warning twice', async function () {
    // Windows ends a program at once, and what it started lives on.
    if (process.platform === 'win32') this.skip();
    await demo([], async (page, words) => {
      expect(words).to.include('--fresh');
      const log = join(folder, 'log/field.log');
      for (let tries = 0; tries < 100 && !readFileSync(log, 'utf8').includes('接着演'); tries += 1)
        await setTimeout(200);
      await setTimeout(1_000);
      expect((await warnings(page)).map(({ value }) => value.native).sort()).to.deep.equal(before95);
    });
  });

  it('with --quiet and --fresh, nothing plays and nothing stands', async function () {
    if (process.platform === 'win32') this.skip();
    await demo(['--quiet', '--fresh'], async (page) => {
      await setTimeout(1_000);
      expect(await warnings(page)).to.deep.equal([]);
    });
    expect(existsSync(join(folder, 'demo/evening.json'))).to.equal(false);
  });
});
