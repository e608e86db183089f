import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCentre, until } from './testing/centre.js';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** Plain node, as a person runs it: no loader, no build. */
function run(file: string, args: readonly string[], input: 'pipe' | 'ignore' = 'ignore') {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [path.join(folder, file), ...args], { env, stdio: [input, 'pipe', 'pipe'] });
  const out = { text: '', errors: '' };
  child.stdout!.on('data', (chunk) => (out.text += chunk));
  child.stderr!.on('data', (chunk) => (out.errors += chunk));
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, out, exit };
}

describe('field: the commands', () => {
  const folders: string[] = [];
  const fresh = async (): Promise<string> => {
    folders.push(await mkdtemp(path.join(os.tmpdir(), 'field-cli-')));
    return folders.at(-1)!;
  };
  after(() => Promise.all(folders.map((one) => rm(one, { recursive: true, force: true }))));

  it('registry.js writes the same two files for the same seed', async () => {
    const [one, two] = [await fresh(), await fresh()];
    for (const out of [one, two])
      expect(await run('registry.js', ['--out', out, '--seed', '7', '--devices', '300']).exit).to.equal(0);
    for (const name of ['devices.csv', 'places.csv']) {
      const text = await readFile(path.join(one, name), 'utf8');
      expect(text).to.equal(await readFile(path.join(two, name), 'utf8'));
      expect(text.startsWith('编码,名称,类型')).to.equal(true);
    }
  }).timeout(60_000);

  it('field.js --once plays the scene and exits by itself', async () => {
    const centre = await startCentre();
    const cap = await fresh();
    const { exit, out } = run('field.js', [
      '--fire',
      `127.0.0.1:${centre.port}`,
      '--cap',
      cap,
      '--speed',
      '12000',
      '--devices',
      '60',
      '--seed',
      '2',
      '--from',
      '-10',
      '--once',
    ]);
    expect(await exit, out.errors).to.equal(0);
    expect(out.text).to.contain('解除暴雨橙色预警信号');
    await until('every socket is closed', () => centre.sockets.size === 0);
    await centre.close();
  }).timeout(60_000);

  it('waits with --quiet-start until told, and ends cleanly on a signal', async function () {
    if (process.platform === 'win32') this.skip();
    const centre = await startCentre();
    const { child, exit, out } = run(
      'field.js',
      ['--fire', `127.0.0.1:${centre.port}`, '--devices', '60', '--quiet-start', '--speed', '60'],
      'pipe',
    );
    await until('the devices are on line', () => centre.count.connections >= 5);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(out.text).not.to.match(/^T/m);
    child.stdin!.write('start\n');
    await until('the scene begins', () => /^T-250/m.test(out.text));
    child.kill('SIGTERM');
    expect(await exit, out.errors).to.equal(0);
    await until('every socket is closed', () => centre.sockets.size === 0);
    await centre.close();
  }).timeout(60_000);

  it('tries on while no centre is there, and still ends on a signal', async function () {
    if (process.platform === 'win32') this.skip();
    const { child, exit, out } = run('field.js', ['--fire', '127.0.0.1:1', '--devices', '60']);
    await until('it runs', () => out.text.includes('上线中'));
    child.kill('SIGINT');
    expect(await exit, out.errors).to.equal(0);
  }).timeout(60_000);

  for (const args of [
    [],
    ['--fire', 'nowhere'],
    ['--cap', 'x', '--speed', 'fast'],
    ['--cap', 'x', '--speed', '0'],
    ['--what'],
    ['--cap', 'x', '--devices', '3'],
  ]) {
    it(`says what is wrong with: ${args.join(' ') || 'nothing at all'}`, async () => {
      const { exit, out } = run('field.js', args);
      expect(await exit).to.equal(2);
      expect(out.errors).to.contain('用法');
      expect(out.errors).not.to.contain('    at ');
    });
  }
});
