// Devices over MQTT, the whole way: a message of a broker by QoS 1, decoded by its profile, into SQLite (WAL, full sync) and the view, and
// only then confirmed (PUBACK). Broker and devices are one process of their own on the same cores.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCity, systemClock } from '@yingji/core';
import { mqtt } from '@yingji/adapters/mqtt';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';

const A_ROUND = 8_000;
const ONE = 'messages of one reading, confirmed after their commit';
const THREE = 'messages of three readings, confirmed after their commit';
const middle = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

export const bench = {
  name: 'mqtt',
  host: true,
  goals: [{ ours: ONE, atLeast: 8_000 }],
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-bench-'));
    const load = fork(new URL('mqtt/load.mjs', import.meta.url));
    const [{ port }] = await once(load, 'message');
    const sqlite = await createSqliteStore({
      file: join(folder, 'city.db'),
      keyFile: join(folder, 'vault.key'),
      clock: systemClock,
    });
    const { feed } = mqtt.configure({
      from: { url: `mqtt://127.0.0.1:${port}`, version: '3.1.1', clientId: 'host' },
      routes: [{ as: 'device', topic: 'city/smoke/{device}', profile: 'smoke-detector' }],
    });
    const city = await createCity({ store: sqlite.store, vault: sqlite.vault, feeds: [{ feed, source: 'iot' }] });
    await once(load, 'message');
    const own = { cpuMs: [], loadMs: [], eachUs: [], p99: [] };
    async function round(readings) {
      const cpu = process.cpuUsage();
      load.send({ count: A_ROUND, readings });
      const [{ ms, cpuMs, p99 }] = await once(load, 'message');
      const { user, system } = process.cpuUsage(cpu);
      if (readings === 'one') {
        own.cpuMs.push((user + system) / 10 / ms);
        own.eachUs.push((user + system) / A_ROUND);
        own.loadMs.push((100 * cpuMs) / ms);
        own.p99.push(p99);
      }
      return A_ROUND;
    }
    return {
      cases: { [ONE]: () => round('one'), [THREE]: () => round('three') },
      async check() {
        // The first one also tells that the feed is live.
        await round('one');
        const before = city.view.at;
        await round('one');
        const came = city.view.at - before;
        if (came !== A_ROUND) throw new Error(`${came} of ${A_ROUND} readings are in the log`);
        for (const list of Object.values(own)) list.length = 0;
      },
      notes: () => ({
        'CPU of broker and devices, % of one core': Math.round(middle(own.loadMs)),
        'CPU of the host, % of one core': Math.round(middle(own.cpuMs)),
        'CPU of the host, all threads, µs a message': Math.round(middle(own.eachUs)),
        'p99 from publishing to the PUBACK of the host, line always full, ms': Math.round(middle(own.p99)),
      }),
      async close() {
        await city.close();
        await sqlite.close();
        load.kill();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
