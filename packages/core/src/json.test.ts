import { expect } from 'chai';
import fc from 'fast-check';
import { canonical, isJson } from './json.js';
import { seeds } from './testing/seeds.js';

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
      seeds(),
    );
  });
});

describe('what is JSON', () => {
  it('takes whatever comes back from text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(isJson(JSON.parse(JSON.stringify(value)))).to.equal(true);
      }),
      seeds(),
    );
  });

  it('refuses what would not come back as it was, and what is too deep to be read safely', () => {
    let deep: unknown = 1;
    for (let n = 0; n < 20_000; n += 1) deep = [deep];
    for (const value of [
      NaN,
      Infinity,
      undefined,
      1n,
      Symbol(),
      () => 1,
      new Date(0),
      new Map(),
      { a: undefined },
      deep,
    ])
      expect(isJson(value), String(typeof value)).to.equal(false);
  });
});
