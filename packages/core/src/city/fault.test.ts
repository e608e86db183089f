import { expect } from 'chai';
import type { Entry } from '../model/change.js';
import { entityId } from '../model/id.js';
import { warningExample } from '../model/warning.schema.js';
import type { Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createFeedByHand } from '../testing/feed-by-hand.js';
import { createManualClock, createMemoryLogger, createSeededIds } from '../testing/index.js';
import { createCity } from './city.js';

const SECRET = '秘密的标题';
const ID = entityId('warning', 'cap', '1');

/** The store as a fault of ours may have left it: a warning without the list that a rule of warnings reads. */
function spoilt(store: Store): Store {
  const spoil = (entry: Entry): Entry => {
    if (entry.kind !== 'warning' || !('value' in entry.body)) return entry;
    // A number of that name is what the cause would quote.
    const value = { ...(entry.body.value as object), references: { [SECRET]: 1 } };
    return { ...entry, body: { value } };
  };
  async function* each(entries: AsyncIterable<Entry>): AsyncGenerator<Entry> {
    for await (const entry of entries) yield spoil(entry);
  }
  return {
    ...store,
    read: (after, limit) => each(store.read(after, limit)),
    snapshot: async (at) => {
      const { at: taken, entries } = await store.snapshot(at);
      return { at: taken, entries: each(entries) };
    },
  };
}

describe('city: a derivation that fails', () => {
  it('is logged by its id and code alone, now and in a picture of the past, and hides nobody else', async () => {
    const clock = createManualClock();
    const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    const { feed, deliver, verdicts } = createFeedByHand(clock);
    const first = await createCity({ store, vault, clock, ids: createSeededIds(5), feeds: [{ feed, source: 'cap' }] });
    deliver('m1', [
      [ID, { ...warningExample, references: [], title: SECRET }],
      [entityId('place', 'cap', '1'), { name: '翠湖', scheme: 'zone' }],
    ]);
    for (let i = 0; verdicts.length === 0 && i < 400; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    await first.close();

    const logger = createMemoryLogger();
    const city = await createCity({ store: spoilt(store), vault, clock, logger, ids: createSeededIds(5) });
    const told = () => logger.lines.filter(({ code }) => code === 'derivation-failed');
    expect(city.view.get(ID)?.derived).to.deep.equal({ fault: 'derivation-failed' });
    expect(city.view.find({ kind: 'place' })).to.have.length(1);
    expect(told()).to.deep.equal([{ level: 'error', code: 'derivation-failed', data: { id: ID } }]);
    let health: unknown;
    city.view.health$.subscribe(({ link, code }) => (health = [link.state, code]));
    expect(health).to.deep.equal(['live', 'derivation-failed']);
    const past = await city.asOf(city.view.at);
    expect(past.get(ID)?.derived).to.deep.equal({ fault: 'derivation-failed' });
    expect(told()).to.deep.equal(Array(2).fill({ level: 'error', code: 'derivation-failed', data: { id: ID } }));
    expect(JSON.stringify(logger.lines)).to.not.include(SECRET);
    past.close();
    await city.close();
  });
});
