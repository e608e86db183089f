import { expect } from 'chai';
import fc from 'fast-check';
import inOneLine from './lib/in-one-line.cjs';

const thrown = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
};
const told = (act: () => unknown): string =>
  inOneLine(thrown(act), { root: process.cwd(), file: 'tools/in-one-line.test.ts' });

describe('a failure in one line', () => {
  it('says where, and what was found in place of what, also where the message leaves it out', () => {
    const list = (last: string) => ({ rows: [...Array.from({ length: 50 }, (_, i) => `row ${i}`), last] });
    const line = told(() => expect(list('found')).to.deep.equal(list('wanted')));
    expect(line).to.match(
      /; found ….*"row 49","found"\]\} wanted ….*"row 49","wanted"\]\}; at tools\/in-one-line\.test\.ts:\d+$/,
    );
    expect(line.length).to.be.below(900);
  });

  it('says by which seed and case a property fails, and why', () => {
    const line = told(() =>
      fc.assert(
        fc.property(fc.nat(9), (n) => void expect(n, 'small').to.equal(-1)),
        { seed: 7 },
      ),
    );
    expect(line).to.include('{ seed: 7, path: "').and.include('Counterexample: [0]').and.include('small: expected +0');
    expect(line).to.not.match(/\n|Hint/);
  });

  it('bears what is no Error, and what cannot be written down', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    for (const [error, said] of [
      ['text', 'text'],
      [undefined, ''],
      [{ message: 'm', actual: cycle, expected: 1n }, 'm'],
    ])
      expect(inOneLine(error, { root: '/x', file: 'y' })).to.equal(said);
  });
});
