import { expect } from 'chai';
import { checksum, defineLayout, describeLayout, readFrame, type Checksum, type Fields } from './index.js';

const made = (fields: Fields) => defineLayout({ title: { zh: '帧', en: 'frame' }, norm: 'N', fields });
/** As JavaScript writes it, which no editor checks. */
const refused = (field: object): string => {
  try {
    made([{ name: 'a', is: 'uint', bytes: 1 }, { name: 'x', ...field } as never]);
  } catch (error) {
    return String((error as Error).message);
  }
  return '';
};

describe('a layout', () => {
  it('that says what nobody reads is refused, and named: an alarm without a word would never be told', () => {
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ is: 'flags', bytes: 1, bits: { 0: { zh: '报警', en: 'alarm' } } }, /\/x has no word for bit 0/],
      [{ is: 'flags', bytes: 1, bits: { 8: { word: 'alarm', zh: '报警', en: 'alarm' } } }, /\/x has no bit 8/],
      [{ is: 'flags', bytes: 1, bits: ['alarm'] }, /\/x has no word for bit 0/],
      [{ is: 'flags', bytes: 1 }, /\/x says nothing of its bits/],
      [{ is: 'checksum', of: 'crc16', from: 'a' }, /\/x has no sum that is known: .*crc16-modbus/],
      [{ is: 'int24', bytes: 3 }, /\/x is "int24", and not one of mark, uint, int/],
      [{ is: 'uint', bytes: 8 }, /\/x has 8 bytes, and not 1, 2, 3, 4, 5 or 6/],
      [{ is: 'float', bytes: 2 }, /\/x has 2 bytes, and not 4 or 8/],
      [{ is: 'int', bytes: 3, endian: 'little' }, /\/x has the member "endian", which no int has/],
      [{ is: 'int', bytes: 3, order: 'le' }, /\/x has the order "le"/],
      [{ is: 'digits', bytes: 2, scale: 0.1 }, /"scale"/],
      [{ is: 'text', bytes: 2, charset: 'gbk' }, /\/x has the charset "gbk"/],
      [{ is: 'digits' }, /\/x has a size that is none/],
    ];
    for (const [field, says] of cases) expect(refused(field), JSON.stringify(field)).to.match(says);
    expect(refused({ is: 'int', bytes: 3, order: 'little', scale: 0.01, unit: 'mm', none: [-8_388_608] })).to.equal('');
  });

  it('may end in the sums that devices have, each by its check value', () => {
    // CRC catalogue: the sum of the characters 1 to 9.
    const digits = new TextEncoder().encode('123456789');
    const sums: readonly (readonly [Checksum['of'], number, string])[] = [
      ['sum8', 0xdd, '1'],
      ['xor8', 0x31, '1'],
      ['crc16-modbus', 0x4b37, '2'],
      ['crc16-ccitt-false', 0x29b1, '2'],
      ['crc16-xmodem', 0x31c3, '2'],
    ];
    for (const [of, due, bytes] of sums) {
      expect(checksum(of, digits), of).to.equal(due);
      const layout = made([
        { name: 'said', is: 'bytes', bytes: 9 },
        { name: 'sum', is: 'checksum', of, from: 'said' },
      ]);
      const tail = bytes === '1' ? [due] : [due >> 8, due & 0xff];
      expect(readFrame(layout, Uint8Array.of(...digits, ...tail)).issues, of).to.deep.equal([]);
      expect(describeLayout(layout).at(-1)![1], of).to.equal(bytes);
    }
  });
});
