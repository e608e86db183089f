import { expect } from 'chai';
import { entityId } from '../model/id.js';
import { toInstant } from '../model/time.js';
import type { Commit } from '../ports/store.js';
import { createManualClock, createSeededIds, storeChecks } from '../testing/index.js';
import { commit } from '../testing/store-check.js';
import { createMemoryStore } from './memory.js';

const DAY = 86_400_000;

describe('memory store', () => {
  const checks = storeChecks(
    (clock) => {
      const { store, vault, prune } = createMemoryStore({ clock, ids: createSeededIds() });
      return Promise.resolve({
        store,
        vault,
        prune: (keep) => Promise.resolve(prune(keep)),
        dispose: () => Promise.resolve(),
      });
    },
    { forgets: true },
  );
  for (const { name, run } of checks) it(name, run);

  function keeping(keep?: { readonly logDays?: number; readonly observationDays?: number }) {
    const clock = createManualClock();
    const made = createMemoryStore({ clock, ids: createSeededIds(), ...(keep && { keep }) });
    const until = toInstant(Date.parse(clock.now()) + DAY);
    const unread = (key: string, ...about: string[]): Commit['quarantine'][number] => ({
      feed: 'calls',
      key,
      sealed: new Uint8Array(1),
      issues: [],
      until,
      ...(about.length > 0 && { about: about as never }),
    });
    let n = 0;
    const write = async (more: Partial<Commit> = {}): Promise<void> => {
      const lease = await made.store.lease('a', 1e9);
      if (!('fence' in lease)) throw new Error('held');
      const id = entityId('place', 'registry', '1');
      const body = { value: { name: '甲', scheme: 'zone' } };
      const at = clock.now();
      const change = {
        v: 1,
        kind: 'place',
        id,
        source: 'registry',
        at,
        order: [0, n + 1],
        basis: 'stated',
        body,
      } as const;
      const rows = [{ change, slot: id, ...(n > 0 && { prev: n as never }) }];
      await made.store.commit(commit({ fence: lease.fence, after: n, now: at, rows, ...more }));
      n += 1;
    };
    const logged = async (): Promise<number> => {
      const { cut } = await made.store.resume();
      let count = 0;
      for await (const _ of made.store.read((cut?.at ?? 0) as never, 1000)) count += 1;
      return count;
    };
    return { ...made, clock, unread, write, logged };
  }

  it('forgets by itself what is older than it is told to keep, and nothing without being told', async () => {
    for (const [keep, left] of [
      [{ logDays: 2 }, 4],
      [undefined, 30],
    ] as const) {
      const { clock, write, logged, quarantine, unread } = keeping(keep);
      await write({ quarantine: [unread('m')] });
      for (let day = 1; day < 30; day += 1) {
        await clock.pass(DAY);
        await write();
      }
      expect(await logged(), JSON.stringify(keep)).to.be.within(left - 2, left);
      expect(quarantine.length, 'what has run out').to.equal(keep ? 0 : 1);
    }
  });

  it('erases the messages in quarantine that tell of an entity, and no other', async () => {
    const { vault, quarantine, unread, write } = keeping();
    const [one, two] = [entityId('report', 'calls', '1'), entityId('report', 'calls', '2')];
    await write({ quarantine: [unread('1', one), unread('12', two, one), unread('2', two), unread('?')] });
    await vault.erase({ entity: one });
    expect(quarantine.map(({ key }) => key)).to.deep.equal(['2', '?']);
  });
});
