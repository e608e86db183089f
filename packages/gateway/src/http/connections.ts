import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '@yingji/core';
import { plainAddress } from './standing.js';

/**
 * Lets one address hold so many sockets and no more, so that idle ones of one stranger cannot take the places of all. Proxies
 * before us speak for many: theirs are not counted.
 */
export function limitConnections(
  server: Server,
  options: { readonly each: number; readonly isProxy: (address: string) => boolean; readonly logger: Logger },
): void {
  const { each, isProxy, logger } = options;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress);
    if (isProxy(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > each) {
      socket.destroy();
      logger.write('debug', 'connection-refused', { most: each });
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
