import { expect } from 'chai';
import { kinds } from './kinds.js';
import { beginsIn, canBecome } from './life-cycle.js';

describe('life cycle', () => {
  it('begins where it is told to, else in the first state of the table', () => {
    expect(beginsIn(kinds['incident']!)).to.deep.equal(['open']);
    expect(beginsIn(kinds['task']!)).to.deep.equal(['issued', 'offered']);
    expect(beginsIn(kinds['place']!)).to.deep.equal([]);
  });

  it('goes on as the table says, stays where it is, and begins at a beginning', () => {
    const response = kinds['response']!;
    expect(canBecome(response, 'raised', 'ended')).to.equal(true);
    expect(canBecome(response, 'ended', 'raised')).to.equal(false);
    expect(canBecome(response, 'ended', 'ended')).to.equal(true);
    expect(canBecome(response, 'nowhere', 'ended')).to.equal(false);
    expect(canBecome(response, undefined, 'started')).to.equal(true);
    expect(canBecome(response, undefined, 'ended')).to.equal(false);
    expect(canBecome(kinds['place']!, undefined, 'anything')).to.equal(true);
  });
});
