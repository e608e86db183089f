import { boundsByLayout, bytesOf } from './bounds.js';
import type { Layout } from './layout.js';

/** What a stretch of bytes gave. */
export interface Framed {
  /** Whole frames in order; those with a wrong checksum are here too, to be denied. */
  readonly frames: readonly Uint8Array[];
  /** Bytes not used yet: the beginning of a frame that has not come whole. */
  readonly rest: Uint8Array;
  /** Bytes passed over because no frame began there. */
  readonly skipped: number;
}

/** Cuts a stream into frames: a pure step from what was left and what came, whatever the chunks. */
export interface Framing {
  step(rest: Uint8Array, chunk: Uint8Array): Framed;
  /** Looks for a sound frame behind a beginning that does not come whole; without one, all of it stays. */
  pass(rest: Uint8Array): Framed;
}

const NOTHING = new Uint8Array(0);

/**
 * Frames that begin with the mark of their layout and know their length. After garbage the next mark is looked for, byte by
 * byte; what would be longer than `most` bytes begins nowhere. Error `bad-layout`, when the layout does not say how long a frame is.
 */
export function framesByLayout(layout: Layout, { most = 4096 }: { readonly most?: number } = {}): Framing {
  const [first] = layout.fields;
  const mark = bytesOf(first?.is === 'mark' ? first.hex : '');
  const boundAt = boundsByLayout(layout, most);

  const step = (rest: Uint8Array, chunk: Uint8Array): Framed => {
    const bytes = joined(rest, chunk);
    const frames: Uint8Array[] = [];
    let [at, skipped] = [0, 0];
    while (at < bytes.length) {
      const begins = nextBeginning(bytes, at, mark);
      skipped += begins - at;
      at = begins;
      if (at >= bytes.length) break;
      const bound = boundAt(bytes, at);
      if (bound === 'cut') break;
      if (bound === 'none') {
        at += 1;
        skipped += 1;
        continue;
      }
      frames.push(bytes.slice(at, at + bound));
      at += bound;
    }
    return { frames, rest: bytes.slice(at), skipped };
  };

  return {
    step,
    pass(rest) {
      const behind = step(NOTHING, rest.subarray(1));
      return behind.frames.length === 0 ? { frames: [], rest, skipped: 0 } : { ...behind, skipped: behind.skipped + 1 };
    },
  };
}

/** Lines of text, each without its end; a line longer than `most` bytes is passed over. */
export function framesByLine({ most = 65_536 }: { readonly most?: number } = {}): Framing {
  const NEWLINE = 0x0a;
  const step = (rest: Uint8Array, chunk: Uint8Array): Framed => {
    const bytes = joined(rest, chunk);
    const frames: Uint8Array[] = [];
    let [at, skipped] = [0, 0];
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, at)) {
      const line = bytes.slice(at, bytes[end - 1] === 0x0d && end > at ? end - 1 : end);
      if (line.length > most) skipped += line.length;
      else if (line.length > 0) frames.push(line);
      at = end + 1;
    }
    const left = bytes.slice(at);
    // What has grown too long already is let go, but for one byte more than may be: its end must still be known as too long.
    const over = Math.max(0, left.length - most - 1);
    return { frames, rest: left.subarray(0, left.length - over), skipped: skipped + over };
  };
  return { step, pass: (rest) => ({ frames: [], rest, skipped: 0 }) };
}

/** Where a frame may begin: a whole mark, or the part of one at the end. */
function nextBeginning(bytes: Uint8Array, from: number, mark: Uint8Array): number {
  if (mark.length === 0) return from;
  for (let at = bytes.indexOf(mark[0]!, from); at >= 0; at = bytes.indexOf(mark[0]!, at + 1))
    if (mark.every((byte, i) => at + i >= bytes.length || bytes[at + i] === byte)) return at;
  return bytes.length;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
