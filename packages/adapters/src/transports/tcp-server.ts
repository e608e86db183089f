import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { FeedContext, Transport } from '@yingji/core/feed';
import { bound } from './bound.js';
import { createInbox } from './inbox.js';

export interface TcpServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Connections at once. Default 4,096. */
  readonly maxConnections?: number;
  /** Seconds without a byte after which a connection is closed. Default 120. */
  readonly idleS?: number;
}

/** Answers that a peer may leave unread before the line is closed, in bytes. */
const MOST_UNREAD = 64 * 1024;

/** Devices connect to us and send a stream of bytes. */
export function tcpServer(options: TcpServerOptions): Transport {
  const { port, host = '127.0.0.1', maxConnections = 4096, idleS = 120 } = options;
  return {
    stream: true,
    async open(context, stop) {
      const { source, clock, logger } = context;
      const sockets = new Map<string, Socket>();
      let count = 0;
      const held = new Map<string, Socket>();
      const inbox = createInbox(() => {
        for (const [line, socket] of held) {
          if (!inbox.hasRoom(line)) continue;
          held.delete(line);
          socket.resume();
        }
      });

      const server = createServer((socket) => {
        count += 1;
        const line = String(count);
        sockets.set(line, socket);
        const answer = (bytes: Uint8Array): void => {
          if (!socket.writable) return;
          if (socket.writableLength > MOST_UNREAD) hangUp(socket, context, 'tcp-not-reading');
          else socket.write(bytes);
        };
        const add = (bytes: Uint8Array, last: boolean): void =>
          inbox.add({ line, bytes, receivedAt: clock.now(), last, answer, settled: () => undefined });
        socket.setNoDelay(true);
        socket.setTimeout(idleS * 1000, () => {
          // A line that we do not read is silent by our doing.
          if (!socket.isPaused()) hangUp(socket, context, 'tcp-silent');
        });
        // Whatever goes wrong with a line, it ends; without a listener the program would.
        socket.on('error', ({ message }) => logger.write('debug', 'tcp-line-broken', { feed: source, message }));
        const hold = (): void => {
          if (inbox.hasRoom(line)) return;
          held.set(line, socket);
          socket.pause();
        };
        let spoke = false;
        socket.on('data', (bytes) => {
          spoke = true;
          add(bytes, false);
          hold();
        });
        socket.on('close', () => {
          sockets.delete(line);
          held.delete(line);
          // Of a line that never said anything nothing is left: who only dials and hangs up fills no memory.
          if (spoke) add(new Uint8Array(0), true);
        });
        // A new line waits its turn like all others: each would else bring one chunk more, and there are always new ones.
        hold();
      });
      server.maxConnections = maxConnections;
      server.on('drop', () => logger.write('warn', 'tcp-too-many-lines', { feed: source, most: maxConnections }));

      await bound(server, { host, port }, (done) => server.listen(port, host, done));
      server.on('error', ({ message }) => logger.write('error', 'tcp-accept-failed', { feed: source, message }));
      const closed = new Promise<void>((resolve) => server.once('close', resolve));
      const end = (): void => {
        server.close();
        for (const socket of sockets.values()) socket.destroy();
        inbox.close();
      };
      // Once it is closed it has none.
      const { port: own } = server.address() as AddressInfo;
      if (stop.aborted) end();
      else stop.addEventListener('abort', end, { once: true });
      return { packets: inbox.packets, closed, port: own };
    },
  };
}

function hangUp(socket: Socket, { source, logger }: FeedContext, code: string): void {
  logger.write('info', code, { feed: source, host: socket.remoteAddress ?? '' });
  socket.destroy();
}
