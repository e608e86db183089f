import { systemClock, type Position } from '@yingji/core';
import { createMemoryLogger, failingStore } from '@yingji/core/testing';
import { expect } from 'chai';
import { createGateway } from '../src/gateway.js';
import { openStorage } from '../src/storage.js';
import { freePort, report } from './alarm-line.js';
import { makeHouse } from './house.js';

const ALARMS = 12;

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
          const logged = async (): Promise<number[]> => {
            const found: number[] = [];
            let next = 1;
            for await (const { kind, position, body } of storage.store.read(0 as Position, 10_000)) {
              expect(position, 'no gap').to.equal(next);
              next += 1;
              if (kind !== 'report' || !('value' in body)) continue;
              found.push(Number(/(\d+)$/.exec((body.value as { native: string }).native)![1]) & 0xffff);
            }
            return found.sort((a, b) => a - b);
          };
          // One at a time, so that each is a commit of its own; a device that hears nothing sends again.
          for (const number of numbers)
            for (let tries = 0; !confirmed.has(number); tries += 1) {
              expect(tries, `alarm ${number}, n = ${n}`).to.be.below(3);
              await Promise.race([
                report(port, [number], confirmed),
                new Promise((resolve) => setTimeout(resolve, 150)),
              ]);
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
});
