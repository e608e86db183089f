import { YingjiError } from '../error.js';
import type { Actor } from '../ports/authenticator.js';
import type { Sink } from '../wire/audience.js';
import type { Hub } from '../wire/hub.js';
import { parseOpen, type Open } from '../wire/messages.js';

/** A way between a hub and a remote view inside one process, which can be cut, stopped up and swallowed. */
export interface Pipe {
  connect(open: Open, stop: AbortSignal): AsyncIterable<string>;
  /** Breaks the connection that is open, as a network does; `at` lets that many more lines through first. */
  cut(at?: number): void;
  /** The connection stays open, and nothing is forwarded any more. */
  swallow(on: boolean): void;
  /** New connections fail. */
  down(on: boolean): void;
  readonly lines: readonly string[];
  readonly opened: readonly Open[];
  /** Connections that are open now. */
  readonly open: number;
}

/** A {@link Pipe} to the hub that is there at each opening, for one actor. Error `gateway-unreachable` while it is down. */
export function createPipe(hub: () => Hub, actor: Actor): Pipe {
  const lines: string[] = [];
  const opened: Open[] = [];
  let swallowing = false;
  let isDown = false;
  let allow = Infinity;
  let connected = 0;
  let breakNow: () => void = () => undefined;

  async function* connect(request: Open, stop: AbortSignal): AsyncIterable<string> {
    if (isDown) throw new YingjiError('gateway-unreachable', 'the pipe is down.', { recovery: 'retry' });
    const open = parseOpen(JSON.parse(JSON.stringify(request)));
    if ('code' in open) throw new YingjiError(open.code, open.message);
    opened.push(open);
    const queue: string[] = [];
    let ended = false;
    let wake: () => void = () => undefined;
    const end = (): void => {
      ended = true;
      wake();
    };
    const sink: Sink = {
      write: (line) => {
        if (swallowing || ended) return true;
        if (allow <= 0) {
          end();
          return true;
        }
        allow -= 1;
        queue.push(line);
        wake();
        return true;
      },
      end,
      onDrain: () => undefined,
    };
    breakNow = end;
    connected += 1;
    const leave = hub().open(open, actor, sink);
    stop.addEventListener('abort', end, { once: true });
    try {
      for (;;) {
        const line = queue.shift();
        if (line !== undefined) {
          lines.push(line);
          yield line;
        } else if (ended) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      connected -= 1;
      leave();
    }
  }

  return {
    connect,
    cut(at = 0) {
      allow = at;
      if (at > 0) return;
      breakNow();
      allow = Infinity;
    },
    swallow: (on) => void (swallowing = on),
    down: (on) => void (isDown = on),
    lines,
    opened,
    get open() {
      return connected;
    },
  };
}
