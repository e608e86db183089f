import type { EventEmitter } from 'node:events';
import { YingjiError } from '@yingji/core/feed';

/** Waits until a server or a socket has its address. Error `port-in-use`. */
export function bound(
  socket: EventEmitter,
  { host, port }: { readonly host: string; readonly port: number },
  start: (done: () => void) => unknown,
): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', (cause) =>
      reject(
        new YingjiError('port-in-use', `${host}:${port} cannot be listened on; free it or name another port.`, {
          recovery: 'retry',
          cause,
        }),
      ),
    );
    start(resolve);
  });
}
