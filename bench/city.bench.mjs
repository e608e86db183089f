// Durable intake, the whole way: a feed's deliveries through checks, stamps, one commit, the live view with a subscribed query,
// and back as a confirmation. SQLite with WAL and full sync, 13,000 devices registered.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCity, entityId, systemClock } from '@yingji/core';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';

const DEVICES = 13_000;
const A_ROUND = 5000;
const deviceId = (n) => entityId('device', 'registry', String(n));

/** A feed that delivers what it is handed, and resolves when all of that is settled. */
function handFed(source, times) {
  const queue = [];
  const waiting = new Map();
  let wake = () => undefined;
  let token = 0;
  async function* deliveries(stop) {
    stop.addEventListener('abort', () => wake(), { once: true });
    while (!stop.aborted) {
      const next = queue.shift();
      if (next) yield { ...next(), token: next.token };
      else await new Promise((resolve) => (wake = resolve));
    }
  }
  const settle = (of, verdict) => {
    if (verdict !== 'stored') throw new Error(`${source}: ${verdict}`);
    waiting.get(of)();
    waiting.delete(of);
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
  const deliver = (makes) =>
    Promise.all(
      makes.map(
        (make) =>
          new Promise((resolve) => {
            const of = (token += 1);
            let since = 0;
            // The clock of a message starts when the runner takes it off the line, as a device's would.
            const taken = () => ((since = performance.now()), make());
            waiting.set(of, () => (times.push(performance.now() - since), resolve()));
            queue.push(Object.assign(taken, { token: of }));
            wake();
          }),
      ),
    );
  return { feed, deliver };
}

const draft = (kind, id, value) => ({ v: 1, kind, id, at: systemClock.now(), basis: 'stated', body: { value } });
const message = (key, drafts) => ({ key, receivedAt: systemClock.now(), drafts, issues: [], outcome: 'good' });

export const bench = {
  name: 'city',
  goals: [{ ours: 'events stored and confirmed', atLeast: 20_000 }],
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-bench-'));
    const sqlite = createSqliteStore({
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
      () =>
        message(
          'register',
          Array.from({ length: DEVICES }, (_, n) => device(n)),
        ),
    ]);
    let changed = 0;
    city.view.select({ kind: 'device' }).subscribe(({ put }) => (changed += put.length));
    let n = 0;
    const event = () => {
      n += 1;
      const value = { device: deviceId(n % DEVICES), quantity: 'component-state', value: ['fault'], quality: 'good' };
      return message(`m${n}`, [draft('observation', entityId('observation', 'fire', String(n)), value)]);
    };
    const round = () => fire.deliver(Array.from({ length: A_ROUND }, () => event)).then(() => A_ROUND);
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
      notes() {
        const sorted = times.sort((a, b) => a - b);
        return {
          'p50 of a confirmation': `${sorted[sorted.length >> 1].toFixed(1)} ms`,
          'p99 of a confirmation, line always full': `${sorted[Math.floor(sorted.length * 0.99)].toFixed(1)} ms`,
        };
      },
      async close() {
        await city.close();
        sqlite.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
