// Devices over TCP, the whole way: frames of GB/T 26875.3, decoded and mapped, into SQLite (WAL, full sync) and the view with a
// subscribed query, and only then confirmed by a frame of the protocol. A message is one object of a frame (one detector's state): one
// row of the log. The devices, 300 connections with one unconfirmed frame each, are one process of their own on the same cores.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCity, createPushFeed, entityId, systemClock } from '@yingji/core';
import { gbt26875 } from '@yingji/adapters/gbt26875';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';
import { DETECTORS, MOST, nativeOf, TRANSMITTERS } from './tcp/town.mjs';

const FULL = `messages, ${MOST} a frame, line always full`;
const SINGLE = 'messages, one a frame, line always full';
/** Messages of a round, and the rate at which the wait for a confirmation is measured. */
const A_ROUND = { [MOST]: 22_000, 1: 8_000 };
const STEADY = { rate: 50_000, seconds: 2, rounds: 7 };
const P99 = 'p99 from sending to the confirmation at 50,000 messages a second, ms (median of the rounds)';

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

async function freshCity(folder) {
  const sqlite = await createSqliteStore({
    file: join(folder, 'city.db'),
    keyFile: join(folder, 'vault.key'),
    clock: systemClock,
  });
  const { journalMode, synchronous } = await sqlite.facts();
  if (journalMode !== 'wal' || synchronous !== 2)
    throw new Error(`not durable: ${journalMode}, synchronous ${synchronous}`);
  const registry = createPushFeed({ id: 'registry', title: { zh: '台账', en: 'Register' } });
  const { feed } = gbt26875.configure({ port: 0 });
  let listening;
  const port = new Promise((resolve) => (listening = resolve));
  /** The feed as it is; what is looked up is only where it listens. */
  const fire = { ...feed, open: (...how) => feed.open(...how).then((session) => (listening(session.port), session)) };
  const city = await createCity({
    ...{ store: sqlite.store, vault: sqlite.vault },
    feeds: [
      { feed: registry.feed, source: 'registry' },
      { feed: fire, source: 'fire' },
    ],
  });
  const at = systemClock.now();
  const drafts = Array.from({ length: TRANSMITTERS * DETECTORS }, (_, i) => {
    const native = nativeOf(Math.floor(i / DETECTORS), i % DETECTORS);
    const value = { type: 'smoke-detector', native, contract: { by: 'event' }, position: [108.35, 22.82] };
    return { v: 1, kind: 'device', id: entityId('device', 'registry', native), at, basis: 'stated', body: { value } };
  });
  await registry.push({ key: 'register', receivedAt: at, drafts });
  const close = () => city.close().then(() => sqlite.close());
  return { city, port: await port, close };
}

export const bench = {
  name: 'tcp',
  host: true,
  goals: [
    { ours: FULL, atLeast: 50_000 },
    { note: P99, atMost: 50 },
  ],
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-bench-'));
    const { city, port, close } = await freshCity(folder);
    let shown = 0;
    city.view.select({ kind: 'device' }).subscribe(({ put }) => (shown += put.length));
    const load = fork(new URL('tcp/load.mjs', import.meta.url), { execArgv: [] });
    load.send({ port });
    await once(load, 'message');

    /** Plays so many messages; what it took, the devices' process and this one. */
    async function play(messages, objects, rate) {
      const cpu = process.cpuUsage();
      const frames = Math.ceil(messages / objects);
      load.send({ objects, frames, ...(rate && { framesPerSecond: rate / objects }) });
      const [told] = await once(load, 'message');
      const { user, system } = process.cpuUsage(cpu);
      const done = frames * objects;
      return { ...told, done, perSecond: (done * 1000) / told.ms, ownMs: (user + system) / 1000 };
    }

    const kept = { [MOST]: [], 1: [] };
    const full = async (objects) => {
      const round = await play(A_ROUND[objects], objects);
      kept[objects].push(round);
      return round.done;
    };
    const tell = (rounds, objects) => {
      const of = (figure) => middle(rounds.map(figure));
      return {
        'frames a second': Math.round(of(({ perSecond }) => perSecond / objects)),
        'CPU of the devices, % of one core': Math.round(of(({ cpuMs, ms }) => (100 * cpuMs) / ms)),
        'CPU of the host, all threads, % of one core': Math.round(of(({ ownMs, ms }) => (100 * ownMs) / ms)),
        'CPU of the host, µs a message': Number(of(({ ownMs, done }) => (1000 * ownMs) / done).toFixed(1)),
        'p50 of a confirmation, ms': Number(of(({ p50 }) => p50).toFixed(1)),
        'p99 of a confirmation, ms': Number(of(({ p99 }) => p99).toFixed(1)),
      };
    };
    const named = (what, figures) =>
      Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${what}: ${name}`, value]));

    return {
      cases: { [FULL]: () => full(MOST), [SINGLE]: () => full(1) },
      async check() {
        const [before, seen] = [city.view.at, shown];
        for (const objects of [MOST, 1]) await full(objects);
        const sent = kept[MOST][0].done + kept[1][0].done;
        if (city.view.at - before < sent)
          throw new Error(`${city.view.at - before} of ${sent} messages are in the log`);
        if (shown - seen < sent / 2) throw new Error('the subscribed query did not hear of them');
        const [{ value }] = city.view.find({ kind: 'observation', top: 1 });
        if (!value.device.startsWith('device/registry/')) throw new Error(`not of the register: ${value.device}`);
        for (const list of Object.values(kept)) list.length = 0;
      },
      async notes() {
        const steady = [];
        for (let i = 0; i < STEADY.rounds; i += 1)
          steady.push(await play(STEADY.rate * STEADY.seconds, MOST, STEADY.rate));
        const p99s = steady.map(({ p99 }) => p99);
        return {
          ...named(FULL, tell(kept[MOST], MOST)),
          ...named(SINGLE, tell(kept[1], 1)),
          ...named('offered 50,000 a second', tell(steady, MOST)),
          [P99]: Number(middle(p99s).toFixed(1)),
          'p99 of each round, ms': p99s.map((ms) => ms.toFixed(1)).join(' '),
          'messages a second that were kept': Math.round(middle(steady.map(({ perSecond }) => perSecond))),
        };
      },
      async close() {
        load.kill();
        await close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
