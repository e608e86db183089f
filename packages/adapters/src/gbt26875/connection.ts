import type { Socket } from 'node:net';
import { digest, type Instant } from '@yingji/core';
import type { Decoded, Gbt26875Frame } from './codec.js';
import { encodeGbt26875 } from './encode.js';
import { startFraming, stepFramer } from './framer.js';
import { COMMANDS } from './layout.js';

/** A frame as it came, waiting its turn. */
export interface Received {
  readonly connection: Connection;
  readonly bytes: Uint8Array;
  readonly decoded: Decoded;
  readonly receivedAt: Instant;
  /** Bytes of garbage passed over before it. */
  readonly skipped: number;
}

/** One device on the line: cuts its bytes into frames, answers it, and stops reading when told. */
export interface Connection {
  readonly queue: Received[];
  /** Confirms or denies a frame that was received. */
  answer(bytes: Uint8Array, command: 'confirm' | 'deny'): void;
  /** Sends a frame of our own to the device with this address. */
  send(frame: { serial: number; destination: number; command: number; unit: Uint8Array }): void;
  pause(): void;
  resume(): void;
  end(): void;
}

/** A device whose frames pile up so far is not read until they are taken, so that the others are. */
const QUEUE_FULL = 64;

export function serveConnection(
  socket: Socket,
  options: {
    readonly now: () => Instant;
    readonly local: () => string;
    readonly received: (frame: Received) => void;
    readonly idleMs: number;
  },
): Connection {
  const { now, local, received, idleMs } = options;
  let state = startFraming;
  let skipped = 0;
  const connection: Connection = {
    queue: [],
    answer(bytes, command) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const [source, destination] = [readU48(view, 12), readU48(view, 18)];
      const version = { major: bytes[4]!, user: bytes[5]! };
      write({
        serial: view.getUint16(2, true),
        version,
        source: destination,
        destination: source,
        command: COMMANDS[command],
      });
    },
    send({ serial, destination, command, unit }) {
      write({ serial, version: { major: 1, user: 0 }, source: 0, destination, command, unit });
    },
    pause: () => void socket.pause(),
    resume() {
      if (connection.queue.length < QUEUE_FULL) socket.resume();
    },
    end: () => void socket.destroy(),
  };
  function write(frame: Omit<Parameters<typeof encodeGbt26875>[0], 'time'>): void {
    if (socket.writable) socket.write(encodeGbt26875({ ...frame, time: local() }));
  }
  socket.setNoDelay(true);
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on('data', (chunk) => {
    const step = stepFramer(state, chunk);
    state = step.state;
    skipped += step.skipped;
    const receivedAt = now();
    for (const { bytes, decoded } of step.frames) {
      received({ connection, bytes, decoded, receivedAt, skipped });
      skipped = 0;
    }
    if (connection.queue.length >= QUEUE_FULL) socket.pause();
  });
  return connection;
}

/** The device's own identity of a message: who, which, when, and all its bytes; a retry repeats all of them. */
export function keyOf(bytes: Uint8Array, frame: Gbt26875Frame | undefined): string {
  const all = digest(String.fromCharCode(...bytes));
  return frame ? `${frame.source}.${frame.serial}.${frame.time ?? 'no-time'}.${all}` : `broken.${all}`;
}

const readU48 = (view: DataView, at: number): number =>
  view.getUint32(at, true) + view.getUint16(at + 4, true) * 0x1_0000_0000;
