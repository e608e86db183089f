// What a feed costs while nothing comes: one of ours, and one from outside in a thread of its own with all it imports; and how long
// such a thread takes until its feed is open. What the whole process takes is told beside it, since much of a thread is outside every heap.
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createCity, createMemoryStore, systemClock, systemIds } from '@yingji/core';
import { createGateway, feedLoaders } from '@yingji/gateway';

const INLINE = 100;
const ISOLATED = 8;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HEAP = 'heap of an idle feed of ours, KB (mean of 100)';
const ISOLATED_HEAP = 'heap and buffers of an idle feed from outside, MB (mean of 8)';
const RESIDENT = 'all that the process takes for one, MB (mean of 8)';
const START = 'start of a feed from outside until it is open, ms (median)';

setFlagsFromString('--expose_gc');
const gc = runInNewContext('gc');

function used(what) {
  gc();
  gc();
  return process.memoryUsage()[what];
}

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** A city whose idle feeds all listen; what is alive with them, and without. */
async function heapOf(count) {
  const gbt26875 = await feedLoaders.gbt26875();
  const feeds = Array.from({ length: count }, (_, i) => {
    const made = gbt26875.configure({ port: 0 });
    if ('issues' in made) throw new Error(JSON.stringify(made.issues));
    return { feed: made.feed, source: `fire-${i}` };
  });
  const city = await createCity({ ...createMemoryStore({ clock: systemClock, ids: systemIds }), feeds });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const bytes = used('heapUsed');
  await city.close();
  return bytes;
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const listens = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });

/** The idle feed where somebody has installed it, in a folder of its own. */
function install(folder) {
  for (const part of ['bench/idle-feed', 'examples/04-own-adapter'])
    cpSync(join(ROOT, part), join(folder, part), {
      recursive: true,
      filter: (from) => !from.includes('node_modules', ROOT.length),
    });
  mkdirSync(join(folder, 'node_modules'));
  const core = dirname(realpathSync(fileURLToPath(import.meta.resolve('@yingji/core'))));
  symlinkSync(join(ROOT, 'node_modules/@yingji'), join(folder, 'node_modules/@yingji'));
  symlinkSync(dirname(createRequire(join(core, 'x.js')).resolve('zod/package.json')), join(folder, 'node_modules/zod'));
  return join(folder, 'bench/idle-feed');
}

/** A gateway with so many feeds from outside, open; gives what the process holds, and how long each took. */
async function threadsOf(count) {
  const folder = mkdtempSync(join(tmpdir(), 'yingji-bench-'));
  const ports = await freePorts(count);
  const use = install(folder);
  const feeds = ports.map((port, i) => ({ use, source: `gas-${i}`, config: { port } }));
  const held = [];
  const began = performance.now();
  const gateway = await createGateway(
    {
      city: { name: 'bench' },
      listen: { port: 0 },
      store: { file: join(folder, 'city.db'), keyFile: join(folder, 'vault.key') },
      feeds,
    },
    { logger: { write: (_, code, data) => code === 'holds' && held.push(data.bytes) } },
  );
  for (const { config } of feeds)
    while (!(await listens(config.port))) await new Promise((resolve) => setTimeout(resolve, 2));
  const ms = performance.now() - began;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const bytes = used('rss');
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
  return { bytes, ms, held };
}

export const bench = {
  name: 'feeds',
  goals: [
    { note: HEAP, atMost: 200 },
    { note: ISOLATED_HEAP, atMost: 20 },
  ],
  prepare: () =>
    Promise.resolve({
      cases: {},
      async notes() {
        // The first of each loads what all share.
        await heapOf(1);
        await threadsOf(1);
        const none = await heapOf(0);
        const many = await heapOf(INLINE);
        const starts = [];
        for (let i = 0; i < 5; i += 1) {
          const without = await threadsOf(0);
          starts.push((await threadsOf(1)).ms - without.ms);
        }
        const [one, all] = [await threadsOf(1), await threadsOf(1 + ISOLATED)];
        if (all.held.length !== 1 + ISOLATED) throw new Error(`${all.held.length} feeds have said what they hold`);
        return {
          [HEAP]: Number(((many - none) / INLINE / 1024).toFixed(1)),
          [ISOLATED_HEAP]: Number((all.held.reduce((a, b) => a + b, 0) / all.held.length / 1_048_576).toFixed(1)),
          [RESIDENT]: Number(((all.bytes - one.bytes) / ISOLATED / 1_048_576).toFixed(1)),
          [START]: Math.round(middle(starts)),
        };
      },
    }),
};
