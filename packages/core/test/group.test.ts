import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import type { EntityId } from '../src/model/id.js';
import type { Instant } from '../src/model/time.js';
import { createGroups } from '../src/view/group.js';
import type { Seen } from '../src/view/match.js';

const row = (n: number): Seen => ({
  id: `device/x/${n}` as EntityId,
  kind: 'device',
  value: { native: String(n), type: 'smoke', rank: n },
  at: '2026-06-12T16:00:00+08:00' as Instant,
  source: 'x',
  derived: {},
  fresh: { state: 'live' },
});

describe('groups', () => {
  it('the least of more values than fit on a stack', () => {
    const groups = createGroups({ by: ['type'], worst: 'rank' });
    for (let n = 0; n < 300_000; n += 1) groups.count(n, row(n + 5));
    expect(groups.take()).to.deep.equal([{ key: ['smoke'], count: 300_000, worst: 5 }]);
  });

  it('keep nothing of those that came and went', () => {
    setFlagsFromString('--expose_gc');
    const gc = runInNewContext('gc') as () => void;
    const groups = createGroups({ by: ['native', 'type', 'rank'] });
    const comeAndGo = (from: number): void => {
      for (let n = from; n < from + 50_000; n += 1) {
        groups.count(0, row(n));
        groups.take();
      }
      groups.count(0, undefined);
      groups.take();
      gc();
    };
    comeAndGo(0);
    const before = process.memoryUsage().heapUsed;
    comeAndGo(50_000);
    expect(process.memoryUsage().heapUsed - before).to.be.below(4_000_000);
  });
});
