import { expect } from 'chai';
import fc from 'fast-check';
import { defineLayout, framesByLayout, framesByLine, readFrame, toHex, type Fields, type Layout } from './index.js';
import { seeds } from '../testing/seeds.js';

const of = <const F extends Fields>(fields: F) => defineLayout({ title: { zh: '', en: '' }, norm: 'x', fields });
const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => parseInt(pair, 16));
const NOTHING = new Uint8Array(0);

/** Sizes by a whole number and by digits, a list, cases, a mark at the end. */
const rich = of([
  { name: 'start', is: 'mark', hex: 'aa55' },
  { name: 'size', is: 'uint', bytes: 1 },
  { name: 'more', is: 'bcd', bytes: 1 },
  { name: 'sort', is: 'digits', bytes: 1 },
  { name: 'body', is: 'bytes', bytes: { by: 'size', less: 1 } },
  {
    name: 'case',
    is: 'choice',
    by: 'sort',
    cases: { '01': [], '02': [{ name: 'n', is: 'uint', bytes: 2 }] },
  },
  { name: 'list', is: 'list', count: { by: 'more' }, fields: [{ name: 'n', is: 'int', bytes: 1 }] },
  { name: 'sum', is: 'checksum', of: 'xor8', from: 'start' },
  { name: 'end', is: 'mark', hex: '23' },
]);
const ODD = ['frame-cut', 'frame-mark', 'frame-unknown'];
const piece = fc.oneof(
  fc
    .constantFrom('aa55 02 01 01 cc 0f 00 23', 'aa55 01 00 02 0001 00 23', 'aa55 00 00 01', 'aa55 02 ab 01', 'aa', '23')
    .map(hex),
  fc.uint8Array({ maxLength: 6 }),
);
const stream = fc.array(piece, { maxLength: 12 }).map((pieces) => Uint8Array.from(pieces.flatMap((each) => [...each])));

describe('where frames end', () => {
  const framing = framesByLayout(rich, { most: 40 });

  it('is where reading ends, for every frame and for nothing else', () =>
    fc.assert(
      fc.property(stream, (bytes) => {
        const { frames, rest, skipped } = framing.step(NOTHING, bytes);
        expect(frames.reduce((sum, { length }) => sum + length, 0) + rest.length + skipped).to.equal(bytes.length);
        for (const frame of frames) {
          const { length, issues } = readFrame(rich, frame);
          expect(length, toHex(frame)).to.equal(frame.length);
          expect(issues.filter(({ code, path }) => ODD.includes(code) && path !== '/sum')).to.deep.equal([]);
        }
        if (rest.length >= 2) expect(readFrame(rich, rest).issues.map(({ code }) => code)).to.include('frame-cut');
        expect(rest.length).to.be.below(40);
      }),
      seeds(2_000),
    ));

  it('is the same wherever the stream is cut', () =>
    fc.assert(
      fc.property(stream, fc.nat(40), (bytes, cut) => {
        const whole = framing.step(NOTHING, bytes);
        const first = framing.step(NOTHING, bytes.subarray(0, cut));
        const second = framing.step(first.rest, bytes.subarray(cut));
        expect([...first.frames, ...second.frames].map(toHex)).to.deep.equal(whole.frames.map(toHex));
        expect(toHex(second.rest)).to.equal(toHex(whole.rest));
      }),
      seeds(2_000),
    ));

  it('is nowhere for a size below nothing, one that is no number, and one that is too long', () => {
    const good = hex('aa55 02 01 01 cc 0f 00 23');
    for (const odd of ['aa55 00 00 01', 'aa55 02 ab 01', 'aa55 ff 00 01']) {
      const { frames, rest } = framing.step(NOTHING, Uint8Array.from([...hex(odd), ...good]));
      expect([frames.map(toHex), rest.length], odd).to.deep.equal([[toHex(good)], 0]);
    }
  });

  it('is not to be known where a layout leaves it to the end of the bytes', () => {
    const open = of([
      { name: 'start', is: 'mark', hex: 'aa' },
      { name: 'said', is: 'text', bytes: { before: 1 }, charset: 'ascii' },
      { name: 'end', is: 'mark', hex: '23' },
    ]);
    expect(() => framesByLayout(open)).to.throw('bad-layout');
  });

  it('of a line is its end, with or without a carriage return; what is too long is passed over', () => {
    const lines = framesByLine({ most: 8 });
    const text = new TextEncoder().encode('one\r\n\ntwo\n0123456789\nthree');
    const { frames, rest, skipped } = lines.step(NOTHING, text);
    expect(frames.map((each) => new TextDecoder().decode(each))).to.deep.equal(['one', 'two']);
    expect([new TextDecoder().decode(rest), skipped]).to.deep.equal(['three', 10]);
  });
});

describe('a size that a frame says', () => {
  it('is refused where it is no number: nothing is read on from nowhere', () => {
    const layout = of([
      { name: 'size', is: 'bcd', bytes: 1, none: [0xff] },
      { name: 'body', is: 'bytes', bytes: { by: 'size' } },
    ]);
    const list = of([
      { name: 'size', is: 'bcd', bytes: 1, none: [0xff] },
      { name: 'body', is: 'list', count: { by: 'size' }, fields: [{ name: 'n', is: 'uint', bytes: 1 }] },
    ]);
    for (const each of [layout, list] as Layout[])
      for (const said of ['ab', 'ff']) {
        const { value, length, issues } = readFrame(each, hex(`${said} 0102`));
        expect([value, length, issues.at(-1)!.code, issues.at(-1)!.path]).to.deep.equal([
          undefined,
          1,
          'frame-cut',
          '/body',
        ]);
      }
  });
});
