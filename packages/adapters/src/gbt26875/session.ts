import { createServer, type AddressInfo } from 'node:net';
import {
  issue,
  millis,
  YingjiError,
  type Command,
  type Delivery,
  type FeedContext,
  type Issue,
  type Session,
  type Verdict,
} from '@yingji/core';
import type { Gbt26875Config } from './config.js';
import { keyOf, serveConnection, type Connection, type Received } from './connection.js';
import { COMMANDS } from './layout.js';
import { mapFrame } from './mapping.js';
import { createOrders } from './orders.js';

/** A Session that also tells which port it got. */
export interface Gbt26875Session extends Session {
  readonly port: number;
}

/** How much may be waiting or unsettled before no socket is read any more. */
const MOST_FRAMES = 1000;
const MOST_BYTES = 4 * 1024 * 1024;

/** Listens for devices. Error `port-in-use` when the address cannot be bound. */
export async function openSession(
  config: Gbt26875Config,
  context: FeedContext,
  stop: AbortSignal,
): Promise<Gbt26875Session> {
  const { source, clock, logger } = context;
  const connections = new Set<Connection>();
  const unsettled = new Map<number, Received>();
  let held = { frames: 0, bytes: 0 };
  let token = 0;
  let wake: () => void = () => undefined;

  const local = (): string => new Date(millis(clock.now()) + offsetMs(config.utcOffset)).toISOString().slice(0, 19);
  const orders = createOrders({ clock, stop, local });

  const server = createServer((socket) => {
    if (connections.size >= config.maxConnections) {
      logger.write('warn', 'gbt-too-many-connections', { feed: source, most: config.maxConnections });
      return socket.destroy();
    }
    const connection = serveConnection(socket, {
      now: () => clock.now(),
      local,
      idleMs: config.idleS * 1000,
      received,
    });
    connections.add(connection);
    socket.on('error', (error) =>
      logger.write('debug', 'gbt-connection-broken', { feed: source, message: error.message }),
    );
    socket.on('close', () => {
      connections.delete(connection);
      orders.gone(connection);
    });
  });

  function received(frame: Received): void {
    const { frame: read } = frame.decoded;
    if (read && config.addresses && !config.addresses.includes(read.source)) {
      logger.write('warn', 'gbt-address-not-listed', { feed: source, address: read.source });
      return frame.connection.end();
    }
    if (read) orders.heard(frame.connection, read);
    // Answers to our own commands are no facts.
    if (read && (read.command === COMMANDS.confirm || read.command === COMMANDS.deny)) return;
    frame.connection.queue.push(frame);
    hold(frame, 1);
    wake();
  }

  function hold({ bytes }: Received, sign: 1 | -1): void {
    const wasFull = full();
    held = { frames: held.frames + sign, bytes: held.bytes + sign * bytes.byteLength };
    if (full() === wasFull) return;
    for (const connection of connections)
      if (wasFull) connection.resume();
      else connection.pause();
  }
  const full = (): boolean => held.frames >= MOST_FRAMES || held.bytes >= MOST_BYTES;

  /** One frame of each device in turn, so that a flooding one does not starve the others. */
  async function* deliveries(): AsyncGenerator<Delivery> {
    while (!stop.aborted) {
      let any = false;
      for (const connection of [...connections]) {
        const next = connection.queue.shift();
        if (!next) continue;
        any = true;
        if (!full()) connection.resume();
        yield deliver(next);
        if (stop.aborted) return;
      }
      if (!any) await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  function deliver(next: Received): Delivery {
    const { bytes, decoded, receivedAt, skipped } = next;
    token += 1;
    unsettled.set(token, next);
    const garbage =
      skipped === 0
        ? []
        : [
            issue(
              'gbt-skipped',
              `${skipped} bytes before this frame began no frame and were passed over. Look at the line.`,
              { level: 'warning' },
            ),
          ];
    const mapped =
      decoded.frame &&
      mapFrame(decoded.frame, { source, registry: config.registry, utcOffset: config.utcOffset, receivedAt });
    const issues: Issue[] = [...decoded.issues, ...garbage, ...(mapped?.issues ?? [])];
    const denied = !decoded.frame || issues.some(({ code }) => code === 'gbt-unknown-command');
    const outcome = denied ? 'undecodable' : mapped!.known ? 'good' : 'unmapped';
    const drafts = denied ? [] : mapped!.drafts;
    return { token, key: keyOf(bytes, decoded.frame), receivedAt, drafts, issues, outcome, raw: bytes };
  }

  function settle(of: number, verdict: Verdict): void {
    const frame = unsettled.get(of);
    if (!frame) return;
    unsettled.delete(of);
    hold(frame, -1);
    const { connection, bytes, decoded } = frame;
    // An answer to a request of ours is not confirmed (6.4); everything else is.
    if (verdict === 'retry' || decoded.frame?.command === COMMANDS.answer) return;
    connection.answer(bytes, verdict === 'stored' ? 'confirm' : 'deny');
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new YingjiError(
          'port-in-use',
          `${config.host}:${config.port} cannot be listened on; free it or name another port.`,
          { recovery: 'retry', cause },
        ),
      ),
    );
    server.listen(config.port, config.host, resolve);
  });
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const end = (): void => {
    server.close();
    for (const connection of connections) connection.end();
    wake();
  };
  if (stop.aborted) end();
  else stop.addEventListener('abort', end, { once: true });
  context.status('open');

  return {
    deliveries: deliveries(),
    settle,
    closed,
    execute: (command: Command) => orders.execute(command),
    port: (server.address() as AddressInfo).port,
  };
}

/** `+08:00` in milliseconds. */
function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset)!;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
