import { once } from 'node:events';
import type { Socket } from 'node:net';
import { within } from './within.js';

/** A connection of ours to the feed. */
export interface Caller {
  readonly socket: Socket;
  /** Sends a message as its source would, each time anew. */
  send(message: Uint8Array): void;
  /** Everything heard so far, as pairs of 0–9, a–f. */
  heard(): string;
}

/** How the source of a feed speaks. */
export interface Line {
  /** A message as it stands on the wire, each time anew. */
  wire(message: Uint8Array): Uint8Array;
  /** The answer in what was heard, as a vector states it. */
  answerIn(heard: string): string;
  /** Whether a source that hears this sends its message no more. */
  isDone(heard: string): boolean;
  /** What speaks against what was heard once the message is stored, whatever the vector says. */
  isUnconfirmed(heard: string): boolean;
  /** Sends one message over and over; whether the feed stops it, as nobody takes what it has read. `taken` after the first. */
  isStopped(message: Uint8Array, dial: () => Promise<Caller>, taken: () => Promise<unknown>): Promise<boolean>;
  /** What is sent while nobody takes it, in words. */
  readonly flood: string;
}

const MEGABYTE = 1_048_576;

/** Whether a socket takes more within a second. */
export const drains = async (socket: Socket): Promise<boolean> =>
  (await within(
    1_000,
    once(socket, 'drain').then(() => true),
  )) ?? false;

/** A stream of bytes: messages stand on the wire as they are, and so do answers. */
export const tcpLine: Line = {
  wire: (message) => message,
  answerIn: (heard) => heard,
  isDone: (heard) => heard !== '',
  isUnconfirmed: () => false,
  flood: '64 MB and more',
  async isStopped(message, dial, taken) {
    const { socket } = await dial();
    const block = Buffer.concat(Array.from({ length: Math.ceil(MEGABYTE / message.length) }, () => message));
    try {
      for (let sent = 0; sent < 64; sent += 1) {
        if (!socket.write(block) && !(await drains(socket))) return true;
        if (sent === 0) await taken();
      }
      return false;
    } finally {
      socket.destroy();
    }
  },
};
