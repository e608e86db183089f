import { encodeFrame } from './frame.js';

/**
 * Ways in which real devices and lines break the norm. Each is done once, to the first sending of one frame; what the device
 * sends again after that is right.
 */
export const WRONGS = /** @type {const} */ ([
  'bad-checksum',
  'garbage',
  'lure',
  'split',
  'merge',
  'repeat',
  'repeat-later',
  'cut',
  'month-13',
  'vendor-type',
]);
/** @typedef {typeof WRONGS[number]} Wrong */

/**
 * What goes on the line instead of the plain frame.
 * @param {{ frame: Buffer, wrong: Wrong | undefined, random: import('./random.js').Random, stray: () => Buffer }} options
 *   `stray` makes another good frame to stick to this one
 * @returns {{ chunks: Buffer[], drop?: true, again?: true }} drop: the line breaks afterwards; again: sent once more after the confirm
 */
export function onTheLine({ frame, wrong, random, stray }) {
  if (wrong === 'bad-checksum') {
    const bent = Buffer.from(frame);
    bent[frame.length - 3] = ((bent[frame.length - 3] ?? 0) + 1) & 0xff;
    return { chunks: [bent] };
  }
  if (wrong === 'garbage') return { chunks: [Buffer.concat([noise(random), frame])] };
  if (wrong === 'lure') {
    // A start mark and a believable length with nothing behind it: the reader waits, and must come back to the real frame.
    const lure = encodeFrame({
      serial: 0,
      source: 0,
      destination: 0,
      command: 2,
      time: new Uint8Array(6),
      unit: new Uint8Array(40),
    });
    return { chunks: [Buffer.concat([lure.subarray(0, 27), frame])] };
  }
  if (wrong === 'split') {
    const cuts = [random.int(1, frame.length - 2), random.int(1, frame.length - 2)].sort((a, b) => a - b);
    return {
      chunks: [frame.subarray(0, cuts[0]), frame.subarray(cuts[0], cuts[1]), frame.subarray(cuts[1])].filter(
        (c) => c.length > 0,
      ),
    };
  }
  if (wrong === 'merge') return { chunks: [Buffer.concat([stray(), frame])] };
  if (wrong === 'repeat') return { chunks: [Buffer.concat([frame, frame])] };
  if (wrong === 'repeat-later') return { chunks: [frame], again: true };
  if (wrong === 'cut') return { chunks: [frame.subarray(0, Math.floor(frame.length / 2))], drop: true };
  return { chunks: [frame] };
}

/** @param {import('./random.js').Random} random */
function noise(random) {
  // No 40: a start mark in the noise is the business of `lure`.
  return Buffer.from(Array.from({ length: random.int(1, 24) }, () => random.int(0x80, 0xff)));
}
