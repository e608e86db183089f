import { expect } from 'chai';
import { readLines } from './lines.js';

/** A stream of the given chunks that notes whether it was cancelled. */
function stream(
  chunks: readonly Uint8Array[],
  ends = true,
): { bytes: ReadableStream<Uint8Array>; cancelled: () => boolean } {
  let cancelled = false;
  const left = [...chunks];
  const bytes = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next) controller.enqueue(next);
      else if (ends) controller.close();
    },
    cancel: () => void (cancelled = true),
  });
  return { bytes, cancelled: () => cancelled };
}

async function all(bytes: ReadableStream<Uint8Array>, most?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(bytes, most)) lines.push(line);
  return lines;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('lines of a byte stream', () => {
  it('are the same wherever the bytes are cut', async () => {
    const whole = encode('{"t":"火警"}\n{"t":"😀"}\n\n{"end":1}\n');
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const lines = await all(stream([whole.slice(0, cut), whole.slice(cut)]).bytes);
      expect(lines, `cut at ${cut}`).to.deep.equal(['{"t":"火警"}', '{"t":"😀"}', '', '{"end":1}']);
    }
    expect(await all(stream([...whole].map((byte) => Uint8Array.of(byte))).bytes)).to.have.length(4);
  });

  it('leave out what was broken off', async () => {
    expect(await all(stream([encode('a\nb')]).bytes)).to.deep.equal(['a']);
  });

  it('have an end: one without is refused, and the stream let go', async () => {
    const { bytes, cancelled } = stream(Array.from({ length: 100 }, () => encode('x'.repeat(100))));
    const error = await all(bytes, 1_000).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'line-too-long');
    expect(cancelled()).to.equal(true);
  });

  it('are text', async () => {
    const error = await all(stream([Uint8Array.of(0xff, 0xfe, 0x0a)]).bytes).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'not-text');
  });

  it('let go of the stream when nobody reads on', async () => {
    const { bytes, cancelled } = stream([encode('a\nb\n')], false);
    for await (const line of readLines(bytes)) {
      expect(line).to.equal('a');
      break;
    }
    expect(cancelled()).to.equal(true);
  });
});
