import { expect } from 'chai';
import { createSplitter, encodeFrame } from './frame.js';
import { encodeText, encodeUnit } from './unit.js';
import { fromTimeLabel, timeLabel } from './beijing-time.js';

const AT = Date.parse('2026-06-12T16:05:09+08:00');

describe('field: packets of GB/T 26875.3-2011', () => {
  it('stand as the table of the norm has them', () => {
    const frame = encodeFrame({
      serial: 0x1234,
      source: 0x060504030201,
      destination: 1,
      command: 2,
      time: AT,
      unit: Buffer.from([21, 1, 1]),
    });
    expect(frame.toString('hex')).to.match(/^4040.*2323$/);
    expect([...frame.subarray(2, 12)]).to.deep.equal([0x34, 0x12, 1, 0, 9, 5, 16, 12, 6, 26]);
    expect([...frame.subarray(12, 18)]).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect([...frame.subarray(18, 24)]).to.deep.equal([1, 0, 0, 0, 0, 0]);
    expect([...frame.subarray(24, 30)]).to.deep.equal([3, 0, 2, 21, 1, 1]);
    expect(frame[30]).to.equal([...frame.subarray(2, 30)].reduce((sum, byte) => sum + byte, 0) % 256);
    expect(frame).to.have.length(33);
  });

  it('hold 1024 bytes and no more', () => {
    const of = (n: number) => () =>
      encodeFrame({ serial: 1, source: 1, destination: 1, command: 2, time: AT, unit: Buffer.alloc(n) });
    expect(of(1024)()).to.have.length(1054);
    expect(of(1025)).to.throw(RangeError);
  });

  it('are told apart in any chunking, with noise and start marks between', () => {
    const one = encodeFrame({ serial: 0x4040, source: 0x2323, destination: 0x4040, command: 3, time: AT });
    const two = encodeFrame({ serial: 8, source: 1, destination: 2, command: 6, time: AT });
    const stream = Buffer.concat([Buffer.from('@@@@#'), one, Buffer.from([0x40, 7]), two, two]);
    for (const size of [1, 2, 3, 7, 29, 31, stream.length]) {
      const splitter = createSplitter();
      const serials: number[] = [];
      for (let at = 0; at < stream.length; at += size) {
        for (const frame of splitter.push(stream.subarray(at, at + size))) serials.push(frame.serial);
      }
      expect(serials, `chunks of ${size}`).to.deep.equal([0x4040, 8, 8]);
    }
  });

  it('a wrong sum is no frame', () => {
    const bent = encodeFrame({ serial: 8, source: 1, destination: 2, command: 3, time: AT });
    bent[27] = (bent[27]! + 1) % 256;
    expect(createSplitter().push(bent)).to.deep.equal([]);
  });

  it('carry Beijing time on any machine, and read it back', () => {
    const label = timeLabel(Date.parse('2026-12-31T16:00:01Z'));
    expect([...label]).to.deep.equal([1, 0, 0, 1, 1, 27]);
    expect(fromTimeLabel(label)).to.equal(Date.parse('2026-12-31T16:00:01Z'));
    expect(fromTimeLabel(Buffer.from([0, 0, 0, 1, 13, 26]))).to.be.NaN;
  });
});

describe('field: application units', () => {
  it('type 2: 48 bytes, low byte first, text in GB18030', () => {
    const unit = encodeUnit(2, [
      { system: 1, systemAddress: 2, component: 42, address: 0x04030201, status: 0x0102, text: '烟', time: AT },
    ]);
    expect(unit).to.have.length(48);
    expect(unit.toString('hex')).to.equal(`020101022a010203040201d1cc${'00'.repeat(29)}0905100c061a`);
  });

  it('type 3: a negative value is two’s complement, low byte first', () => {
    const unit = encodeUnit(3, [{ component: 31, address: 1, analog: 3, value: -125, time: AT }]);
    expect([...unit.subarray(10, 12)]).to.deep.equal([0x83, 0xff]);
  });

  it('several objects stand one behind the other', () => {
    const unit = encodeUnit(
      24,
      [1, 2, 3].map((operator) => ({ operation: 0x20, operator, time: AT })),
    );
    expect(unit[1]).to.equal(3);
    expect(unit).to.have.length(2 + 3 * 8);
  });

  it('text is cut between characters and filled up', () => {
    const decode = (bytes: Uint8Array) =>
      new TextDecoder('gb18030', { fatal: true }).decode(bytes).replace(/[\0 ]+$/, '');
    expect(decode(encodeText('一二三四五六七八九十百千万亿兆京垓'))).to.equal('一二三四五六七八九十百千万亿兆');
    expect(decode(encodeText('𠮷'.repeat(9)))).to.equal('𠮷'.repeat(7));
    expect([...encodeText('A', 0x20)].slice(1)).to.deep.equal(Array(30).fill(0x20));
  });

  it('unknown types are not invented', () => {
    expect(() => encodeUnit(9, [])).to.throw(RangeError);
  });
});
