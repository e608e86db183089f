import { expect } from 'chai';
import { createSeededIds } from '@yingji/core/testing';
import { readText } from './text.js';

const platform = new TextDecoder('gb18030');
/** What the text means, said in another way: without its padding, by the platform's decoder, up to the first 00. */
function meant(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && [0, 0x20].includes(bytes[end - 1]!)) end -= 1;
  const unpadded = platform.decode(bytes.subarray(0, end));
  const over = unpadded.indexOf('\0');
  return over < 0 ? unpadded : unpadded.slice(0, over).trimEnd();
}

describe('gbt26875 text', () => {
  it('every pair of bytes is the character the platform makes of it', () => {
    for (let first = 0; first < 256; first += 1)
      for (let second = 0; second < 256; second += 1) {
        const bytes = Uint8Array.of(first, second);
        if (readText(bytes, 0, 2) !== meant(bytes))
          expect(readText(bytes, 0, 2), `${first} ${second}`).to.equal(meant(bytes));
      }
  });

  it('so is any text, broken ones, those of four bytes and those cut inside a character too', () => {
    const { random } = createSeededIds(18030);
    const pick = (n: number): number => Math.floor(random() * n);
    const pieces = [
      () => [0x81 + pick(126), 0x40 + pick(191)],
      () => [0x20 + pick(95)],
      () => [0x81 + pick(126), 0x30 + pick(10), 0x81 + pick(126), 0x30 + pick(10)],
      () => [pick(256)],
      () => [0],
      () => [0x20],
    ];
    for (let n = 0; n < 50_000; n += 1) {
      const inside = Array.from({ length: pick(12) }, () => pieces[pick(n % 2 ? 2 : 6)]!()).flat();
      const bytes = Uint8Array.from([7, ...inside.slice(0, 31)]);
      expect(readText(bytes, 1, bytes.length - 1)).to.equal(meant(bytes.subarray(1)));
    }
  });
});
