import { cap } from '@yingji/adapters/cap';
import { expect } from 'chai';
import { context, filled, heavy } from './heavy-cap.js';
import { growth, SHARES } from './timing.js';

/** The largest of four sizes, as a share of a megabyte; the others are an eighth, a quarter and a half of it. */
const LARGEST = process.env['YINGJI_FUZZ'] === undefined ? 1 / 16 : 1;
/** How many times as long a byte may take in a larger document: garbage and caches make up to 2, quadratic work 8. */
const LIMIT = 3;

describe(`the time CAP takes grows with its size alone (to ${LARGEST * 1024} KB; YINGJI_FUZZ=1 for 1 MB)`, function () {
  this.timeout(120_000);

  for (const each of heavy)
    it(each.what, () => {
      const documents = SHARES.map((share) => filled(each, share * LARGEST));
      expect(growth((size) => void cap.decode(documents[size]!, context), LIMIT)).to.be.below(LIMIT);
    });

  it('is seen not to, where a reader begins again at every byte', () => {
    const documents = SHARES.map((share) => new Uint8Array(4_000 * share));
    const again = (bytes: Uint8Array): number => bytes.reduce((sum, _, at) => sum + bytes.subarray(at).indexOf(1), 0);
    expect(growth((size) => void again(documents[size]!), LIMIT)).to.be.above(LIMIT);
  });
});
