import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createSeededIds } from '@yingji/core/testing';
import { toInstant } from '@yingji/core';
import { passFalseStart } from './framer.js';
import { decodeGbt26875, encodeGbt26875, gbt26875, startFraming, stepFramer } from './index.js';
import { FRAME, UNITS } from './layout.js';

const vectors = readdirSync(new URL('./vectors/', import.meta.url)).flatMap((name) => {
  const read = JSON.parse(readFileSync(new URL(`./vectors/${name}`, import.meta.url), 'utf8')) as
    { frame: string }[] | { vectors: { frame: string }[] };
  return (Array.isArray(read) ? read : read.vectors).map(({ frame }) => Uint8Array.from(Buffer.from(frame, 'hex')));
});
const good = vectors.filter((bytes) => decodeGbt26875(bytes).frame);
const context = { source: 'fire', receivedAt: toInstant(Date.parse('2026-06-12T16:00:00+08:00')) };
const rounds = Number(process.env['YINGJI_FUZZ'] ?? 20_000);

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

  it(`takes ${rounds} mutated frames without a throw, each quickly, and every draft it makes is sound`, () => {
    const { random } = createSeededIds(26875);
    const began = performance.now();
    for (let n = 0; n < rounds; n += 1) {
      const bytes = good[Math.floor(random() * good.length)]!.slice();
      for (let k = 0; k <= random() * 4; k += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      // Half of them get their checksum mended, so that what is behind it is reached.
      if (random() < 0.5) {
        let sum = 0;
        for (let i = 2; i < bytes.length - 3; i += 1) sum += bytes[i]!;
        bytes[bytes.length - 3] = sum & 0xff;
      }
      const { ok, drafts, issues } = gbt26875.decode(bytes, context);
      if (!ok) expect(issues.length).to.be.greaterThan(0);
      for (const { at } of drafts) expect(Number.isNaN(Date.parse(at))).to.equal(false);
    }
    expect((performance.now() - began) / rounds).to.be.lessThan(1);
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

  it('real frames decode to what their collectors wrote down (needs the shared samples)', function () {
    const folder = `${process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url))}/samples/gb26875/`;
    if (!existsSync(folder)) return this.skip();
    const frame = (name: string) =>
      decodeGbt26875(Buffer.from(readFileSync(folder + name, 'utf8').trim(), 'hex')).frame!;
    const names = readdirSync(folder).filter((name) => name.endsWith('.hex'));
    for (const name of names) expect(frame(name), name).to.not.equal(undefined);
    const said = (name: string): unknown[] => {
      const { command, type, objects } = frame(names.find((each) => each.startsWith(name))!);
      return [command, type, objects[0]];
    };
    expect(said('01')[2]).to.deep.include({
      system: 1,
      systemAddress: 1,
      component: 40,
      address: 0x2000a,
      status: 2,
      time: '2012-09-26T09:58:02',
    });
    expect(frame(names.find((name) => name.startsWith('01'))!)).to.deep.include({
      source: 0x379,
      destination: 0x15b38,
      serial: 1,
      time: '2012-09-26T09:58:32',
    });
    expect([said('02')[0], said('03')[0], said('18')[0], said('19')[0]]).to.deep.equal([3, 6, 3, 6]);
    expect(said('04')).to.deep.equal([2, 21, { status: 8, time: (said('04')[2] as { time: string }).time }]);
    expect(said('05')[2]).to.deep.include({ operation: 0x20, operator: 1 });
    expect(said('06')).to.deep.equal([2, 25, { major: 1, minor: 1 }]);
    expect(said('11')[2]).to.deep.include({ text: 'Ａ区１层呷哺走廊', status: 2 });
    expect(said('09').slice(0, 2)).to.deep.equal([1, 90]);
    expect(said('10')).to.deep.equal([1, 91, { minutes: 10 }]);
    expect(said('12').slice(0, 2)).to.deep.equal([5, 21]);
    expect(said('14')).to.deep.equal([5, 25, { major: 1, minor: 1 }]);
    expect([said('08'), said('13'), said('15'), said('17')].map(([command, type]) => [command, type])).to.deep.equal([
      [4, 81],
      [4, 85],
      [4, 88],
      [1, 89],
    ]);
    expect([said('16')[1], said('07')[1], frame(names.find((name) => name.startsWith('20'))!).type]).to.deep.equal([
      28,
      28,
      undefined,
    ]);
  });
});
