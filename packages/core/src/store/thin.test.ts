import { expect } from 'chai';
import { doomedOf, type Reading } from './thin.js';

const readings = (...told: readonly (number | string)[]): Reading[] =>
  told.map((value, i) => ({
    position: i,
    prev: null,
    chained: true,
    sort: 'good',
    number: typeof value === 'number' ? value : NaN,
    state: typeof value === 'number' ? undefined : value,
  }));
const left = (all: readonly Reading[]): number[] => {
  const doomed = doomedOf(all);
  return all.map(({ position }) => position).filter((position) => !doomed.has(position));
};

describe('thinning out an hour', () => {
  it('leaves first, last, least and greatest', () => {
    expect(left(readings(5, 6, 1, 4, 9, 3, 2))).to.deep.equal([0, 2, 4, 6]);
    expect(left(readings(1, 1, 1, 1))).to.deep.equal([0, 3]);
    expect(left(readings(1))).to.deep.equal([0]);
    expect(left([])).to.deep.equal([]);
  });

  it('leaves every change of a state, and how it stood at the end', () => {
    expect(left(readings('a', 'a', 'b', 'b', 'a', 'a', 'a'))).to.deep.equal([0, 2, 4, 6]);
  });

  it('weighs good and suspect readings apart: a spike of a broken gauge hides no real crest', () => {
    const told = readings(2, 99, 3, 1, 98, 2.5).map((each) => (each.number > 50 ? { ...each, sort: 'suspect' } : each));
    expect(left(told)).to.deep.equal([0, 1, 2, 3, 4, 5]);
    const [, , , fourth] = told;
    expect(
      left([...told, { ...fourth!, position: 6, number: 2 }, { ...fourth!, position: 7, number: 2 }]),
    ).to.deep.equal([0, 1, 2, 3, 4, 7]);
  });
});
