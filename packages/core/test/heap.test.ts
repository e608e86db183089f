// What is left on the heap; a page cannot ask.
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { entityId } from '../src/model/id.js';
import { millis } from '../src/model/time.js';
import { createEntries, detector } from '../src/testing/index.js';
import { createLocalView } from '../src/view/local-view.js';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Bytes on the heap once nothing more can be let go. */
function used(): number {
  gc();
  return getHeapStatistics().used_heap_size;
}

describe('heap', () => {
  it('keeps no text that is far longer than an instant', () => {
    const before = used();
    for (let i = 0; i < 100; i += 1) millis(`${i % 10}${'x'.repeat(500_000).toLowerCase()}${i}00` as never);
    expect(used() - before).to.be.below(20_000_000);
  });

  it('of what a commit brings and replaces at once nothing is left over', () => {
    const make = createEntries();
    const view = createLocalView({ now: make.at(0) });
    const [device, value] = detector('1');
    view.apply([make.put(device, value)], make.at(0));
    const hear = (from: number, to: number): void => {
      for (let n = from; n < to; n += 100) {
        const heard = Array.from({ length: 100 }, (_, i) =>
          make.put(
            entityId('observation', 'wire', `a-reading-of-the-meter-${n + i}`),
            { device, quantity: 'level', value: i },
            { atS: n + i },
          ),
        );
        view.apply(heard, make.at(n + 100));
      }
    };
    hear(0, 10_000);
    const before = used();
    hear(10_000, 110_000);
    expect(used() - before).to.be.below(5_000_000);
    expect(view.find({ kind: 'observation' })).to.have.length(1);
  });
});
