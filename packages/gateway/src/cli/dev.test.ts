import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { until } from '../../test/wait.js';

const example = fileURLToPath(new URL('../../../../examples/04-own-adapter', import.meta.url));
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const FRAME = 'aa5545010301000100c800';

describe('yingji dev', function () {
  this.timeout(60_000);
  let folder: string;
  let running: ChildProcess;
  beforeEach(() => {
    // Beside the example, so that its imports are found as they are there.
    folder = mkdtempSync(join(example, '..', '.dev-'));
    cpSync(example, folder, { recursive: true, verbatimSymlinks: true });
  });
  afterEach(() => {
    running.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows what a source sends, and starts anew when the feed is saved', async () => {
    let [out, err] = ['', ''];
    const file = join(folder, 'feed.js');
    const sound = readFileSync(file, 'utf8');
    writeFileSync(file, `${sound}\nconst half = ;`);
    running = spawn(process.execPath, [...process.execArgv, cli, 'dev', folder], { cwd: tmpdir() });
    running.stdout!.on('data', (chunk) => (out += String(chunk)));
    running.stderr!.on('data', (chunk) => (err += String(chunk)));
    const ports = (): string[] => [...err.matchAll(/listens on 127\.0\.0\.1:(\d+)/g)].map(([, port]) => port!);
    await until('it to say what is wrong', () => err.includes('cannot be loaded'), 30_000);
    writeFileSync(file, `${sound}\nconsole.log('looked at by its author');`);
    await until('it to listen', () => ports().length === 1, 30_000);
    const vectors = JSON.parse(readFileSync(join(folder, 'vectors/gas.json'), 'utf8')) as { frame: string }[];
    const { frame } = vectors.find((vector) => vector.frame.startsWith(FRAME))!;
    const say = (n: number): unknown => connect(Number(ports()[n]), '127.0.0.1').end(Buffer.from(frame, 'hex'));
    say(0);
    await until('the change', () => out.includes('\n'));
    expect(JSON.parse(out.split('\n')[0]!)).to.have.nested.property('changes[0].body.value.value', 20);

    expect(err, 'what it prints').to.include('looked at by its author');

    // What it prints may be kept in the folder itself.
    writeFileSync(join(folder, 'dev.log'), err);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(ports(), 'nothing of the feed was saved').to.have.lengthOf(1);

    writeFileSync(file, sound.replace('scale: 0.1', 'scale: 0.2'));
    await until('it to listen again', () => ports().length === 2, 30_000);
    expect(ports()[1], 'a device need not be pointed anew').to.equal(ports()[0]);
    out = '';
    say(1);
    await until('the change', () => out.includes('\n'));
    expect(JSON.parse(out.split('\n')[0]!)).to.have.nested.property('changes[0].body.value.value', 40);

    running.kill('SIGINT');
    const [code] = (await once(running, 'exit')) as [number];
    expect(code).to.equal(0);
  });
});
