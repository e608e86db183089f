import { expect } from 'chai';
import { createCounts } from './counts.js';

describe('counts within a minute', () => {
  it('let through what is allowed, say how long to wait, and begin anew after that long', () => {
    let ms = 0;
    const counts = createCounts(2, () => ms);
    expect([counts.add('a'), counts.add('a')]).to.deep.equal([undefined, undefined]);
    expect(counts.add('a')).to.equal(60);
    ms = 59_500;
    expect(counts.add('a')).to.equal(1);
    expect(counts.add('b'), 'another').to.equal(undefined);
    ms = 60_000;
    expect(counts.add('a')).to.equal(undefined);
  });

  it('keep no more than ten thousand, and those that were busy last', () => {
    const counts = createCounts(1, () => 0);
    counts.add('first');
    for (let i = 0; i < 9_999; i += 1) counts.add(String(i));
    expect(counts.add('first')).to.equal(60);
    for (let i = 0; i < 10_000; i += 1) counts.add(`more-${i}`);
    expect(counts.add('first'), 'forgotten').to.equal(undefined);
  });
});
