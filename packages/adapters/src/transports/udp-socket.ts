import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Transport } from '@yingji/core/feed';
import { bound } from './bound.js';
import { createInbox } from './inbox.js';

export interface UdpSocketOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Whether a message may go over several datagrams of one sender. Default: each datagram is whole. */
  readonly spans?: boolean;
  /** Senders of whom the beginning of a message may wait; who was silent longest is forgotten first. Default 4,096. */
  readonly maxLines?: number;
  /** Seconds after which what a silent sender began is let go. Default 120. */
  readonly idleS?: number;
}

/** Datagrams that may wait, and those of one sender: all stations of a city speak at the full hour. */
const ROOM = { most: 16_384, mostOfLine: 512 };
/** Bytes that the system keeps for us while we do nothing, where it allows so many; its own are 256 small datagrams, then it drops without a word. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** Answers that may wait to be sent, in bytes: more is not sent, as it may get lost anyway. */
const MOST_UNSENT = 1024 * 1024;

/**
 * Devices send us datagrams. A socket of datagrams cannot be held back: what comes while too much waits, of all or of one sender, is
 * dropped and told, and its sender, who hears no answer, sends again.
 */
export function udpSocket(options: UdpSocketOptions): Transport {
  const { port, host = '127.0.0.1', spans = false, maxLines = 4096, idleS = 120 } = options;
  return {
    stream: spans,
    async open({ source, clock, logger }, stop) {
      const inbox = createInbox(() => undefined, ROOM);
      /** When each was heard last, the longest silent first. */
      const heard = new Map<string, number>();
      let dropped = 0;
      const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', recvBufferSize: KEPT_BYTES });

      const forget = (line: string): void => {
        heard.delete(line);
        inbox.add({ ...{ line, bytes: new Uint8Array(0), receivedAt: clock.now(), last: true }, ...silent });
      };
      socket.on('message', (bytes, remote) => {
        const line = `${remote.address}|${remote.port}`;
        if (bytes.length === 0) return;
        if (!inbox.hasRoom(line)) return void (dropped += 1);
        if (spans) {
          heard.delete(line);
          heard.set(line, clock.elapsed());
          const [first] = heard.keys();
          if (heard.size > maxLines) forget(first!);
        }
        const answer = (said: Uint8Array): void => send(socket, said, remote);
        inbox.add({ line, bytes, receivedAt: clock.now(), answer, settled: () => undefined });
      });

      async function watch(): Promise<void> {
        while (!stop.aborted) {
          await clock.sleep(1000, stop);
          if (dropped > 0) logger.write('warn', 'udp-dropped', { feed: source, datagrams: dropped });
          dropped = 0;
          for (const [line, at] of heard) {
            if (clock.elapsed() - at < idleS * 1000) break;
            forget(line);
          }
        }
      }

      await bound(socket, { host, port }, (done) => socket.bind(port, host, done));
      // One datagram that could not be received or answered is no end of the socket.
      socket.on('error', ({ message }) => logger.write('error', 'udp-failed', { feed: source, message }));
      const closed = new Promise<void>((resolve) => socket.once('close', resolve));
      const end = (): void => {
        socket.close();
        inbox.close();
      };
      const { port: own } = socket.address();
      if (stop.aborted) end();
      else stop.addEventListener('abort', end, { once: true });
      void watch();
      return { packets: inbox.packets, closed, port: own };
    },
  };
}

const silent = { answer: (): void => undefined, settled: (): void => undefined };

function send(socket: Socket, bytes: Uint8Array, { port, address }: RemoteInfo): void {
  if (socket.getSendQueueSize() > MOST_UNSENT) return;
  try {
    socket.send(bytes, port, address);
  } catch {
    // Closed meanwhile: the sender will hear nothing, and send again.
  }
}
