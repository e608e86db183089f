// What the tests beside it share: a feed on the line and a device that dials it. Named as a test so that it is not built.
import { connect, type Socket } from 'node:net';
import { systemClock, type Clock, type Command, type Delivery, type FeedContext, type Session } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { clockAt } from '../../test/clock-at.js';
import { settled } from '../../test/wait.js';
import { decodeGbt26875, encodeGbt26875, gbt26875, type Gbt26875Frame } from './index.js';

export const version = { major: 1, user: 0 };
export const TIME = '2026-06-12T16:00:00';

/** A type 2 frame: one smoke detector, bit 1 = fire. */
export function alarm(serial: number, source = 5001): Uint8Array {
  const unit = new Uint8Array(48);
  unit.set([2, 1, 1, 1, 40, 10, 0, 2, 0, 2, 0]);
  unit.set([0, 0, 16, 12, 6, 26], 42);
  return encodeGbt26875({ serial, version, time: TIME, source, destination: 1, command: 2, unit });
}

/** A frame without a unit: 2 is a heartbeat, 3 confirms, 6 denies. */
export const empty = (serial: number, command = 2, source = 5001): Uint8Array =>
  encodeGbt26875({ serial, version, time: TIME, source, destination: 1, command });

export interface Line {
  readonly session: Session;
  readonly logged: ReturnType<typeof createMemoryLogger>;
  /** The next delivery; an error when the session has ended. */
  next(): Promise<Delivery>;
  /** Settles everything from now on as stored. */
  drain(): Promise<void>;
  stop(): Promise<void>;
  dial(): Promise<Device>;
}

export interface Device {
  readonly socket: Socket;
  readonly heard: readonly Gbt26875Frame[];
  send(...parts: readonly Uint8Array[]): void;
  /** The next frame the centre sends. */
  hear(): Promise<Gbt26875Frame>;
  /** Resolves when the line is down. */
  readonly down: Promise<'down'>;
}

const open = new Set<Line>();

export async function openLine(config: object = {}, clock: Clock = clockAt(`${TIME}+08:00`)): Promise<Line> {
  const made = gbt26875.configure({ port: 0, ...config });
  if (!('feed' in made)) throw new Error(JSON.stringify(made.issues));
  const ending = new AbortController();
  const logged = createMemoryLogger();
  const context: FeedContext = {
    source: 'fire',
    clock,
    ids: createSeededIds(),
    logger: logged,
    status: () => undefined,
  };
  const session = await made.feed.open(context, ending.signal);
  const deliveries = session.deliveries[Symbol.asyncIterator]();
  const line: Line = {
    session,
    logged,
    async next() {
      const { value, done } = await deliveries.next();
      if (done) throw new Error('the session ended');
      return value;
    },
    async drain() {
      for (let read = await deliveries.next(); !read.done; read = await deliveries.next())
        session.settle(read.value.token, 'stored');
    },
    async stop() {
      ending.abort();
      await session.closed;
      open.delete(line);
    },
    dial: () => dial(session.port!),
  };
  open.add(line);
  return line;
}

/** For `afterEach`. */
export const closeLines = async (): Promise<void> => {
  await Promise.all([...open].map(({ stop }) => stop()));
};

export function dial(port: number): Promise<Device> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const heard: Gbt26875Frame[] = [];
    let bytes = Buffer.alloc(0);
    let wake: () => void = () => undefined;
    let taken = 0;
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let read = decodeGbt26875(bytes); read.frame; read = decodeGbt26875(bytes)) {
        heard.push(read.frame);
        bytes = bytes.subarray(read.length);
      }
      wake();
    });
    // A line that is cut while it sends says so here as well as by closing.
    socket.on('error', reject);
    const down = new Promise<'down'>((over) => socket.once('close', () => over('down')));
    socket.once('connect', () =>
      resolve({
        socket,
        heard,
        down,
        send: (...parts) => parts.forEach((part) => void socket.write(part)),
        async hear() {
          while (heard.length <= taken) await new Promise<void>((next) => (wake = next));
          return heard[taken++]!;
        },
      }),
    );
  });
}

export const moment = settled;

/** `undefined` when it takes longer. */
export const within = <T>(work: Promise<T>, ms: number): Promise<T | undefined> =>
  Promise.race([work, moment(ms).then(() => undefined)]);

export const command = (name: string, input: object): Command => ({
  v: 1,
  id: 'c',
  name,
  actor: 'u',
  at: systemClock.now(),
  input: input as never,
});
