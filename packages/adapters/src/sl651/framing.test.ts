import { expect } from 'chai';
import { decodeSl651, ENDS, sl651Framing } from './index.js';
import { packets, SELF, up } from './station.test.js';

const NOTHING = new Uint8Array(0);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const all = (...bytes: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(bytes));
const cut = (...chunks: readonly Uint8Array[]) => {
  let rest: Uint8Array = NOTHING;
  let skipped = 0;
  const frames = chunks.flatMap((chunk) => {
    const step = sl651Framing.step(rest, chunk);
    rest = step.rest;
    skipped += step.skipped;
    return step.frames;
  });
  return { frames, rest, skipped };
};
const one = up(`${SELF} 20 19 000005`);
const two = up(`${SELF} 39 23 00010490`, { serial: 8 });
const ascii = up('', { encoding: 'ascii', body: Uint8Array.from(Buffer.from(' TT 2606121600 Z 1.0')) });
const picture = Uint8Array.from({ length: 500 }, (_, i) => (i * 7) & 0xff);
const thirteen = packets(picture, 13);

describe('sl651 framing', () => {
  it('gives the same messages wherever a stream of both encodings, packets and garbage is cut', () => {
    const stream = all(
      Buffer.from('garbage~\x01'),
      one,
      ascii,
      Uint8Array.of(0x7e, 1),
      ...packets(picture.subarray(0, 90), 3),
      two,
    );
    const whole = cut(stream);
    expect(whole.frames.map((frame) => decodeSl651(frame).frame!.function)).to.deep.equal([0x32, 0x32, 0x36, 0x32]);
    expect([whole.skipped, whole.rest.length]).to.deep.equal([11, 0]);
    for (let at = 0; at <= stream.length; at += 1) {
      const parts = cut(stream.subarray(0, at), stream.subarray(at));
      expect(parts.frames.map(text), `cut at ${at}`).to.deep.equal(whole.frames.map(text));
      expect(parts.skipped).to.equal(11);
    }
    const bytewise = cut(...Array.from(stream, (byte) => Uint8Array.of(byte)));
    expect(bytewise.frames.map(text)).to.deep.equal(whole.frames.map(text));
  });

  it('a wrong sum is a message to be denied, unless a sound one begins within it', () => {
    const bad = one.map((byte, i) => (i === 30 ? byte ^ 1 : byte));
    expect(cut(all(bad, two)).frames.map(text)).to.deep.equal([text(bad), text(two)]);
    // A mark with a false length that ends, by chance, on an end character of the frame behind it.
    const false_ = Uint8Array.of(0x7e, 0x7e, 0, 0, 0, 0, 0, 0, 0, 0, 0x32, 0, two.length - 3, 2);
    expect(cut(all(false_, two, one)).frames.map(text)).to.deep.equal([text(two), text(one)]);
  });

  it('a false length swallows nothing of a frame behind it that has not come whole', () => {
    // Of each length, so that its end falls, by chance, on an end character anywhere in the head or the body of what follows.
    for (let length = 0; length < two.length; length += 1) {
      const begun = Uint8Array.of(0x7e, 0x7e, 0, 0, 0, 0, 0, 0, 0, 0, 0x32, 0, length, 2);
      const stream = all(begun, two, one, one);
      const whole = cut(stream).frames.map(text);
      for (let at = begun.length; at <= begun.length + two.length; at += 1) {
        const parts = cut(stream.subarray(0, at), stream.subarray(at));
        expect(parts.frames.map(text), `length ${length}, cut at ${at}`).to.deep.equal(whole);
      }
      expect(whole.slice(-3), `length ${length}`).to.deep.equal([two, one, one].map(text));
    }
  });

  it('what does not end on an end character is none', () => {
    const none = one.map((byte, i) => (i === one.length - 3 ? 0x55 : byte));
    expect(cut(all(none, two))).to.deep.include({ frames: [two], skipped: none.length });
  });

  it('finds a frame behind a beginning that never comes whole', () => {
    const begun = Uint8Array.of(0x7e, 0x7e, 0, 0, 0, 0, 0, 0, 0, 0, 0x32, 0x0f, 0xff, 2);
    const { rest, frames } = cut(all(begun, one));
    expect(frames).to.deep.equal([]);
    const passed = sl651Framing.pass(rest);
    expect(passed.frames.map(text)).to.deep.equal([text(one)]);
    expect(passed.skipped).to.equal(begun.length);
    expect(sl651Framing.pass(begun)).to.deep.equal({ frames: [], rest: begun, skipped: 0 });
  });

  it('looks through garbage once, however it is made up', () => {
    const began = process.cpuUsage().user;
    for (const fill of ['7e', '01', '7e7e010012345678123432', '7e7e01001234567812343200ff02', '0130313233']) {
      const garbage = Uint8Array.from(Buffer.alloc(400_000, fill, 'hex'));
      const { rest, skipped, frames } = cut(garbage);
      expect(rest.length + skipped + frames.reduce((sum, { length }) => sum + length, 0)).to.equal(400_000);
      expect(rest.length).to.be.below(4200);
    }
    expect((process.cpuUsage().user - began) / 1000).to.be.below(2_000);
  });
});

