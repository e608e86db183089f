import { expect } from 'chai';
import { entityId } from '../model/id.js';
import type { Change, Draft, Entry, Position } from '../model/change.js';
import type { Erased, Whose } from '../ports/vault.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { createManualClock, createSeededIds, detector } from '../testing/index.js';
import type { Batch } from '../writer/batch.js';
import { takeAgain } from './again.js';
import { stated } from './push.js';

const clock = createManualClock();
const CALL = entityId('report', 'calls', '1');
const call = stated(CALL, { channel: '110', title: '有人被困', phone: '13900001111' }, clock.now());
const batch = {
  put: () => ({ issues: [] }),
  counter: () => undefined,
  ...{ stamp: () => undefined, vault: () => undefined, seen: () => undefined, retried: () => undefined },
} as unknown as Batch;

describe('messages of quarantine, taken again', () => {
  it('are erased once more when somebody was erased while they were on their way', async () => {
    const erased: Whose[] = [];
    const drawn: Erased[] = [];
    let erasing = false;
    const isOf = (each: Whose): boolean => 'pseudonym' in each;
    const context = {
      ...{ source: 'calls', feed: { ordering: { by: 'arrival' } }, ids: createSeededIds(), clock },
      vault: {
        pseudonym: () => 'p-1',
        wasErased: (whose: readonly Whose[]) => Promise.resolve(erasing && whose.some(isOf)),
        erase: (whose: Whose) => (erased.push(whose), Promise.resolve({ keys: [], entities: [CALL] })),
      },
      // The erasure goes through after it was asked whether there was one, and before this is committed.
      writer: { submit: (work: (batch: Batch) => unknown) => ((erasing = true), Promise.resolve(work(batch))) },
      standing: () => undefined,
      redraw: (each: Erased) => drawn.push(each),
    } as unknown as Parameters<typeof takeAgain>[1];
    const delivery = {
      token: 0,
      key: 'k',
      receivedAt: clock.now(),
      drafts: [call],
      issues: [],
      outcome: 'good',
    } as const;
    await takeAgain([{ id: 1, position: 1 as Position, delivery }], context);
    expect(erased).to.deep.equal([{ pseudonym: 'p-1' }]);
    expect(drawn).to.deep.equal([{ keys: [], entities: [CALL] }]);
  });

  /** Takes one message of a registry again that was set aside at position 5; answers what became of it, and what was put. */
  async function retried(drafts: readonly Draft[], standing: Partial<Entry> = {}, more: object = {}) {
    const put: Change[] = [];
    const context = {
      ...{ source: 'registry', feed: { ordering: { by: 'arrival' } }, ids: createSeededIds(), clock, vault: {} },
      writer: {
        submit: (work: (batch: Batch) => unknown) =>
          Promise.resolve(work({ ...batch, put: (change: Change) => (put.push(change), { issues: [], added: true }) })),
      },
      standing: () => ('at' in standing ? standing : undefined),
    } as unknown as Parameters<typeof takeAgain>[1];
    const delivery = {
      token: 0,
      key: 'k',
      receivedAt: clock.now(),
      drafts,
      issues: [],
      outcome: 'good',
      ...more,
    } as const;
    const [became] = await takeAgain([{ id: 9, position: 5 as Position, delivery }], context);
    return { became, put: put.map(({ id }) => id) };
  }
  const [DEVICE, value] = detector('1');
  const device = stated(DEVICE, value, clock.now());
  const at = (ms: number): Instant => toInstant(millis(clock.now()) + ms);

  it('set nothing back: what was told of a register since is kept, and said where the message stays', async () => {
    for (const standing of [
      { at: at(1), position: 3 as Position },
      { at: at(0), position: 6 as Position },
    ]) {
      expect(await retried([device], standing)).to.deep.equal({ became: { id: 9 }, put: [] });
      const { became, put } = await retried([device], standing, { outcome: 'undecodable' });
      expect([put, became?.stays?.about, became?.stays?.issues.map(({ code }) => code)]).to.deep.equal([
        [],
        [DEVICE],
        ['told-since'],
      ]);
    }
  });

  it('are taken whole where nothing later stands, and leave', async () => {
    for (const standing of [{}, { at: at(-1), position: 9 as Position }, { at: at(0), position: 4 as Position }])
      expect(await retried([device], standing)).to.deep.equal({ became: { id: 9 }, put: [DEVICE] });
  });

  it('stay where they still cannot be read whole, with what is wrong with them now', async () => {
    const wrong = { code: 'bad-frame', path: '', level: 'error', message: 'cut short' } as const;
    const { became } = await retried([], {}, { outcome: 'undecodable', issues: [wrong] });
    expect(became).to.deep.equal({ id: 9, stays: { issues: [wrong], about: [] } });
  });
});
