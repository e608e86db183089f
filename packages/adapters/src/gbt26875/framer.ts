import { decodeGbt26875, type Decoded } from './codec.js';

/** What a stream of bytes has given so far; carried from step to step as data. */
export interface FramerState {
  /** Bytes not yet used; at most one frame that is not whole. */
  readonly rest: Uint8Array;
}

export interface FramerStep {
  readonly state: FramerState;
  /** Frames in order, whole by their marks; those with a wrong checksum or count are here too, to be denied. */
  readonly frames: readonly { readonly bytes: Uint8Array; readonly decoded: Decoded }[];
  /** Bytes passed over because no frame began there. */
  readonly skipped: number;
}

export const startFraming: FramerState = { rest: new Uint8Array(0) };

/** Cuts a stream into frames: pure, whatever the chunks. After garbage it looks for the next start mark, byte by byte. */
export function stepFramer(state: FramerState, chunk: Uint8Array): FramerStep {
  const bytes = joined(state.rest, chunk);
  const frames: { bytes: Uint8Array; decoded: Decoded }[] = [];
  let at = 0;
  let skipped = 0;
  while (at < bytes.length) {
    if (!mayBegin(bytes, at)) {
      const next = bytes.indexOf(0x40, at + 1);
      const to = next < 0 ? bytes.length : next;
      skipped += to - at;
      at = to;
      continue;
    }
    const decoded = decodeGbt26875(bytes, at);
    if (decoded.length > 0) {
      frames.push({ bytes: bytes.slice(at, at + decoded.length), decoded });
      at += decoded.length;
    } else if (decoded.issues[0]?.code === 'gbt-truncated') break;
    else {
      at += 1;
      skipped += 1;
    }
  }
  return { state: { rest: bytes.slice(at) }, frames, skipped };
}

/**
 * Looks behind a start whose frame does not come whole. A start mark in garbage with a false length would otherwise hold
 * back every frame after it, up to a kilobyte of them. Without a sound frame behind it the state stays: the line may be slow.
 */
export function passFalseStart(state: FramerState): FramerStep {
  const step = stepFramer(startFraming, state.rest.subarray(1));
  if (!step.frames.some(({ decoded }) => decoded.frame)) return { state, frames: [], skipped: 0 };
  return { ...step, skipped: step.skipped + 1 };
}

const mayBegin = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x40 && (at + 1 === bytes.length || bytes[at + 1] === 0x40);

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