describe('sl651 packets', () => {
  const pictureIn = (bytes: Uint8Array) => decodeSl651(bytes).frame!.picture;

  it('thirteen are one message, also where one overtook another', () => {
    const [first, ...others] = thirteen;
    for (const order of [thirteen, [first!, ...[...others].reverse()]]) {
      const { frames, rest } = cut(...order);
      expect(text(pictureIn(frames.at(-1)!)!)).to.equal(text(picture));
      expect(rest.length).to.equal(0);
    }
    expect(cut(...thirteen).frames).to.have.length(1);
  });

  it('what is missing is told when the last has come, and the whole when it comes', () => {
    const { frames, rest } = cut(...thirteen.filter((_, i) => i !== 4 && i !== 9));
    expect(frames).to.have.length(1);
    expect(decodeSl651(frames[0]!)).to.deep.include({ length: frames[0]!.length });
    expect(decodeSl651(frames[0]!).issues.map(({ code, message }) => [code, message])).to.deep.equal([
      ['sl651-packet-missing', 'Of 13 packets 5, 10 did not come.'],
    ]);
    const fifth = sl651Framing.step(rest, thirteen[4]!);
    expect(decodeSl651(fifth.frames[0]!).issues[0]!.message).to.equal('Of 13 packets 10 did not come.');
    // All of them again: the tenth makes it whole, and those behind it belong to nothing any more.
    const again = sl651Framing.step(fifth.rest, all(...thirteen));
    expect(again.frames.map((bytes) => pictureIn(bytes)?.length)).to.deep.equal([500]);
    expect([again.rest.length, again.skipped]).to.deep.equal([0, all(...thirteen.slice(10)).length]);
  });

  it('what came of a message before never fills a gap of the next', () => {
    const other = packets(
      picture.map((byte) => byte ^ 0xff),
      13,
      8,
    );
    const withoutFirst = cut(...thirteen.slice(1), ...other.slice(0, 5));
    expect(withoutFirst.frames).to.deep.equal([]);
    const whole = sl651Framing.step(withoutFirst.rest, all(...other.slice(5)));
    expect(whole.frames.map((bytes) => pictureIn(bytes)![0])).to.deep.equal([picture[0]! ^ 0xff]);
  });

  it('a frame between packets is a message of its own, and a broken packet is denied', () => {
    const beat = up('', { function: 0x2f });
    const broken = thirteen[3]!.map((byte, i) => (i === 20 ? byte ^ 1 : byte));
    const { frames } = cut(...thirteen.slice(0, 3), beat, broken, ...thirteen.slice(3));
    expect(frames.map(text)).to.deep.equal([text(beat), text(broken), text(all(...thirteen))]);
  });

  it('another first packet begins another message, and no more waits than may', () => {
    const next = packets(picture, 13, 8);
    const { frames, skipped } = cut(...thirteen.slice(0, 6), ...next);
    expect(frames.map((bytes) => decodeSl651(bytes).frame!.serial)).to.deep.equal([8]);
    expect(skipped).to.equal(all(...thirteen.slice(0, 6)).length);
    const many = Array.from({ length: 9 }, (_, i) => packets(picture, 20 + i)[0]!);
    expect(cut(...many).rest.length).to.be.below(5 * many[0]!.length);
    const big = packets(new Uint8Array(160_000), 40);
    expect(cut(...big.slice(0, 39)).rest.length).to.be.below(140_000);
    const odd = up('', { function: 0x36, packet: { total: 2, number: 3 }, ends: ENDS.etb });
    expect(cut(odd).frames).to.have.length(1);
  });
});
