import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network on the way that can swallow everything after so many bytes: sockets stay open, nothing comes any more. */
export interface Network {
  readonly port: number;
  /** Lets `bytes` more of the answer through on each line that is open, and then nothing. */
  swallow(bytes: number): void;
  /** When the end of the last whole line of JSON came through: what is cut in the midst of one tells a client nothing. */
  readonly lineSince: number;
  close(): void;
}

/** A {@link Network} on the way to the address that is there at each connection. */
export async function network(to: () => string): Promise<Network> {
  let lineSince = 0;
  const lines = new Set<{ left: number; readonly sockets: readonly Socket[] }>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(to()).port), '127.0.0.1');
    const line = { left: Infinity, sockets: [near, far] };
    lines.add(line);
    near.on('data', (chunk) => line.left > 0 && far.write(chunk)).on('error', () => undefined);
    let last = '';
    far.on('data', (chunk) => {
      const through = chunk.subarray(0, line.left);
      if (through.length > 0) near.write(through);
      const text = last + through.toString('latin1');
      if (text.includes('}\n')) lineSince = Date.now();
      last = text.slice(-1);
      line.left = Math.max(0, line.left - chunk.length);
    });
    far.on('error', () => undefined);
    // What is swallowed are the goodbyes too: neither side hears that the other has gone.
    near.on('close', () => line.left > 0 && far.destroy());
    far.on('close', () => line.left > 0 && near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    swallow(bytes) {
      for (const line of lines) line.left = Math.min(line.left, bytes);
    },
    get lineSince() {
      return lineSince;
    },
    close() {
      server.close();
      for (const { sockets } of lines) for (const socket of sockets) socket.destroy();
    },
  };
}
