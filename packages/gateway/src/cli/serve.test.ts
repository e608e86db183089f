import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectGateway } from '@yingji/adapters/remote';
import { expect } from 'chai';
import Database from 'libsql';
import { capAlert } from '../../test/cap.js';
import { makeHouse, type House } from '../../test/house.js';
import { serveProcess } from '../../test/serve-process.js';
import { until } from '../../test/wait.js';

const BIN = fileURLToPath(new URL('../../bin/yingji.js', import.meta.url));

async function warnings(url: string, token: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/view`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ queries: { warnings: { kind: 'warning' } } }),
  });
  const body = (await answer.json()) as { rows: { warnings: { id: string }[] } };
  return body.rows.warnings.map(({ id }) => id).sort();
}

describe('yingji serve', function () {
  this.timeout(60_000);
  let house: House;
  beforeEach(() => (house = makeHouse()));
  afterEach(() => house.remove());

  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    it(`stops in order at ${signal}, with open streams told`, async () => {
      const serving = await serveProcess(house.configFile);
      const view = connectGateway({ url: serving.url, token: house.token });
      const codes: (string | undefined)[] = [];
      const states: string[] = [];
      view.health$.subscribe(({ code, link }) => {
        codes.push(code);
        states.push(link.state);
      });
      view.select({ kind: 'warning' }).subscribe();
      await until('the stream', () => states.includes('live'));
      const ended = await serving.end(signal);
      expect(ended).to.include({ code: 0, signal: null });
      expect(ended.ms).to.be.below(5_000);
      await until('the goodbye', () => codes.includes('host-closing'));
      view.close();
      const lines = serving
        .log()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { code: string });
      expect(lines.map(({ code }) => code)).to.include.members(['ready', 'stopping', 'stopped']);
      expect(serving.log()).to.not.include(house.token).and.not.include('李');
    });

  /** Half a request: it holds an orderly stop up for half a second. */
  async function holdUp(url: string): Promise<Socket> {
    const { host, hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST /api/view HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${house.token}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    );
    await until('the connection', () => !socket.connecting);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return socket;
  }

  it('stops in order when Ctrl-C reaches it first and then the SIGTERM of whoever started it', async () => {
    const serving = await serveProcess(house.configFile);
    const socket = await holdUp(serving.url);
    serving.child.kill('SIGINT');
    await until('the stop to begin', () => serving.log().includes('"stopping"'));
    expect(await serving.end('SIGTERM')).to.include({ code: 0 });
    socket.destroy();
    expect(serving.log()).to.include('"stopped"');
  });

  it('ends at once at the same signal again, whatever it waits for', async () => {
    const serving = await serveProcess(house.configFile);
    const socket = await holdUp(serving.url);
    serving.child.kill('SIGTERM');
    await until('the stop to begin', () => serving.log().includes('"stopping"'));
    expect(await serving.end('SIGTERM')).to.include({ code: 130 });
    socket.destroy();
  });

  it('goes on when nobody reads its log any more', async () => {
    const serving = await serveProcess(house.configFile);
    serving.child.stderr!.destroy();
    for (const [i, name] of ['a', 'b'].entries()) {
      house.drop(`${name}-broken.xml`, `<alert>${name}`);
      house.drop(`${name}.xml`, capAlert(name));
      await until('the warning', async () => (await warnings(serving.url, house.token)).length === i + 1);
    }
    expect(await serving.end('SIGTERM')).to.include({ code: 0 });
  });

  it('makes every file for its owner alone, the copy of a backup from the first', async function () {
    if (process.platform !== 'linux') this.skip();
    const before = process.umask(0o022);
    const serving = await serveProcess(house.configFile).finally(() => process.umask(before));
    const mask = /^Umask:\s*(\d+)$/m.exec(readFileSync(`/proc/${serving.child.pid}/status`, 'utf8'))?.[1];
    await serving.end('SIGTERM');
    expect(mask).to.equal('0077');
  });

  it('has after kill -9 every warning that it had confirmed, once, and starts again at once', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `demo-${i}`);
    let serving = await serveProcess(house.configFile);
    let known: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const rest = names.slice(round * 12, round * 12 + 12);
      for (const name of rest) house.drop(`${name}.xml`, capAlert(name));
      const { url } = serving;
      const before = await until('some warnings', async () => {
        const now = await warnings(url, house.token);
        return now.length > round * 12 && now;
      });
      expect(await serving.end('SIGKILL')).to.include({ signal: 'SIGKILL' });
      serving = await serveProcess(house.configFile);
      known = await warnings(serving.url, house.token);
      expect(known).to.include.members(before);
      expect(new Set(known).size).to.equal(known.length);
    }
    for (const name of names.slice(36)) house.drop(`${name}.xml`, capAlert(name));
    const { url } = serving;
    await until('all of them', async () => (await warnings(url, house.token)).length === names.length);
    expect(await serving.end('SIGTERM')).to.include({ code: 0 });
  });

  it('ends with 1 when another writer took its store over, having said so', async () => {
    const serving = await serveProcess(house.configFile);
    const db = new Database(join(house.folder, 'data/city.db'));
    db.exec('UPDATE lease SET fence = fence + 1');
    db.close();
    house.drop('a.xml', capAlert('demo-1'));
    const code = await new Promise((resolve) => serving.child.once('exit', resolve));
    expect(code).to.equal(1);
    expect(serving.log()).to.include('"fenced"').and.include('"stopped"');
  });

  it('says why it cannot start, with 1', async () => {
    const serving = await serveProcess(house.configFile);
    const second = await serveProcess(house.configFile).catch((error: unknown) => String(error));
    expect(second).to.include('ended with 1').and.include('store-taken');
    await serving.end('SIGTERM');
    writeFileSync(house.configFile, '{"city":{}}');
    const third = await serveProcess(house.configFile).catch((error: unknown) => String(error));
    expect(third).to.include('ended with 1').and.include('/city/name').and.not.include('    at ');
  });
});

describe('bin/yingji.js', () => {
  it('says in one sentence what to do before the build', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-bin-'));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    copyFileSync(BIN, join(folder, 'bin', 'yingji.js'));
    expect(existsSync(join(folder, 'dist'))).to.equal(false);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'yingji.js'), 'help'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 1,
      stdout: '',
      stderr: 'yingji is not built yet: run `npm ci && npm run build` first.\n',
    });
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'cli.js'), 'console.log(process.argv.slice(2).join(" "));');
    const built = spawnSync(process.execPath, [join(folder, 'bin', 'yingji.js'), 'help', 'me'], { encoding: 'utf8' });
    expect(built).to.include({ status: 0, stdout: 'help me\n' });
    rmSync(folder, { recursive: true });
  });
});
