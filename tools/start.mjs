// npm start: a whole demo city on this machine. Needs only Node and npm; does its own set-up. `-- --quiet`: no simulated outside world.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { playDesk } from './lib/demo-desk.mjs';
import { HOST_FLAGS } from './lib/host-flags.mjs';
import { install, installed, newest, root, run, tooOld } from './lib/run.mjs';

const options = {
  quiet: { type: 'boolean', default: false },
  speed: { type: 'string', default: '20' },
  from: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  var: { type: 'string', default: join(root, 'var') },
  help: { type: 'boolean', default: false },
};

/** What was asked for; a word that means nothing here ends it, and says so. */
function asked() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    process.stderr.write(`✖ ${error.message}\n  npm start -- --help 列出全部选项 / lists all options\n`);
    process.exit(2);
  }
}

const values = asked();
if (values.help) {
  process.stdout.write(`npm start -- [选项]
  --quiet    不演外部世界：没有演练警情和预警 / no simulated alarms and warnings
  --speed N  情景比实时快几倍，默认 20 / how many times faster than real the scene plays
  --from N   另起一场，从情景第几分钟演起 / begin another evening at this minute of the scene
             不给：上次中断的接着演，否则从 95 起，约半分钟后第一起火警 / left out: the one broken off goes on, else 95
  --fresh    清除以前的演示记录 / forget what earlier starts recorded
  --var DIR  记录和日志放在哪里，默认 var / where records and logs go
`);
  process.exit(0);
}
const old = tooOld();
if (old) {
  process.stderr.write(`${old}\n`);
  process.exit(1);
}

