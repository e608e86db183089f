import { expect } from 'chai';
import { createBusy } from './busy.js';

const LOOK_MS = 500;

/** Looked at each half second, it uses such shares of a core in turn, percent; what is told of it each time. */
function toldOf(shares: readonly number[]): number[] {
  let [at, used] = [0, 0];
  const busy = createBusy({ elapsed: () => at });
  busy(used);
  return shares.map((percent) => {
    at += LOOK_MS;
    used += (LOOK_MS * percent) / 100;
    return Math.round(busy(used));
  });
}

const always = (percent: number): number[] => Array.from({ length: 240 }, () => percent);

describe('how much of a core is used', () => {
  for (const percent of [100, 76, 75, 10])
    it(`${percent} % for two minutes: told as that from the fourth second on`, () => {
      const told = toldOf(always(percent));
      expect(told.slice(0, 7)).to.deep.equal(Array.from({ length: 7 }, () => 0));
      expect(new Set(told.slice(7))).to.deep.equal(new Set([percent]));
    });

  it('a burst of two seconds is no fault, and one of four is, whenever it comes', () => {
    const burst = (seconds: number): number => {
      const quiet = Array.from({ length: 20 }, () => 0);
      return Math.max(...toldOf([...quiet, ...Array.from({ length: 2 * seconds }, () => 100), ...quiet]));
    };
    expect(burst(2)).to.equal(50);
    expect(burst(4)).to.equal(100);
  });

  it('half a second on, half a second off is half of a core', () => {
    const told = toldOf(Array.from({ length: 240 }, (_, i) => (i % 2 ? 0 : 100)));
    expect(Math.max(...told.slice(7))).to.equal(50);
  });
});
