import { expect } from 'chai';
import fc from 'fast-check';
import { seeds } from '../testing/seeds.js';
import { digest, digestBytes } from './digest.js';

describe('a digest', () => {
  it('of bytes is that of the text whose characters they are: keys that are known stay known', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(digestBytes(bytes)).to.equal(digest(String.fromCharCode(...bytes)));
      }),
      seeds(),
    );
    expect(digestBytes(Uint8Array.of(0x40, 0x40, 0xff, 0))).to.equal(digest('@@\xff\0'));
  });
});
