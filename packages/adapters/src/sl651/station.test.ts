// Messages of a made-up station, and the other end of its line; used by the tests beside it.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { toInstant, type Delivery, type Instant, type Json } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { clockAt } from '../../test/clock-at.js';
import { settled } from '../../test/wait.js';
import { encodeSl651, ENDS, sl651, type FrameToSend } from './index.js';

export const STATION = '4501030001';
/** 2026-06-12 16:00:00 in Beijing, as frames write it. */
export const SENT = toInstant(Date.parse('2026-06-12T16:00:00+08:00'));
export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
/** F1 F1, the station, class H, F0 F0, 2026-06-12 16:00. */
export const SELF = `f1f1 ${STATION} 48 f0f0 2606121600`;

/** A frame upward; `body` is what stands behind serial and time, in hexadecimal digits. */
export const up = (body: string, more: Partial<FrameToSend> = {}): Uint8Array =>
  encodeSl651({
    ...{ encoding: 'hex', direction: 'up', centre: 1, station: STATION, password: '1234', function: 0x32 },
    ...{ serial: 7, sentAt: SENT, ends: ENDS.etx, body: hex(body) },
    ...more,
  });
/** One whose body is all that is given: no serial number, no time. */
export const bare = (body: string | Uint8Array, more: Partial<FrameToSend> = {}): Uint8Array =>
  encodeSl651({
    ...{ encoding: 'hex', direction: 'up', centre: 1, station: STATION, password: '1234', function: 0x32 },
    ...{ ends: ENDS.etx, body: typeof body === 'string' ? hex(body) : body },
    ...more,
  });

/** A picture of so many bytes, cut into as many packets. */
export function packets(picture: Uint8Array, total: number, serial = 7): Uint8Array[] {
  const all = Buffer.concat([hex(`${SELF} f3f3`), picture]);
  const size = Math.ceil(all.length / total);
  return Array.from({ length: total }, (_, i) => {
    const body = all.subarray(i * size, (i + 1) * size);
    const packet = { total, number: i + 1 };
    if (i === 0) return up('', { function: 0x36, body, packet, serial, ends: ENDS.etb });
    return bare(body, { function: 0x36, packet, ends: i + 1 === total ? ENDS.etx : ENDS.etb });
  });
}

export const decodeIt = (bytes: Uint8Array, config: Json = {}, receivedAt: Instant = SENT) =>
  sl651.decode(bytes, { source: 'hydro', receivedAt, config });

const ends: (() => unknown)[] = [];
/** For `afterEach`. */
export const closeAll = (): Promise<unknown[]> => Promise.all(ends.splice(0).map((end) => end()));
export const moment = settled;

/** The feed's clock: the day after the frames were sent. */
export const clock = clockAt('2026-06-13T16:00:00+08:00');

/** The feed, opened. */
export async function openFeed(config: Json = {}) {
  const made = sl651.configure(config);
  if (!('feed' in made)) throw new Error(JSON.stringify(made.issues));
  const ending = new AbortController();
  const context = { source: 'hydro', clock, ids: createSeededIds(), logger: createMemoryLogger() };
  const session = await made.feed.open({ ...context, status: () => undefined }, ending.signal);
  ends.push(() => (ending.abort(), session.closed));
  const deliveries = session.deliveries[Symbol.asyncIterator]();
  const next = async (): Promise<Delivery> => (await deliveries.next()).value as Delivery;
  return { session, next, port: session.port! };
}

export interface Line {
  send(...bytes: readonly Uint8Array[]): void;
  /** All that came back, in hexadecimal digits. */
  heard(): string;
}

export async function dial(port: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  socket.on('error', () => undefined);
  ends.push(() => socket.destroy());
  await once(socket, 'connect');
  return {
    send: (...bytes) => void socket.write(Buffer.concat(bytes)),
    heard: () => Buffer.concat(heard).toString('hex'),
  };
}

/** Each given stretch of bytes is a datagram. */
export function datagrams(port: number): Line {
  const socket = createSocket('udp4');
  const heard: Buffer[] = [];
  socket.on('message', (bytes) => heard.push(bytes));
  ends.push(() => void socket.close());
  return {
    send: (...bytes) => bytes.forEach((each) => socket.send(each, port, '127.0.0.1')),
    heard: () => Buffer.concat(heard).toString('hex'),
  };
}
