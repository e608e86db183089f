import { closeSync, openSync, writeSync } from 'node:fs';
import { YingjiError, type Delivery, type Feed, type Heard, type Instant, type Session } from '@yingji/core';
import { headLine, HOLDS, packetLine } from './format.js';

/** Stands between a feed and its runner, and writes down what comes in. */
export interface Recorder {
  /** The same feed, heard. */
  hear(feed: Feed): Feed;
  /** Bytes written. */
  readonly bytes: number;
  close(): void;
}

/**
 * Records to a new file that its owner alone may read. At `most` bytes, or when the disk is full, it stops and says so; the feed goes
 * on. Error `recording-exists`, and `recording-failed` where it cannot be made.
 */
export function createRecorder(options: {
  readonly file: string;
  readonly feed: string;
  readonly source: string;
  readonly begun: Instant;
  /** Whether it tells of packets; else its messages are recorded. */
  readonly packets: boolean;
  readonly most: number;
  readonly stopped: (why: string) => void;
}): Recorder {
  const { file, feed, source, begun, packets, most, stopped } = options;
  const to = create(file);
  let [written, open, sessions] = [0, true, 0];

  function end(why?: string): void {
    if (!open) return;
    open = false;
    closeSync(to);
    if (why !== undefined) stopped(why);
  }
  function write(line: string): void {
    if (!open) return;
    const bytes = Buffer.from(line);
    if (written + bytes.byteLength > most) return end(`${file} has its ${most} bytes; nothing more is recorded.`);
    try {
      written += writeSync(to, bytes);
    } catch (error) {
      end(`${file} could not be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}); recording has ended.`);
    }
  }
  write(headLine({ recording: 1, feed, source, begun, of: packets ? 'packets' : 'messages', holds: HOLDS }));

  async function* messages({ deliveries }: Session, session: number): AsyncGenerator<Delivery> {
    for await (const delivery of deliveries) {
      const { raw, receivedAt } = delivery;
      if (raw) write(packetLine({ line: String(session), bytes: raw, receivedAt }, begun));
      yield delivery;
    }
  }

  return {
    get bytes() {
      return written;
    },
    hear: (of) => ({
      ...of,
      async open(context, stop) {
        const session = (sessions += 1);
        // Lines are named anew by each session.
        const heard = (packet: Heard): void =>
          write(packetLine({ ...packet, line: `${session}.${packet.line}` }, begun));
        if (packets) return of.open({ ...context, heard }, stop);
        const opened = await of.open(context, stop);
        return {
          ...opened,
          deliveries: messages(opened, session),
          settle: (token, verdict) => opened.settle(token, verdict),
        };
      },
    }),
    close: () => end(),
  };
}

function create(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new YingjiError('recording-exists', `${file} is there already; name a new file.`);
    throw new YingjiError('recording-failed', `${file} cannot be made (${code ?? 'unknown'}); check the path.`);
  }
}
