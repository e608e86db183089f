import { createServer, type AddressInfo } from 'node:net';
import {
  issue,
  millis,
  type Command,
  type Delivery,
  type FeedContext,
  type Instant,
  type Issue,
  type Session,
  type Verdict,
} from '@yingji/core';
import { bound } from '../transports/bound.js';
import { strangerTo, type Gbt26875Config } from './config.js';
import { addressAt, keyOf, serveConnection, type Connection, type Received } from './connection.js';
import { COMMANDS, FRAME } from './layout.js';
import { mapFrame } from './mapping.js';
import { createOrders } from './orders.js';
import { createRound } from './round.js';

/** What is wrong with a frame that is denied. */
const DENIED: ReadonlySet<string> = new Set(['gbt-bad-checksum', 'gbt-bad-count', 'gbt-unknown-command']);
/** What is left to be done of a frame that was handed over. What it says is not kept for that: it is much, and would outlive its use. */
interface Unsettled extends Pick<Received, 'connection' | 'bytes'> {
  /** An answer to a request of ours is not confirmed; everything else is. */
  readonly isAnswer: boolean;
}

/** How often silence is looked for. */
const TICK_MS = 1000;

/** Listens for devices. Error `port-in-use` when the address cannot be bound. */
export async function openSession(config: Gbt26875Config, context: FeedContext, stop: AbortSignal): Promise<Session> {
  const { source, clock, logger } = context;
  const listed = config.addresses && new Set(config.addresses);
  const connections = new Set<Connection>();
  const unsettled = new Map<number, Unsettled>();
  let token = 0;
  let wake: () => void = () => undefined;

  const local = localTime(() => clock.now(), offsetMs(config.utcOffset));
  const orders = createOrders({ clock, stop, local });
  const round = createRound((full) => {
    for (const connection of connections)
      if (full) connection.pause();
      else connection.resume();
  });

  const server = createServer((socket) => {
    // Whatever goes wrong with a line, it ends; without a listener the program would.
    socket.on('error', (error) =>
      logger.write('debug', 'gbt-connection-broken', { feed: source, message: error.message }),
    );
    if (!hasRoom(socket.remoteAddress)) {
      logger.write('warn', 'gbt-too-many-connections', { feed: source, host: socket.remoteAddress ?? '' });
      return socket.destroy();
    }
    const connection = serveConnection(socket, {
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      local,
      idleMs: config.idleS * 1000,
      firstFrameMs: config.firstFrameS * 1000,
      frameMs: config.frameS * 1000,
      received,
      closing: (code, skipped) =>
        logger.write('info', code, { feed: source, host: socket.remoteAddress ?? '', skipped }),
    });
    connections.add(connection);
    if (round.full) connection.pause();
    socket.on('close', () => {
      connections.delete(connection);
      orders.gone(connection);
    });
  });

  function hasRoom(host: string | undefined): boolean {
    if (connections.size >= config.maxConnections) return false;
    if (config.maxPerHost === undefined) return true;
    const same = [...connections].filter(({ remote }) => remote === host).length;
    return same < config.maxPerHost;
  }

  function received(frame: Received): void {
    const { frame: read } = frame.decoded;
    const from = read?.source ?? addressAt(frame.bytes, FRAME.source);
    if (strangerTo(listed, from)) {
      logger.write('warn', 'gbt-address-not-listed', { feed: source, address: from });
      // That it is there is not answered; what it says is kept aside, as it may be a device that nobody has listed yet.
      if (read && read.type === undefined) return;
      if (read) {
        round.add(frame);
        wake();
      }
      return frame.connection.end();
    }
    if (read) orders.heard(frame.connection, read);
    // Answers to our own commands are no facts.
    if (read && (read.command === COMMANDS.confirm || read.command === COMMANDS.deny)) return;
    round.add(frame);
    wake();
  }

  async function* deliveries(): AsyncGenerator<Delivery> {
    while (!stop.aborted) {
      const next = round.next();
      if (!next) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      if (!round.full) next.connection.resume();
      yield deliver(next);
    }
  }

  async function watch(): Promise<void> {
    while (!stop.aborted) {
      await clock.sleep(TICK_MS, stop);
      for (const connection of connections) connection.tick();
    }
  }

  function deliver(next: Received): Delivery {
    const { connection, bytes, decoded, receivedAt, skipped } = next;
    token += 1;
    unsettled.set(token, { connection, bytes, isAnswer: decoded.frame?.command === COMMANDS.answer });
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
    const { registry, utcOffset } = config;
    const stranger = decoded.frame && strangerTo(listed, decoded.frame.source);
    const mapped =
      decoded.frame && !stranger ? mapFrame(decoded.frame, { source, registry, utcOffset, receivedAt }) : undefined;
    // A heartbeat dates nothing, so that its label is no reason for a row of the log every few seconds.
    const heartbeat = decoded.frame && decoded.frame.type === undefined;
    const told = heartbeat ? decoded.issues.filter(({ code }) => code !== 'gbt-bad-time') : decoded.issues;
    const issues: Issue[] = [...(stranger ? [stranger] : told), ...garbage, ...(mapped?.issues ?? [])];
    // Denied, as the norm has it; what a frame with a wrong count says is kept all the same.
    const denied = stranger !== undefined || decoded.issues.some(({ code }) => DENIED.has(code));
    const outcome = denied ? 'undecodable' : mapped?.known ? 'good' : 'unmapped';
    return {
      token,
      key: keyOf(bytes, decoded.frame, { receivedAt, utcOffset }),
      receivedAt,
      drafts: mapped?.drafts ?? [],
      issues,
      outcome,
      raw: bytes,
    };
  }

  function settle(of: number, verdict: Verdict): void {
    const frame = unsettled.get(of);
    if (!frame) return;
    unsettled.delete(of);
    round.settled(frame);
    if (verdict === 'retry' || frame.isAnswer) return;
    frame.connection.answer(frame.bytes, verdict === 'stored' ? 'confirm' : 'deny');
  }

  await bound(server, config, (done) => server.listen(config.port, config.host, done));
  // A connection that could not be accepted (no file handles left) is no end of the server.
  server.on('error', (error) => logger.write('error', 'gbt-accept-failed', { feed: source, message: error.message }));
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  void watch();
  const end = (): void => {
    server.close();
    for (const connection of connections) connection.end();
    wake();
  };
  // Once it is closed it has none.
  const { port } = server.address() as AddressInfo;
  if (stop.aborted) end();
  else stop.addEventListener('abort', end, { once: true });
  context.status('open');

  return {
    deliveries: deliveries(),
    settle,
    closed,
    execute: (command: Command) => orders.execute(command),
    port,
  };
}

/** What the clock of the centre shows, `YYYY-MM-DDTHH:mm:ss`; made once a second, though asked for with every answer. */
function localTime(now: () => Instant, offset: number): () => string {
  let [second, shown] = [NaN, ''];
  return () => {
    const at = Math.floor((millis(now()) + offset) / 1_000);
    if (at !== second) [second, shown] = [at, new Date(at * 1_000).toISOString().slice(0, 19)];
    return shown;
  };
}

/** `+08:00` in milliseconds. */
function offsetMs(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offset)!;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
