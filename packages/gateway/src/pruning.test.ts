import { expect } from 'chai';
import { createManualClock, createMemoryLogger } from '@yingji/core/testing';
import { pruning } from './pruning.js';

const DAY_MS = 86_400_000;

describe('what has run out', () => {
  function begin() {
    const clock = createManualClock();
    const logger = createMemoryLogger();
    const ending = new AbortController();
    let times = 0;
    const prune = (): Promise<void> => Promise.resolve(void (times += 1));
    const ended = pruning({ prune }, { clock, logger, stop: ending.signal });
    const pass = async (days: number): Promise<number> => {
      for (let quarter = 0; quarter < 4 * days; quarter += 1) await clock.pass(DAY_MS / 4);
      return times;
    };
    const end = (): Promise<void> => (ending.abort(), ended);
    return { clock, pass, end, codes: () => logger.lines.map(({ code }) => code) };
  }

  it('is deleted four times a day', async () => {
    const { pass, end } = begin();
    expect(await pass(2)).to.equal(8);
    await end();
  });

  it('is not deleted by a clock that was set a year ahead, before somebody could see it, and is once it is right', async () => {
    const { clock, pass, end, codes } = begin();
    await pass(1);
    clock.turnBack(-366 * DAY_MS);
    expect(await pass(2)).to.equal(4);
    expect(codes()).to.deep.equal(['prune-doubted']);
    clock.turnBack(366 * DAY_MS);
    expect(await pass(1)).to.equal(8);
    clock.turnBack(-40 * DAY_MS);
    expect(await pass(3)).to.equal(8);
    expect(await pass(1), 'it may be right').to.equal(12);
    await end();
  });
});
