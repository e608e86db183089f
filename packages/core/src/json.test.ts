import { expect } from 'chai';
import fc from 'fast-check';
import { canonical } from './json.js';

describe('canonical JSON (RFC 8785)', () => {
  it('sorts members by UTF-16 code units and writes no space', () => {
    expect(canonical({ '\u20ac': 1, '\r': 2, '1': [true, null], a: { z: 'ä', b: 1e30 } })).to.equal(
      '{"\\r":2,"1":[true,null],"a":{"b":1e+30,"z":"ä"},"€":1}',
    );
  });

  it('is one text for one value, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonical(turned)).to.equal(canonical(value));
        expect(JSON.parse(canonical(value))).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
