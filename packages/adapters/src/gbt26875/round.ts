import type { Connection, Received } from './connection.js';

/** How much may be waiting or unsettled before no socket is read any more. */
const MOST_FRAMES = 1000;
const MOST_BYTES = 4 * 1024 * 1024;

/** Frames that wait for their turn: one of each line in turn, so that a flooding device does not starve the others. */
export interface Round {
  /** No more should be read: too much is waiting, or taken and not settled. */
  readonly full: boolean;
  add(frame: Received): void;
  next(): Received | undefined;
  /** Gives back the credit of a frame that was taken. */
  settled(frame: Pick<Received, 'bytes'>): void;
}

/** `changed` is told when it fills and when there is room again. A line that is gone keeps its turn until it is empty. */
export function createRound(changed: (full: boolean) => void): Round {
  const ready = new Set<Connection>();
  let frames = 0;
  let bytes = 0;
  const full = (): boolean => frames >= MOST_FRAMES || bytes >= MOST_BYTES;

  function hold(frame: Pick<Received, 'bytes'>, sign: 1 | -1): void {
    const wasFull = full();
    frames += sign;
    bytes += sign * frame.bytes.byteLength;
    if (full() !== wasFull) changed(!wasFull);
  }

  return {
    get full() {
      return full();
    },
    add(frame) {
      frame.connection.queue.push(frame);
      ready.add(frame.connection);
      hold(frame, 1);
    },
    next() {
      const [connection] = ready;
      if (!connection) return undefined;
      ready.delete(connection);
      const frame = connection.queue.shift();
      if (connection.queue.length > 0) ready.add(connection);
      return frame;
    },
    settled: (frame) => hold(frame, -1),
  };
}
