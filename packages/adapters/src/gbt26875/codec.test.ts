import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createSeededIds } from '@yingji/core/testing';
import { passFalseStart } from './framer.js';
import { decodeGbt26875, encodeGbt26875, startFraming, stepFramer } from './index.js';
import { FRAME, UNITS } from './layout.js';

const vectors = readdirSync(new URL('./vectors/', import.meta.url)).flatMap((name) => {
  const read = JSON.parse(readFileSync(new URL(`./vectors/${name}`, import.meta.url), 'utf8')) as { frame: string }[];
  return read.map(({ frame }) => Uint8Array.from(Buffer.from(frame, 'hex')));
});
const good = vectors.filter((bytes) => decodeGbt26875(bytes).frame);

describe('gbt26875 codec', () => {
  it('refuses every proper prefix of a good frame', () => {
    for (const bytes of good)
      for (let cut = 0; cut < bytes.length; cut += 1)
        expect(decodeGbt26875(bytes.subarray(0, cut)).frame).to.equal(undefined);
  });

  it('gives the same frames wherever a stream is cut', () => {
    const stream = Uint8Array.from(
      Buffer.concat([Buffer.from('garbage@@'), ...good.slice(0, 12), Buffer.from('@'), ...good.slice(12, 20)]),
    );
    const whole = stepFramer(startFraming, stream);
    expect(whole.frames.length).to.equal(20);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const first = stepFramer(startFraming, stream.subarray(0, cut));
      const second = stepFramer(first.state, stream.subarray(cut));
      const frames = [...first.frames, ...second.frames].map(({ decoded }) => decoded);
      expect(frames, `cut at ${cut}`).to.deep.equal(whole.frames.map(({ decoded }) => decoded));
      expect(first.skipped + second.skipped).to.equal(whole.skipped);
    }
  });

  it('what is decoded and encoded again is the same bytes', () => {
    const timed = good.flatMap((bytes) => {
      const { frame } = decodeGbt26875(bytes);
      return frame!.time === null ? [] : [{ bytes, frame: { ...frame!, time: frame!.time } }];
    });
    expect(timed.length).to.be.greaterThan(60);
    for (const { bytes, frame } of timed)
      expect(Buffer.from(encodeGbt26875({ ...frame, unit: bytes.subarray(FRAME.unit, -3) })).equals(bytes)).to.equal(
        true,
      );
  });

  it('behind a start that never comes whole, the next sound frame is found; without one the bytes stay', () => {
    const alarm = good[0]!;
    const falseStart = Uint8Array.from([0x40, 0x40, ...new Array<number>(22).fill(7), 0, 4]);
    const stuck = stepFramer(startFraming, Uint8Array.from([...falseStart, ...alarm]));
    expect(stuck.frames).to.deep.equal([]);
    const freed = passFalseStart(stuck.state);
    expect(freed.frames.map(({ decoded }) => decoded)).to.deep.equal([decodeGbt26875(alarm)]);
    expect([freed.skipped, freed.state.rest.length]).to.deep.equal([falseStart.length, 0]);
    const slow = stepFramer(startFraming, alarm.subarray(0, 60)).state;
    expect(passFalseStart(slow)).to.deep.equal({ state: slow, frames: [], skipped: 0 });
  });

  it('never keeps more than one frame, whatever comes', () => {
    const { random } = createSeededIds(7);
    const pieces = [...good, Uint8Array.of(0x40, 0x40), new Uint8Array(500).fill(0x40), Uint8Array.of(0x23)];
    let state = startFraming;
    for (let n = 0; n < 5000; n += 1) {
      const piece = pieces[Math.floor(random() * pieces.length)]!;
      state = stepFramer(state, piece.subarray(Math.floor(random() * piece.length))).state;
      expect(state.rest.length).to.be.lessThan(FRAME.around + FRAME.maxUnit);
    }
  });

  it('drops what a device left behind the end of a text', () => {
    const bytes = Uint8Array.from(good.find((each) => each[FRAME.unit] === 2)!);
    bytes.fill(0, FRAME.unit + 11, FRAME.unit + 42);
    bytes.set([0xd7, 0xdf, 0xc0, 0xc8, 0x20, 0, 0x58, 0xd7], FRAME.unit + 11);
    bytes[bytes.length - 3] = bytes.subarray(2, -3).reduce((sum, byte) => sum + byte, 0) & 0xff;
    expect(decodeGbt26875(bytes).frame!.objects[0]!.text).to.equal('走廊');
  });

  it('needs time in proportion to the bytes, even of the worst garbage', () => {
    const garbage = (size: number): number => {
      const bytes = new Uint8Array(size).fill(0x40);
      const began = performance.now();
      stepFramer(startFraming, bytes);
      return performance.now() - began;
    };
    garbage(100_000);
    const [small, large] = [garbage(200_000), garbage(2_000_000)];
    expect(large / Math.max(small, 1)).to.be.lessThan(40);
  });

  it('the layout table says what the codec reads', () => {
    for (const bytes of good) {
      const { frame } = decodeGbt26875(bytes);
      const layout = frame?.type === undefined ? undefined : UNITS[frame.type];
      if (!layout || frame!.objects.length === 0) continue;
      const names = [
        ...layout.fields.map(([name]) => name),
        ...(layout.text ? ['text'] : []),
        ...(layout.timed ? ['time'] : []),
      ];
      for (const object of frame!.objects) expect(Object.keys(object).sort()).to.deep.equal(names.sort());
    }
  });
});
