// Durable intake, the whole way: a feed's deliveries through checks, stamps, one commit, the live view with a subscribed query,
// and back as a confirmation. SQLite with WAL and full sync, 13,000 devices registered.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCity, entityId, systemClock } from '@yingji/core';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';

const DEVICES = 13_000;
const A_ROUND = 5000;
/** The rate at which the wait for a confirmation is measured, a second; every few milliseconds some, as lines deliver. */
const STEADY = { rate: 20_000, everyMs: 5, seconds: 2, rounds: 7 };
const P99 = 'p99 of a confirmation at 20,000 events a second, ms (median of the rounds)';
const deviceId = (n) => entityId('device', 'registry', String(n));

/** A feed that delivers what it is handed, and resolves when all of that is settled. */
function handFed(source, times) {
  let queue = [];
  let taken = 0;
  const waiting = new Map();
  let wake = () => undefined;
  let token = 0;
  async function* deliveries(stop) {
    stop.addEventListener('abort', () => wake(), { once: true });
    while (!stop.aborted) {
      const next = queue[taken];
      if (next) {
        taken += 1;
        token += 1;
        next.since ??= performance.now();
        waiting.set(token, next);
        yield next.make(token);
      } else {
        [queue, taken] = [[], 0];
        await new Promise((resolve) => (wake = resolve));
      }
    }
  }
  const settle = (of, verdict) => {
    if (verdict !== 'stored') throw new Error(`${source}: ${verdict}`);
    const one = waiting.get(of);
    waiting.delete(of);
    times.push(performance.now() - one.since);
    one.told();
  };
  const feed = {
    id: source,
    contract: 1,
    title: { zh: source, en: source },
    ordering: { by: 'arrival' },
    canRefuse: true,
    open: (context, stop) => (
      context.status('open'),
      Promise.resolve({ deliveries: deliveries(stop), settle, closed: Promise.resolve() })
    ),
  };
  /**
   * `handed`: a wait begins when the message is handed over, and not when the runner takes it off a line that is full. One promise
   * for all of them: what is measured is no work of ours.
   */
  const deliver = (makes, { handed = false } = {}) =>
    new Promise((resolve) => {
      let left = makes.length;
      const told = () => (left -= 1) === 0 && resolve();
      const now = performance.now();
      for (const make of makes) queue.push({ make, since: handed ? now : undefined, told });
      wake();
    });
  return { feed, deliver };
}

/** Takes all times out of the list. */
function quantiles(times) {
  const sorted = times.splice(0).sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.floor(sorted.length * share)].toFixed(1));
  return { p50: at(0.5), p99: at(0.99) };
}

const middle = (sorted) => sorted[sorted.length >> 1];

const draft = (kind, id, value) => ({ v: 1, kind, id, at: systemClock.now(), basis: 'stated', body: { value } });
const message = (token, key, drafts) => ({
  token,
  key,
  receivedAt: systemClock.now(),
  drafts,
  issues: [],
  outcome: 'good',
});

export const bench = {
  name: 'city',
  host: true,
  goals: [
    { ours: 'events stored and confirmed', atLeast: 20_000 },
    { note: P99, atMost: 50 },
  ],
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-bench-'));
    const sqlite = await createSqliteStore({
      file: join(folder, 'city.db'),
      keyFile: join(folder, 'vault.key'),
      clock: systemClock,
    });
    const times = [];
    const [registry, fire] = [handFed('registry', []), handFed('fire', times)];
    const feeds = [
      { feed: registry.feed, source: 'registry' },
      { feed: fire.feed, source: 'fire' },
    ];
    const city = await createCity({ store: sqlite.store, vault: sqlite.vault, feeds });
    const device = (n) =>
      draft('device', deviceId(n), {
        type: 'smoke-detector',
        native: String(n),
        contract: { by: 'event' },
        position: [108.35, 22.82],
      });
    await registry.deliver([
      (token) =>
        message(
          token,
          'register',
          Array.from({ length: DEVICES }, (_, n) => device(n)),
        ),
    ]);
    let changed = 0;
    city.view.select({ kind: 'device' }).subscribe(({ put }) => (changed += put.length));
    let n = 0;
    const event = (token) => {
      n += 1;
      const value = { device: deviceId(n % DEVICES), quantity: 'component-state', value: ['fault'], quality: 'good' };
      return message(token, `m${n}`, [draft('observation', entityId('observation', 'fire', String(n)), value)]);
    };
    const round = () => fire.deliver(Array.from({ length: A_ROUND }, () => event)).then(() => A_ROUND);
    /** One round at a steady rate. */
    async function offered() {
      const underway = [];
      const each = (STEADY.rate * STEADY.everyMs) / 1000;
      const began = performance.now();
      for (let sent = 0; sent < STEADY.rate * STEADY.seconds;) {
        // A step that comes late is made up for, or the rate would sink just when it is hard.
        const due = Math.floor((performance.now() - began) / STEADY.everyMs + 1) * each;
        if (due > sent)
          underway.push(
            fire.deliver(
              Array.from({ length: due - sent }, () => event),
              { handed: true },
            ),
          );
        sent = Math.max(sent, due);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await Promise.all(underway);
      return quantiles(times);
    }
    return {
      cases: { 'events stored and confirmed': round },
      async check() {
        const before = city.view.at;
        await round();
        if (city.view.at - before !== A_ROUND)
          throw new Error(`${city.view.at - before} of ${A_ROUND} events are in the log`);
        if (changed < A_ROUND) throw new Error('the subscribed query did not hear of every event');
        times.length = 0;
      },
      async notes() {
        const full = quantiles(times);
        const steady = [];
        for (let i = 0; i < STEADY.rounds; i += 1) steady.push(await offered());
        const [p50s, p99s] = ['p50', 'p99'].map((key) => steady.map((of) => of[key]).sort((a, b) => a - b));
        return {
          'p50 of a confirmation, line always full, ms': full.p50,
          'p99 of a confirmation, line always full, ms': full.p99,
          'p50 of a confirmation at 20,000 events a second, ms (median of the rounds)': middle(p50s),
          [P99]: middle(p99s),
          'p99 of each round, ms': p99s.join(' '),
        };
      },
      async close() {
        await city.close();
        await sqlite.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
