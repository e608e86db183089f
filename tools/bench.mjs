// npm run bench: speed of the built public entries beside the best peers, in one run. `-- --only NAME --json FILE --quick --strict`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, measure } from '../bench/harness.mjs';
import { build, built } from './build.mjs';
import { HOST_FLAGS } from './lib/host-flags.mjs';
import { root } from './lib/run.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
  },
});
if (!built()) await build();

const plan = values.quick ? { rounds: 3, ms: 50 } : { rounds: 9, ms: 250 };
const short = (n) =>
  n >= 1e6 ? `${(n / 1e6).toFixed(2)} M` : n >= 1e4 ? `${(n / 1e3).toFixed(1)} k` : n.toFixed(n < 100 ? 2 : 0);
const results = [];

/** What a host does is measured in a process of its own that is started as the README starts one. It prints its lines itself. */
function asHost(name) {
  const folder = mkdtempSync(join(tmpdir(), 'yingji-bench-'));
  const json = join(folder, 'results.json');
  const own = [join(root, 'tools', 'bench.mjs'), '--only', name, '--json', json, ...(values.quick ? ['--quick'] : [])];
  try {
    const { status, signal } = spawnSync(process.execPath, [...HOST_FLAGS, ...own], { cwd: root, stdio: 'inherit' });
    if (status !== 0) throw new Error(`the bench ${name} ended with ${status ?? signal}`);
    return JSON.parse(readFileSync(json, 'utf8')).results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const file of readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.bench.mjs'))
  .sort()) {
  const { bench } = await import(pathToFileURL(join(root, 'bench', file)).href);
  if (values.only && !values.only.includes(bench.name)) continue;
  if (bench.host && !HOST_FLAGS.every((flag) => process.execArgv.includes(flag))) {
    results.push(...asHost(bench.name));
    continue;
  }
  const result = await measure(bench, plan);
  results.push(result);
  process.stdout.write(`\n${result.name}\n`);
  for (const [name, { median, low, high }] of Object.entries(result.figures))
    process.stdout.write(`  ${name.padEnd(44)} ${short(median).padStart(10)}/s   (${short(low)} – ${short(high)})\n`);
  for (const [name, value] of Object.entries(result.notes ?? {})) process.stdout.write(`  ${name}: ${value}\n`);
  for (const { ours, peer, atLeast, note, atMost, reached, met } of result.goals) {
    const what =
      note !== undefined
        ? `${note}: ${reached}, goal at most ${atMost}`
        : peer === undefined
          ? `${ours}: ${short(reached)}/s, goal ${short(atLeast)}/s`
          : `${ours} = ${reached.toFixed(2)} × ${peer}, goal ${atLeast} ×`;
    process.stdout.write(`  ${met ? '✔' : '✖'} ${what}\n`);
  }
}
const report = { machine: machine(), plan, results };
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (values.strict && results.some(({ goals }) => goals.some(({ met }) => !met))) process.exitCode = 1;
