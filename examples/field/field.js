#!/usr/bin/env node
// Plays the outside world: fire alarm devices over TCP and warnings as CAP files. All of it is an exercise (演练).
import { createInterface } from 'node:readline';
import { readAddress, readArguments } from './src/arguments.js';
import { playField } from './src/play.js';

const USAGE = `用法: node field.js [--fire HOST:PORT] [--cap FOLDER] [选项]

  --fire HOST:PORT   城市消防远程监控中心（GB/T 26875.3, TCP）
  --cap FOLDER       CAP 1.2 预警文件写到这个文件夹
  --speed N          情景快慢，1 为实时（默认 60）
  --seed N           随机种子（默认 1），要和 registry.js 一致
  --devices N        探测器数量（默认 13000），要和 registry.js 一致
  --from N           从情景第几分钟演起，之前的预警立即补发（默认 -25）
  --scene FILE       另一份情景
  --diary FILE       记下演到哪里：中断后再启动就接着演；新的一场开始前，先解除上一场留下的预警
  --anew             不接着演，开始新的一场
  --quiet-start      设备先上线待命；标准输入收到 start 一行后才开始
  --no-background    不演平日的故障、误报和不规范报文
  --once             情景演完就退出（有报文未确认时退出码为 1）
`;

/** @param {AbortSignal} signal */
function startLine(signal) {
  const lines = createInterface({ input: process.stdin });
  return new Promise((resolve) => {
    const done = () => (lines.close(), process.stdin.unref?.(), resolve(undefined));
    lines.on('line', (line) => line.trim() === 'start' && done());
    signal.addEventListener('abort', done, { once: true });
  });
}

/** @param {readonly string[]} args */
async function main(args) {
  const given = readArguments(args, {
    fire: 'text',
    cap: 'text',
    speed: 'number',
    seed: 'number',
    devices: 'number',
    from: 'number',
    scene: 'text',
    diary: 'text',
    anew: 'switch',
    'quiet-start': 'switch',
    'no-background': 'switch',
    once: 'switch',
    help: 'switch',
  });
  if (given.help) return void process.stdout.write(USAGE);
  if (given.fire === undefined && given.cap === undefined) throw new RangeError('Give --fire, --cap or both.');
  const { speed = 60, seed = 1, devices = 13_000, from = -25 } = given;
  if (!(speed > 0)) throw new RangeError('--speed wants a number above 0.');
  const stop = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(name, () => stop.abort());
  const { failed } = await playField({
    fire: given.fire === undefined ? undefined : readAddress(given.fire),
    cap: given.cap,
    scene: given.scene,
    diary: given.diary,
    anew: given.anew ?? false,
    seed,
    devices,
    speed,
    from,
    signal: stop.signal,
    once: given.once ?? false,
    background: !given['no-background'],
    ...(given['quiet-start'] && { begin: startLine(stop.signal) }),
    log: (line) => process.stdout.write(`${line}\n`),
  });
  for (const line of failed) process.stderr.write(`未确认 ${line}\n`);
  if (given.once && failed.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(error instanceof RangeError ? `${error.message}\n\n${USAGE}` : `${error.stack}\n`);
  process.exitCode = error instanceof RangeError ? 2 : 1;
});
