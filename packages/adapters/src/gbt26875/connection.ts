import type { Socket } from 'node:net';
import { digestBytes, type Instant } from '@yingji/core';
import { occasion, type Receipt } from './belief.js';
import type { Decoded, Gbt26875Frame } from './codec.js';
import { encodeGbt26875 } from './encode.js';
import { passFalseStart, startFraming, stepFramer, type FramerStep } from './framer.js';
import { COMMANDS, FRAME } from './layout.js';

/** A frame as it came, waiting its turn. */
export interface Received {
  readonly connection: Connection;
  readonly bytes: Uint8Array;
  readonly decoded: Decoded;
  readonly receivedAt: Instant;
  /** Bytes of garbage passed over before it. */
  readonly skipped: number;
}

/** What is sent to a device; its time label is made when it is sent. */
export type Outgoing = Omit<Parameters<typeof encodeGbt26875>[0], 'time'>;

/** One device on the line: cuts its bytes into frames, answers it, and stops reading when told. */
export interface Connection {
  readonly queue: Received[];
  /** Host at the other end. */
  readonly remote: string;
  /** Confirms or denies a frame that was received. */
  answer(bytes: Uint8Array, command: 'confirm' | 'deny'): void;
  send(frame: Outgoing): void;
  pause(): void;
  resume(): void;
  /** Lets time pass for silence and for frames that never come whole: called about once a second. */
  tick(): void;
  end(): void;
}

export interface ConnectionOptions {
  readonly now: () => Instant;
  /** Milliseconds that never run backwards. */
  readonly elapsed: () => number;
  readonly local: () => string;
  readonly received: (frame: Received) => void;
  /** Told why we close the line ourselves. */
  readonly closing: (code: string, skipped: number) => void;
  readonly idleMs: number;
  readonly firstFrameMs: number;
  readonly frameMs: number;
}

/** A device whose frames pile up so far is not read until they are taken, so that the others are. */
const QUEUE_FULL = 64;
/** Answers a device may leave unread before we hang up: some two thousand. */
const MOST_UNREAD = 64 * 1024;

export function serveConnection(socket: Socket, options: ConnectionOptions): Connection {
  const { now, elapsed, local, received, closing, idleMs, firstFrameMs, frameMs } = options;
  let state = startFraming;
  let skipped = 0;
  let ended = false;
  let spoken = false;
  let lastFrame = elapsed();
  /** Since when the bytes in `state` wait for the rest of their frame. */
  let waitingSince: number | undefined;
  let gathering = false;

  const connection: Connection = {
    queue: [],
    remote: socket.remoteAddress ?? '',
    answer(bytes, command) {
      write({
        serial: bytes[FRAME.serial]! | (bytes[FRAME.serial + 1]! << 8),
        version: { major: bytes[FRAME.version]!, user: bytes[FRAME.version + 1]! },
        source: addressAt(bytes, FRAME.destination),
        destination: addressAt(bytes, FRAME.source),
        command: COMMANDS[command],
      });
    },
    send: write,
    pause: () => void socket.pause(),
    resume() {
      if (connection.queue.length < QUEUE_FULL) socket.resume();
    },
    tick() {
      if (ended) return;
      const at = elapsed();
      if (socket.isPaused()) {
        // It is we who do not listen: that is no silence of the device.
        lastFrame = at;
        if (waitingSince !== undefined) waitingSince = at;
        return;
      }
      if (waitingSince !== undefined && at - waitingSince >= frameMs) take(passFalseStart(state));
      if (at - lastFrame >= (spoken ? idleMs : firstFrameMs)) hangUp('gbt-silent');
    },
    end() {
      ended = true;
      socket.destroy();
    },
  };

  function write(frame: Outgoing): void {
    if (ended || !socket.writable) return;
    if (socket.writableLength > MOST_UNREAD) hangUp('gbt-not-reading');
    else {
      gather();
      socket.write(encodeGbt26875({ ...frame, time: local() }));
    }
  }

  /** What is answered in one go, as the frames of a commit are, leaves in one write. */
  function gather(): void {
    if (gathering) return;
    gathering = true;
    socket.cork();
    queueMicrotask(() => {
      gathering = false;
      socket.uncork();
    });
  }

  function hangUp(code: string): void {
    closing(code, skipped);
    connection.end();
  }

  function take(step: FramerStep): void {
    const moved = step.frames.length > 0 || step.skipped > 0;
    if (step.state.rest.length === 0) waitingSince = undefined;
    else if (moved || waitingSince === undefined) waitingSince = elapsed();
    state = step.state;
    skipped += step.skipped;
    const receivedAt = now();
    for (const { bytes, decoded } of step.frames) {
      if (ended) return;
      spoken = true;
      lastFrame = elapsed();
      received({ connection, bytes, decoded, receivedAt, skipped });
      skipped = 0;
    }
    if (connection.queue.length >= QUEUE_FULL) socket.pause();
  }

  socket.setNoDelay(true);
  socket.on('data', (chunk) => take(stepFramer(state, chunk)));
  return connection;
}

/** The device's own identity of a message: who, which, when, and all its bytes; a retry repeats all of them. */
export function keyOf(bytes: Uint8Array, frame: Gbt26875Frame | undefined, receipt: Receipt): string {
  const all = digestBytes(bytes);
  return frame ? `${frame.source}.${frame.serial}.${occasion(frame.time, receipt)}.${all}` : `broken.${all}`;
}

/** A 48-bit address of a whole frame, whose checksum may be wrong. */
export function addressAt(bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(at, true) + view.getUint16(at + 4, true) * 0x1_0000_0000;
}
