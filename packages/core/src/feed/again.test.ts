import { expect } from 'chai';
import { entityId } from '../model/id.js';
import type { Position } from '../model/change.js';
import type { Erased, Whose } from '../ports/vault.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
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
});
