import type { CommandRequest, CommandResult } from '../command/command.js';
import type { Issue, YingjiError } from '../error.js';
import type { Open } from './messages.js';

/**
 * The part of a MessagePort that is used: those of browsers and of `node:worker_threads` have it, and so have a browser's
 * `Worker` and the global of a worker, which neither start nor close.
 */
export interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void;
  removeEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void;
  start?(): void;
  close?(): void;
}

/**
 * What a client says over a port. A port has no back-pressure of its own: `room` is how many characters the host may send
 * before it hears of more.
 */
export type PortUp =
  | { readonly t: 'open'; readonly stream: number; readonly open: Open; readonly room: number }
  | { readonly t: 'room'; readonly stream: number; readonly room: number }
  | { readonly t: 'stop'; readonly stream: number }
  | { readonly t: 'send'; readonly call: number; readonly command: CommandRequest }
  | { readonly t: 'close' };

/** What the host says over a port; the lines of a stream are those of the wire. */
export type PortDown =
  | { readonly t: 'line'; readonly stream: number; readonly line: string }
  | { readonly t: 'end'; readonly stream: number; readonly issue?: Issue }
  | { readonly t: 'answer'; readonly call: number; readonly result: CommandResult }
  | ({ readonly t: 'failed'; readonly call: number } & Pick<YingjiError, 'code' | 'message' | 'recovery'>)
  | { readonly t: 'close' };

/** Marks our messages among others on the same port. */
const MARK = 'yingji-wire';

/** One side of a port: `post` sends, `hear` gets what the other side sent; `leave` lets go of the port. */
export interface End<Out> {
  post(message: Out): void;
  leave(): void;
}

export function takeEnd<In extends { readonly t: string }, Out>(
  port: Port,
  hear: (message: In) => void,
  gone: () => void,
): End<Out> {
  const listener = ({ data }: { readonly data?: unknown }): void => {
    if (typeof data !== 'object' || data === null) return;
    const { mark, message } = data as { readonly mark?: unknown; readonly message?: unknown };
    if (mark === MARK && typeof message === 'object' && message !== null) hear(message as In);
  };
  port.addEventListener('message', listener);
  // Node and newer browsers tell when the other side has gone; in older ones silence must tell.
  port.addEventListener('close', gone);
  port.start?.();
  return {
    post: (message) => port.postMessage({ mark: MARK, message }),
    leave() {
      port.removeEventListener('message', listener);
      port.removeEventListener('close', gone);
      port.close?.();
    },
  };
}
