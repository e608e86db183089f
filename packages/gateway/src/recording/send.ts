import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { YingjiError, type Heard } from '@yingji/core';

/** How long answers to the last bytes are waited for, in milliseconds. */
const ANSWER_MS = 1_000;

/**
 * Sends packets to an address, a connection for each line, ended where it ended. Gives how many bytes were sent and came back.
 * Error `replay-failed`, when nobody listens; a line that is hung up goes on without its rest.
 */
export async function sendRecording(
  packets: AsyncIterable<Heard>,
  { host, port }: { readonly host: string; readonly port: number },
  stop: AbortSignal,
): Promise<{ readonly sent: number; readonly heard: number }> {
  const sockets = new Map<string, Socket>();
  const closed: Promise<unknown>[] = [];
  let [sent, heard] = [0, 0];

  async function dial(line: string): Promise<Socket> {
    const socket = connect(port, host);
    try {
      await once(socket, 'connect', { signal: stop });
    } catch (cause) {
      socket.destroy();
      throw new YingjiError('replay-failed', `${host}:${port} does not answer; is something listening there?`, {
        cause,
      });
    }
    socket.setNoDelay(true);
    socket.on('data', ({ byteLength }) => (heard += byteLength));
    socket.on('error', () => undefined);
    closed.push(new Promise((resolve) => socket.once('close', resolve)));
    sockets.set(line, socket);
    return socket;
  }

  try {
    for await (const { line, bytes, last } of packets) {
      const socket = sockets.get(line) ?? (bytes.byteLength > 0 ? await dial(line) : undefined);
      if (socket?.writable && bytes.byteLength > 0) {
        sent += bytes.byteLength;
        // Reading on while it cannot be sent would keep the whole recording in memory.
        if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
      }
      if (!last || !socket) continue;
      socket.end();
      sockets.delete(line);
    }
    if (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    for (const socket of sockets.values()) socket.end();
    const late = setTimeout(() => sockets.forEach((socket) => socket.destroy()), 5 * ANSWER_MS);
    await Promise.all(closed);
    clearTimeout(late);
    return { sent, heard };
  } finally {
    for (const socket of sockets.values()) socket.destroy();
  }
}
