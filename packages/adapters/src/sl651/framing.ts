import type { Framed, Framing } from '@yingji/core/frame';
import { boundAt, CUT, hasHead, isSound, isUpward, NONE, packetAt, SOH, START } from './bounds.js';
import { concatenated } from './concatenated.js';
import { addPacket, closeHeld, openHeld, type Held } from './packets.js';

/**
 * Cuts a stream into messages, HEX and ASCII: a frame is one, and so are all packets of one, put in order. When the last packet has come
 * and others have not, those that are here are a message that lacks some, and stay until the missing ones come.
 */
export const sl651Framing: Framing = {
  step(rest, chunk) {
    const { held, tail } = openHeld(rest);
    return cut(held, tail.length === 0 ? chunk : concatenated([tail, chunk]));
  },
  pass(rest) {
    const { held, tail } = openHeld(rest);
    const behind = cut(held, tail.subarray(1));
    return behind.frames.length === 0 ? { frames: [], rest, skipped: 0 } : { ...behind, skipped: behind.skipped + 1 };
  },
};

function cut(before: Held, bytes: Uint8Array): Framed {
  const frames: Uint8Array[] = [];
  let held = before;
  let [at, skipped] = [0, 0];
  // Where the next mark of either sort stands; looked for again only when it is passed, so that all is looked through once.
  let [start, soh] = [-1, -1];
  while (at < bytes.length) {
    if (start < at) start = nextOf(bytes, START, at);
    if (soh < at) soh = nextOf(bytes, SOH, at);
    const begins = Math.min(start, soh);
    skipped += begins - at;
    at = begins;
    if (at >= bytes.length) break;
    const bound = boundAt(bytes, at);
    if (bound === CUT) break;
    if (bound === NONE) {
      at += 1;
      skipped += 1;
      continue;
    }
    const sound = isSound(bytes, at, bound);
    const inner = sound ? NONE : betterWithin(bytes, at, bound);
    if (inner === CUT) break;
    if (inner > 0) {
      skipped += inner - at;
      at = inner;
      continue;
    }
    const frame = copied(bytes, at, at + bound);
    at += bound;
    // Only a station sends what is to be put together.
    const packet = sound && isUpward(frame, 0) ? packetAt(frame, 0) : undefined;
    if (!packet) frames.push(frame);
    else {
      const added = addPacket(held, frame, packet);
      held = added.held;
      skipped += added.skipped;
      frames.push(...added.frames);
    }
  }
  return { frames, rest: closeHeld(held, copied(bytes, at)), skipped };
}

/**
 * A mark in garbage with a false length would take the frames behind it along: the first sound one that begins within, or else the
 * first that has not come whole. NONE where there is neither, CUT while a beginning is too short to tell.
 */
function betterWithin(bytes: Uint8Array, from: number, length: number): number {
  let begun = NONE;
  for (let at = from + 1; at < from + length; at += 1) {
    at = Math.min(nextOf(bytes, START, at), nextOf(bytes, SOH, at));
    if (at >= from + length) break;
    const bound = boundAt(bytes, at);
    if (bound > 0 && isSound(bytes, at, bound)) return at;
    if (bound === CUT && begun === NONE) begun = at;
  }
  return begun === NONE || hasHead(bytes, begun) ? begun : CUT;
}

/** A copy, also of a Buffer: what is left of a line must not keep the whole of what a socket read. */
const copied = (bytes: Uint8Array, from: number, to?: number): Uint8Array => new Uint8Array(bytes.subarray(from, to));

function nextOf(bytes: Uint8Array, mark: number, from: number): number {
  const at = bytes.indexOf(mark, from);
  return at < 0 ? bytes.length : at;
}
