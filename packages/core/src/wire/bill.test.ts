import { expect } from 'chai';
import type { Actor } from '../ports/authenticator.js';
import { createManualClock, createSeededIds, detector } from '../testing/index.js';
import { actor as one, opening, world } from '../testing/wire-world.js';
import { createHub } from './hub.js';
import type { Down } from './messages.js';

/** Two who see the same picture, but one looks at it at a great cost: each row takes this many milliseconds. */
const DEAR_MS = 10;

function setUp() {
  const { make, view } = world();
  const clock = createManualClock('2026-06-12T16:00:00+08:00');
  let elapsed = 0;
  const billed = new Map<string, number>();
  const hub = createHub({
    city: 'test',
    view,
    clock: { now: () => clock.now(), sleep: (ms, stop) => clock.sleep(ms, stop), elapsed: () => elapsed },
    ids: createSeededIds(),
    policy: {
      audience: ({ id }) => id.split(' ')[0]!,
      see:
        ({ id }) =>
        (row) => {
          if (id.startsWith('hungry')) elapsed += DEAR_MS;
          return row;
        },
    },
    bill({ id }, ms) {
      billed.set(id, (billed.get(id) ?? 0) + ms);
      return billed.get(id)! > 45 ? 30 : undefined;
    },
  });
  const come = (id: string) => {
    const said: Down[] = [];
    let ended = false;
    const who: Actor = { ...one, id };
    const leave = hub.open(opening({ queries: { d: { kind: 'device' } } }), who, {
      write: (line) => said.push(JSON.parse(line) as Down) > 0,
      end: () => (ended = true),
      onDrain: () => undefined,
    });
    return { leave, said, ended: () => ended, diffs: () => said.filter(({ t }) => t === 'diff').length };
  };
  return {
    hub,
    billed,
    come,
    looked: () => elapsed / DEAR_MS,
    async change(n: number): Promise<void> {
      view.apply([make.put(...detector(String(n)))], clock.now());
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('wire: what it costs to follow', () => {
  it('is paid by who follows; a stream that is too dear ends with the reason, and no other', async () => {
    const { hub, billed, come, change, looked } = setUp();
    const [hungry, calm] = [come('hungry'), come('calm')];
    for (let n = 0; n < 5; n += 1) await change(n);
    expect(billed.get('hungry')).to.be.closeTo(5 * DEAR_MS, 1);
    expect(billed.has('calm')).to.equal(false);
    const last = hungry.said.at(-1)!;
    expect(last.t === 'bye' && [last.issue.code, last.retryMs]).to.deep.equal(['too-much-work', 30_000]);
    expect([hungry.ended(), calm.ended()]).to.deep.equal([true, false]);
    const before = looked();
    await change(5);
    expect(looked(), 'nobody works for it any more').to.equal(before);
    expect([hungry.diffs(), calm.diffs()]).to.deep.equal([5, 6]);
    hub.close();
  });

  it('is shared by those who follow the same, and paid by who left last while nobody does', async () => {
    const { hub, billed, come, change, looked } = setUp();
    const [first, second] = [come('hungry 1'), come('hungry 2')];
    await change(0);
    expect([...billed.values()].map(Math.round)).to.deep.equal([5, 5]);
    first.leave();
    second.leave();
    for (let n = 1; n < 6; n += 1) await change(n);
    expect(Math.round(billed.get('hungry 1')!)).to.equal(5);
    expect(billed.get('hungry 2')).to.be.above(45);
    const before = looked();
    await change(6);
    expect(looked(), 'it is kept for nobody').to.equal(before);
    hub.close();
  });
});
