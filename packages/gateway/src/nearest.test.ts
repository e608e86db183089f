import { expect } from 'chai';
import { nearest } from './nearest.js';

describe('the nearest known word', () => {
  it('is the one that was meant, or none', () => {
    expect(nearest('sevre', ['serve', 'schema'])).to.equal('serve');
    expect(nearest('bodybytes', ['bodyBytes'])).to.equal('bodyBytes');
    expect(nearest('xyz', ['serve', 'schema'])).to.equal(undefined);
    expect(nearest('x'.repeat(100_000), ['serve'])).to.equal(undefined);
  });
});
