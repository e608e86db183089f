import { expect } from 'chai';
import { availabilityAt } from './responder.js';
import { Responder, responderExample } from './responder.schema.js';

const until = '2026-06-13T08:00:00+08:00';
const end = Date.parse(until);

describe('responder', () => {
  it('says whether they can be sent, and says nothing of why', () => {
    const parse = (availability: object): boolean => Responder.safeParse({ ...responderExample, availability }).success;
    for (const is of ['available', 'stand-by', 'unavailable']) expect(parse({ is }), is).to.equal(true);
    expect(parse({ is: 'ill' })).to.equal(false);
    expect(parse({ is: 'unavailable', reason: '住院' })).to.equal(false);
    expect(parse({ until })).to.equal(false);
  });

  it('is not known where it is not said, and no longer from the instant it was said until', () => {
    const said = { availability: { is: 'available', until } } as const;
    expect(availabilityAt({}, 0)).to.equal(undefined);
    expect(availabilityAt(said, end - 1)).to.equal('available');
    expect(availabilityAt(said, end)).to.equal(undefined);
    expect(availabilityAt({ availability: { is: 'unavailable' } }, end)).to.equal('unavailable');
  });
});
