import { gbt26875 } from '@yingji/adapters/gbt26875';
import {
  createCity,
  createMemoryStore,
  systemClock,
  systemIds,
  YingjiError,
  type City,
  type Position,
  type Store,
} from '@yingji/core';
import { createMemoryLogger, failingStore } from '@yingji/core/testing';
import { expect } from 'chai';
import { createGateway } from '../src/gateway.js';
import { openStorage } from '../src/storage.js';
import { freePort } from './free-port.js';
import { report } from './alarm-line.js';
import { makeHouse } from './house.js';
import { until } from './wait.js';

const ALARMS = 12;
/** As long as a device here waits for a confirmation once the store has failed, in milliseconds; as long as nothing has, it waits on. */
const PATIENCE_MS = 150;

/** Tells one alarm, and waits until it is confirmed, or for a while once a commit `failed`: a slow machine is no failing store. */
async function told(port: number, number: number, confirmed: Set<number>, failed = () => false): Promise<void> {
  const stop = new AbortController();
  const reporting = report(port, [number], confirmed, { stop: stop.signal });
  let since: number | undefined;
  await until(`alarm ${number} to be confirmed, or a commit to fail`, async () => {
    await Promise.race([reporting, new Promise((resolve) => setTimeout(resolve, 5))]);
    if (failed()) since ??= performance.now();
    return confirmed.has(number) || (since !== undefined && performance.now() - since > PATIENCE_MS);
  });
  stop.abort();
  await reporting;
}

/** Numbers of the alarms in a log, each as often as it is there; a position that is missing is an error. */
async function alarmsIn(store: Store, what: string): Promise<number[]> {
  const found: number[] = [];
  let next = 1;
  for await (const { kind, position, body } of store.read(0 as Position, 10_000)) {
    expect(position, `no gap, ${what}`).to.equal(next);
    next += 1;
    if (kind !== 'report' || !('value' in body)) continue;
    found.push(Number(/(\d+)$/.exec((body.value as { native: string }).native)![1]) & 0xffff);
  }
  return found.sort((a, b) => a - b);
}

/** A store that keeps nothing any more from its n-th commit on, as a full disk does; `failed` tells when that began. */
function fillingStore(store: Store, n: number): Store & { readonly failed: boolean } {
  let commits = 0;
  return {
    ...store,
    get failed() {
      return commits >= n;
    },
    async commit(commit) {
      commits += 1;
      if (commits < n) return store.commit(commit);
      throw new YingjiError('store-failed', 'the disk is full on purpose.', { recovery: 'retry' });
    },
  };
}

describe('a gateway whose n-th commit fails', function () {
  this.timeout(120_000);

  for (const when of ['before', 'after'] as const)
    it(`(${when} the write) confirms no alarm that is not in the log, and has each once with the retries, for every n`, async () => {
      let failed = 0;
      for (let n = 1; ; n += 1) {
        const port = await freePort();
        const house = makeHouse({ feeds: [{ use: 'gbt26875', source: 'fire', config: { port } }] });
        try {
          const storage = await openStorage(house.config.store, { clock: systemClock });
          const store = failingStore(storage.store, n, when);
          const logger = createMemoryLogger();
          const gateway = await createGateway(house.config, { storage: { ...storage, store }, logger });
          const numbers = Array.from({ length: ALARMS }, (_, i) => i);
          const confirmed = new Set<number>();
          const logged = (): Promise<number[]> => alarmsIn(storage.store, `n = ${n}`);
          // One at a time, so that each is a commit of its own; a device that hears nothing sends again.
          for (const number of numbers)
            for (let tries = 0; !confirmed.has(number); tries += 1) {
              expect(tries, `alarm ${number}, n = ${n}`).to.be.below(3);
              const before = store.commits;
              await told(port, number, confirmed, () => before < n && store.commits >= n);
              expect(await logged(), `n = ${n}`).to.include.members([...confirmed]);
            }
          expect(await logged(), `n = ${n}`).to.deep.equal(numbers);
          expect(gateway.city.view.find({ kind: 'report' })).to.have.length(ALARMS);
          const reached = store.commits >= n;
          if (reached) failed += 1;
          expect(logger.lines.some(({ code }) => code === 'store-failed')).to.equal(reached);
          await gateway.close();
          if (!reached) break;
        } finally {
          house.remove();
        }
      }
      expect(failed, 'commits that failed').to.be.at.least(ALARMS);
    });

  it('(and none after it succeeds) confirms nothing any more, for every n; over a sound store each alarm is there once', async () => {
    async function tryWith(n: number): Promise<'silenced' | 'failed' | 'sound'> {
      // Nothing of it is left to the file: what is kept is what the writer let through.
      const { store: sound, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
      const port = await freePort();
      const made = gbt26875.configure({ port });
      if ('issues' in made) throw new Error(JSON.stringify(made.issues));
      const serve = (store: Store): Promise<City> =>
        createCity({ store, vault, feeds: [{ feed: made.feed, source: 'fire' }], logger: createMemoryLogger() });
      const numbers = Array.from({ length: ALARMS }, (_, i) => i);
      const confirmed = new Set<number>();

      const filling = fillingStore(sound, n);
      const full = await serve(filling);
      for (const number of numbers) await told(port, number, confirmed, () => filling.failed);
      const kept = await alarmsIn(sound, `n = ${n}`);
      expect(kept, `all that is confirmed is kept, n = ${n}`).to.include.members([...confirmed]);
      const outcome = !filling.failed ? 'sound' : confirmed.size < ALARMS ? 'silenced' : 'failed';
      await full.close();

      const mended = await serve(sound);
      for (const number of numbers) await told(port, number, confirmed);
      expect([...confirmed], `n = ${n}`).to.have.members(numbers);
      expect(await alarmsIn(sound, `n = ${n}`), `each once, n = ${n}`).to.deep.equal(numbers);
      await mended.close();
      return outcome;
    }
    // Side by side, since most of it is devices that wait.
    const outcomes: string[] = [];
    while (!outcomes.includes('sound'))
      outcomes.push(...(await Promise.all(Array.from({ length: 8 }, (_, i) => tryWith(outcomes.length + i + 1)))));
    expect(outcomes.filter((each) => each === 'silenced').length).to.be.at.least(ALARMS);
  });
});
