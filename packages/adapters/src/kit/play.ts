import { connect } from 'node:net';
import { once } from 'node:events';
import {
  millis,
  systemClock,
  systemIds,
  toInstant,
  type Clock,
  type Delivery,
  type Instant,
  type Session,
} from '@yingji/core';
import { tcpLine, type Caller, type Line } from './line.js';
import { pushLine } from './push-line.js';
import { SOURCE, type FeedSubject } from './subject.js';
import { within } from './within.js';

/** A feed that is open, with its source played by us. */
export interface Play {
  readonly session: Session;
  /** The next delivery; undefined when none comes in time, or the session has ended. */
  next(withinMs?: number): Promise<Delivery | undefined>;
  /** How its source speaks; where nobody can play it, nothing of it is used. */
  readonly line: Line;
  readonly clock: Clock;
  dial(): Promise<Caller>;
  /** Stops it; false when it is not closed in time. */
  stop(): Promise<boolean>;
}

const IN_TIME_MS = 2_000;

/** A clock that goes on from an instant: what vectors say of time is as true on the line as where they are decoded. */
function clockFrom(start: Instant): Clock {
  const began = systemClock.elapsed();
  return { ...systemClock, now: () => toInstant(millis(start) + (systemClock.elapsed() - began)) };
}

/** Opens the feed as the runner would. */
export async function play({
  definition,
  config,
  receivedAt,
  line: kind,
  closesWithinMs = 5_000,
}: FeedSubject): Promise<Play> {
  const made = definition.configure(config);
  if ('issues' in made)
    throw new Error(`its configuration is refused: ${made.issues.map(({ message }) => message).join(' ')}`);
  const clock = clockFrom(receivedAt);
  const line = kind === 'http-push' ? pushLine(config, clock) : tcpLine;
  const ending = new AbortController();
  const session = await made.feed.open(
    {
      source: SOURCE,
      clock,
      ids: systemIds,
      logger: { write: () => undefined },
      status: () => undefined,
    },
    ending.signal,
  );
  const deliveries = session.deliveries[Symbol.asyncIterator]();
  let asked: Promise<IteratorResult<Delivery, unknown>> | undefined;
  return {
    session,
    line,
    clock,
    async next(ms = IN_TIME_MS) {
      asked ??= deliveries.next();
      const came = await within(ms, asked);
      if (came === undefined) return undefined;
      asked = undefined;
      return came.done ? undefined : came.value;
    },
    async dial() {
      const socket = connect(session.port!, '127.0.0.1');
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      // A line that breaks is seen by what does not come.
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return {
        socket,
        send: (message) => void socket.write(line.wire(message)),
        heard: () => Buffer.concat(chunks).toString('hex'),
      };
    },
    async stop() {
      ending.abort();
      return (
        (await within(
          closesWithinMs,
          session.closed.then(() => true),
        )) ?? false
      );
    },
  };
}