const place = resolve(values.var);
const demo = join(place, 'demo');
const logs = join(place, 'log');
const running = join(place, 'running.json');
const began = performance.now();
const say = (text) => process.stdout.write(`${text}\n`);
const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
const step = (n, text) => say(`[${n}/4] ${text} (${seconds()})`);
const flags = (options) => Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
const yingji = join('packages', 'gateway', 'bin', 'yingji.js');

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
  const ended = new Promise((resolve) => child.once('close', (code) => log.end(() => resolve(code))));
  children.push({ child, ended });
  void ended.then((code) => {
    if (stopping) return;
    say(`✖ ${name} 意外退出（${code}），最后的输出如下，全文见 ${file} / ended by itself, its last words:`);
    say(readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n'));
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
  if (children.length > 0) rmSync(running, { force: true });
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

/** The page of another start over the same records, if one runs. */
async function elsewhere() {
  if (!existsSync(running)) return undefined;
  const { pid, page } = JSON.parse(readFileSync(running, 'utf8'));
  try {
    process.kill(pid, 0);
    return (await fetch(page)).ok ? page : undefined;
  } catch {
    // Killed before it could tidy up.
    return undefined;
  }
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
  const field = join('examples', 'field');
  const registry = join(demo, 'devices.csv');
  if (newest([registry]) <= newest([join(root, field, 'registry.js'), join(root, field, 'src')])) {
    const town = { out: demo, seed: 1, district: 'place/divisions/450103' };
    await must([join(field, 'registry.js'), ...flags(town)]);
  }
  if (!existsSync(join(demo, 'token'))) {
    const tokens = join(demo, 'tokens.json');
    rmSync(tokens, { force: true });
    const printed = await must([yingji, 'token', 'create', ...flags({ actor: 'duty-1', name: '李*', tokens })]);
    writeFileSync(join(demo, 'token'), `${printed.split('\n')[0]}\n`, { mode: 0o600 });
  }
  const registers = join(root, 'examples/xinzhu-portal/data');
  const config = {
    city: { name: '新竹社区' },
    listen: { host: '127.0.0.1', port: ports.gateway },
    store: { file: join(demo, 'city.db'), keyFile: join(demo, 'vault.key') },
    origins: [`http://127.0.0.1:${ports.portal}`, `http://localhost:${ports.portal}`],
    auth: { tokens: join(demo, 'tokens.json') },
    feeds: [
      {
        use: 'table',
        source: 'divisions',
        title: { zh: '城区边界', en: 'Districts' },
        config: {
          kind: 'place',
          file: join(registers, 'nanning-districts.geojson'),
          scheme: 'division',
        },
      },
      {
        use: 'table',
        source: 'places',
        title: { zh: '社区与建筑', en: 'Places' },
        config: { kind: 'place', file: join(demo, 'places.csv'), places: 'places' },
      },
      {
        use: 'table',
        source: 'registry',
        title: { zh: '消防设备台账', en: 'Fire detectors' },
        // Devices of the drill: its fire alarms keep no real ones fresh.
        exercise: 'xinzhu-demo',
        config: { kind: 'device', file: join(demo, 'devices.csv'), places: 'places' },
      },
      {
        use: 'table',
        source: 'grids',
        title: { zh: '网格', en: 'Grids' },
        config: { kind: 'place', file: join(registers, 'grids.csv'), places: 'divisions' },
      },
      {
        use: 'table',
        source: 'people',
        title: { zh: '值守人员', en: 'People on duty' },
        exercise: 'xinzhu-demo',
        config: { kind: 'responder', file: join(registers, 'people.csv'), places: 'grids' },
      },
      {
        use: 'table',
        source: 'facilities',
        title: { zh: '应急设施', en: 'Facilities' },
        exercise: 'xinzhu-demo',
        config: { kind: 'facility', file: join(registers, 'facilities.csv'), places: 'places' },
      },
      {
        use: 'table',
        source: 'stock',
        title: { zh: '应急物资', en: 'Supplies' },
        exercise: 'xinzhu-demo',
        config: {
          kind: 'stock',
          file: join(registers, 'stock.csv'),
          sources: { facility: 'facilities' },
          openingAt: '2026-01-01T08:00:00+08:00',
        },
      },
      { use: 'gbt26875', source: 'fire', exercise: 'xinzhu-demo', config: { port: ports.fire } },
      // Of the same drill as the people who are called about its warnings.
      { use: 'cap', source: 'cap', exercise: 'xinzhu-demo', config: { folder: join(demo, 'cap') } },
    ],
  };
  // JSON is YAML too.
  writeFileSync(join(demo, 'gateway.yaml'), JSON.stringify(config, null, 2));
}

// SIGHUP: the terminal was closed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

/** Runs something long, with a sign of life every ten seconds. */
async function patiently(work) {
  const alive = setInterval(() => say(`      … ${seconds()}`), 10_000);
  try {
    await work();
  } finally {
    clearInterval(alive);
  }
}

try {
  if (!installed()) {
    step(1, '安装依赖 / installing');
    await patiently(install);
  } else step(1, '依赖已就绪 / dependencies are there');
  const { build, built } = await import('./build.mjs');
  if (!built()) {
    step(2, '编译 / building');
    await patiently(build);
  } else step(2, '编译已是最新 / build is up to date');
  const other = await elsewhere();
  if (other) {
    say(`已在运行 / runs already → ${other}`);
    process.exit(1);
  }
  const [gateway, portal, fire] = await Promise.all([freePort(8110), freePort(8120), freePort(5026)]);
  step(3, '准备演示数据 / preparing the demo');
  const kept = !values.fresh && existsSync(join(demo, 'city.db'));
  await prepare({ gateway, portal, fire });
  step(4, '启动 / starting');
  const url = `http://127.0.0.1:${gateway}`;
  const page = `http://127.0.0.1:${portal}`;
  start('gateway', [...HOST_FLAGS, yingji, 'serve', '--config', join(demo, 'gateway.yaml')]);
  await healthy(`${url}/healthz`);
  const server = join('examples', 'xinzhu-portal', 'server.js');
  start('portal', [server, ...flags({ port: portal, gateway: url, 'token-file': join(demo, 'token') })]);
  await healthy(`${page}/`);
  writeFileSync(running, JSON.stringify({ pid: process.pid, page: `${page}/safety` }));
  const { speed, from = '95' } = values;
  const diary = join(demo, 'evening.json');
  const outside = { fire: `127.0.0.1:${fire}`, cap: join(demo, 'cap'), diary, speed, from, seed: 1 };
  const anew = values.from === undefined ? [] : ['--anew'];
  if (!values.quiet) start('field', [join('examples', 'field', 'field.js'), ...flags(outside), ...anew]);
  const token = readFileSync(join(demo, 'token'), 'utf8').trim();
  playDesk({ url, token, stopped: () => stopping }, !values.quiet).catch((error) => {
    if (!stopping) say(`✖ 值班和叫应未能演出 / duty and call-up are not played: ${error.message}`);
  });
  const notes = ['Ctrl-C 停止 / stops', `日志 / logs: ${logs}`];
  if (kept) notes.unshift('沿用以前的记录，--fresh 清除 / records of earlier starts are kept, --fresh forgets them');
  if (!values.quiet) notes.unshift('全部为演练数据 / all data is an exercise');
  say(`\n新竹社区智慧平台 → ${page}/safety\n（${seconds()}）\n${notes.join('\n')}`);
} catch (error) {
  if (!stopping) {
    say(`✖ ${error.message}`);
    await stop(1);
  }
}
