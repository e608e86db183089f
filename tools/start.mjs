// npm start: a whole demo city on this machine. Needs only Node and npm; does its own set-up. `-- --quiet`: no simulated outside world.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { install, installed, root, run } from './lib/run.mjs';

const { values } = parseArgs({
  options: {
    quiet: { type: 'boolean', default: false },
    speed: { type: 'string', default: '20' },
    fresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write('npm start -- [--quiet] [--speed N] [--fresh]\n  --quiet  no simulated alarms and warnings\n  --speed  how many times faster than real the scene plays (20)\n  --fresh  forget what earlier starts recorded\n');
  process.exit(0);
}

const demo = join(root, 'var', 'demo');
const logs = join(root, 'var', 'log');
const began = performance.now();
const say = (text) => process.stdout.write(`${text}\n`);
const step = (n, text) => say(`[${n}/4] ${text} (${((performance.now() - began) / 1000).toFixed(0)} s)`);

/** The wanted port when it is free, else any. */
function freePort(wanted) {
  const attempt = (port) =>
    new Promise((resolve, reject) => {
      const probe = createServer();
      probe.once('error', reject);
      probe.listen(port, '127.0.0.1', () => {
        const got = probe.address().port;
        probe.close(() => resolve(got));
      });
    });
  return attempt(wanted).catch(() => attempt(0));
}

const children = [];
let stopping = false;

/** Starts one part; its words go to a log file. When it ends by itself, everything stops and its last words are shown. */
function start(name, args) {
  const file = join(logs, `${name}.log`);
  const log = createWriteStream(file);
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  children.push({ child, ended });
  void ended.then((code) => {
    if (stopping) return;
    say(`✖ ${name} ended (${code}). Its last words, all in ${file}:`);
    say(readFileSync(file, 'utf8').split('\n').slice(-15).join('\n'));
    void stop(1);
  });
}

async function stop(code) {
  if (stopping) return;
  stopping = true;
  say('正在停止 / stopping …');
  // The outside world first, the gateway last: nothing it confirmed is lost.
  for (const { child, ended } of [...children].reverse()) {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 8000);
    await ended;
    clearTimeout(late);
  }
  process.exit(code);
}

async function healthy(url) {
  for (let tries = 0; tries < 300 && !stopping; tries += 1) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not up yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within 30 s; see ${logs}`);
}

/** Configuration, token and registers of the demo; what was recorded before stays unless --fresh. */
async function prepare(ports) {
  if (values.fresh) rmSync(demo, { recursive: true, force: true });
  for (const folder of [demo, logs, join(demo, 'cap')]) mkdirSync(folder, { recursive: true });
  const must = async (args) => {
    const { code, output } = await run(process.execPath, args);
    if (code !== 0) throw new Error(`${args.join(' ')}:\n${output}`);
    return output;
  };
  if (!existsSync(join(demo, 'devices.csv'))) await must(['examples/field/registry.js', '--out', demo, '--seed', '1', '--district', 'place/divisions/450103']);
  if (!existsSync(join(demo, 'token'))) {
    rmSync(join(demo, 'tokens.json'), { force: true });
    const printed = await must(['packages/gateway/bin/yingji.js', 'token', 'create', '--actor', 'duty-1', '--name', '李*', '--tokens', join(demo, 'tokens.json')]);
    writeFileSync(join(demo, 'token'), `${printed.split('\n')[0]}\n`, { mode: 0o600 });
  }
  const config = {
    city: { name: '新竹社区' },
    listen: { host: '127.0.0.1', port: ports.gateway },
    store: { file: join(demo, 'city.db'), keyFile: join(demo, 'vault.key') },
    origins: [`http://127.0.0.1:${ports.portal}`, `http://localhost:${ports.portal}`],
    auth: { tokens: join(demo, 'tokens.json') },
    feeds: [
      { use: 'table', source: 'divisions', config: { kind: 'place', file: join(root, 'examples/xinzhu-portal/data/nanning-districts.geojson'), scheme: 'division' } },
      { use: 'table', source: 'places', config: { kind: 'place', file: join(demo, 'places.csv'), places: 'places' } },
      { use: 'table', source: 'registry', config: { kind: 'device', file: join(demo, 'devices.csv'), places: 'places' } },
      { use: 'gbt26875', source: 'fire', exercise: 'xinzhu-demo', config: { port: ports.fire } },
      { use: 'cap', source: 'cap', config: { folder: join(demo, 'cap') } },
    ],
  };
  // JSON is YAML too.
  writeFileSync(join(demo, 'gateway.yaml'), JSON.stringify(config, null, 2));
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

try {
  if (!installed()) {
    step(1, '安装依赖 / installing');
    await install();
  } else step(1, '依赖已就绪 / dependencies are there');
  const { build, built } = await import('./build.mjs');
  if (!built()) {
    step(2, '编译 / building');
    await build();
  } else step(2, '编译已是最新 / build is up to date');
  const [gateway, portal, fire] = await Promise.all([freePort(8110), freePort(8120), freePort(5026)]);
  step(3, '准备演示数据 / preparing the demo');
  await prepare({ gateway, portal, fire });
  step(4, '启动 / starting');
  const url = `http://127.0.0.1:${gateway}`;
  start('gateway', ['packages/gateway/bin/yingji.js', 'serve', '--config', join(demo, 'gateway.yaml')]);
  await healthy(`${url}/healthz`);
  start('portal', ['examples/xinzhu-portal/server.js', '--port', String(portal), '--gateway', url, '--token-file', join(demo, 'token')]);
  await healthy(`http://127.0.0.1:${portal}/`);
  if (!values.quiet) start('field', ['examples/field/field.js', '--fire', `127.0.0.1:${fire}`, '--cap', join(demo, 'cap'), '--speed', values.speed, '--seed', '1']);
  say('');
  say(`新竹社区智慧平台 → http://127.0.0.1:${portal}/safety`);
  say(`（${((performance.now() - began) / 1000).toFixed(1)} s；数据均为演练；Ctrl-C 停止 / all data is an exercise, Ctrl-C stops）`);
} catch (error) {
  say(`✖ ${error.message}`);
  await stop(1);
}
